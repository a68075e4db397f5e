using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Linux.Bpf;

namespace Tenbin.Forwarding.Ebpf.Syncing;

/// <summary>Enters another director's sessions by the kernel program that does it as for sessions of its own.</summary>
internal sealed class SessionImporter(BpfProgram program, ServerIndex servers, SyncSwitch versions, Func<IPAddress, uint> interfaceTo)
{
    private readonly byte[] _packet = new byte[ImportBatch.HeaderLength + ImportBatch.MaxEntries * Unsafe.SizeOf<ImportEntry>()];
    private readonly byte[] _answer = new byte[ImportBatch.HeaderLength + ImportBatch.MaxEntries * Unsafe.SizeOf<ImportEntry>()];

    /// <param name="records">Any kind but scopes.</param>
    /// <param name="round">What entries are marked with.</param>
    public ImportReport Import(ReadOnlySpan<SessionRecord> records, byte round)
    {
        ImportReport report = default;
        while (!records.IsEmpty)
        {
            var chunk = records[..Math.Min(records.Length, ImportBatch.MaxEntries)];
            var done = Run(chunk, round, out var isOutdated);
            if (isOutdated)
            {
                // A slot changed hands after it was looked up; what was entered already is entered again unharmed.
                servers.Forget();
                done = Run(chunk, round, out _);
            }

            report += done;
            records = records[chunk.Length..];
        }

        return report;
    }

    /// <summary>Runs ready entries, at most <see cref="ImportBatch.MaxEntries"/>.</summary>
    public ImportReport Run(ReadOnlySpan<ImportEntry> entries)
    {
        MemoryMarshal.AsBytes(entries).CopyTo(_packet.AsSpan(ImportBatch.HeaderLength));
        var count = (ushort)entries.Length;
        MemoryMarshal.Write(_packet.AsSpan(ImportBatch.CountOffset), in count);
        program.TestRun(_packet, _answer);
        var result = MemoryMarshal.Read<ImportResult>(_answer);
        return new ImportReport((int)result.Entered, (int)result.Stale, (int)result.Refused, (int)result.Unknown);
    }

    private ImportReport Run(ReadOnlySpan<SessionRecord> records, byte round, out bool isOutdated)
    {
        Span<ImportEntry> entries = stackalloc ImportEntry[ImportBatch.MaxEntries];
        var count = 0;
        var unknown = 0;
        foreach (ref readonly var record in records)
        {
            versions.Hear(record.Version);
            var server = record.Kind == SessionRecordKind.End ? default(NamedServer) : servers.Find(record);
            if (server is not { } known)
            {
                unknown++;
                continue;
            }

            entries[count++] = new ImportEntry
            {
                Flow = record.Flow,
                Server = known.Index,
                Generation = known.Generation,
                Version = record.Version,
                IdleMilliseconds = record.IdleMilliseconds,
                AgeMilliseconds = record.AgeMilliseconds,
                ClientInterfaceIndex = known.IsNat && record.Kind == SessionRecordKind.Session ? interfaceTo(record.Client.Address) : 0,
                Kind = record.Kind,
                State = record.State,
                Round = round,
            };
        }

        var report = count > 0 ? Run(entries[..count]) : default;
        isOutdated = report.Unknown > 0;
        return report with { Unknown = report.Unknown + unknown };
    }
}
