using System.Net;
using Tenbin.Forwarding.Ebpf.Gating;
using Tenbin.Forwarding.Ebpf.Kernel;
using Tenbin.Forwarding.Ebpf.Reconciling;

namespace Tenbin.Forwarding.Ebpf.Syncing;

/// <summary>The kernel's side of session sync.</summary>
internal sealed class SessionSync : ISessionSync
{
    private readonly Lock _importing = new();
    private readonly EbpfMaps _maps;
    private readonly SyncSwitch _switch;
    private readonly SessionExporter _exporter;
    private readonly SessionImporter _importer;
    private readonly IncomingCopies _copies;

    public SessionSync(PinnedImage image, ServerExtent extent, GateTable gates, Func<IPAddress, uint> interfaceTo)
    {
        _maps = image.Maps;
        _switch = new SyncSwitch(_maps);
        _exporter = new SessionExporter(_maps, extent, gates);
        _importer = new SessionImporter(image.Import, new ServerIndex(_maps, extent), _switch, interfaceTo);
        _copies = new IncomingCopies(_maps, _importer);
    }

    public void SetSync(bool isOn) => KernelCall.Guard(() =>
    {
        _switch.Set(isOn);
        return true;
    });

    public ISessionChanges OpenChanges() => KernelCall.Guard(() => new ChangeReader(_maps));

    public IEnumerable<IReadOnlyList<SessionRecord>> Export()
    {
        using var chunks = _exporter.Export().GetEnumerator();
        while (KernelCall.Guard(chunks.MoveNext))
        {
            yield return chunks.Current;
        }
    }

    public ImportReport Import(byte peer, ReadOnlySpan<SessionRecord> records)
    {
        var report = default(ImportReport);
        lock (_importing)
        {
            try
            {
                var round = _copies.RoundOf(peer);
                while (!records.IsEmpty)
                {
                    var others = Leading(records, SessionRecordKind.Scope);
                    report += _importer.Import(records[..others], round);
                    records = records[others..];
                    if (!records.IsEmpty)
                    {
                        _copies.Include(peer, records[0].Flow.Destination);
                        report += new ImportReport(1, 0, 0, 0);
                        records = records[1..];
                    }
                }
            }
            catch (Exception failure) when (failure is Linux.Bpf.BpfException or Linux.LinuxException)
            {
                throw KernelCall.Failed(failure);
            }
        }

        return report;
    }

    public void BeginCopy(byte peer)
    {
        lock (_importing)
        {
            _copies.Begin(peer);
        }
    }

    public int EndCopy(byte peer)
    {
        lock (_importing)
        {
            return KernelCall.Guard(() => _copies.End(peer));
        }
    }

    /// <summary>How many records come before the first of <paramref name="kind"/>.</summary>
    private static int Leading(ReadOnlySpan<SessionRecord> records, SessionRecordKind kind)
    {
        var count = 0;
        while (count < records.Length && records[count].Kind != kind)
        {
            count++;
        }

        return count;
    }
}
