using Tenbin.Forwarding.Ebpf.Kernel;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Linux.Bpf;

namespace Tenbin.Forwarding.Ebpf.Syncing;

/// <summary>Reads the kernel's ring of changes.</summary>
internal sealed class ChangeReader(EbpfMaps maps) : ISessionChanges
{
    private readonly BpfRing _ring = BpfRing.Of(maps.Changes);
    private readonly ulong[] _lost = new ulong[BpfMap.PossibleCpus];

    public void Wait(TimeSpan atMost) => KernelCall.Guard(() =>
    {
        _ring.Wait(atMost == Timeout.InfiniteTimeSpan ? -1 : (int)Math.Ceiling(atMost.TotalMilliseconds));
        return true;
    });

    public void Wake() => _ring.Wake();

    public int Read(Span<SessionRecord> into)
    {
        try
        {
            return _ring.Read(into);
        }
        catch (BpfException failure)
        {
            throw KernelCall.Failed(failure);
        }
    }

    public long ReadLost() => KernelCall.Guard(() =>
    {
        maps.Events.TryLookupPerCpu<uint, ulong>((uint)PacketEvent.SyncLost, _lost);
        return _lost.Sum(count => (long)count);
    });

    public void Dispose() => _ring.Dispose();
}
