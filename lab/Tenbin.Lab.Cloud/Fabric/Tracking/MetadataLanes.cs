using Tenbin.Lab.Cloud.Addressing;

namespace Tenbin.Lab.Cloud.Fabric.Tracking;

/// <summary>
/// One metadata service serves every instance, and knows who asks by the interface that the question came in by. To it,
/// each pair of interface and source address is an address of its own out of 100.64.0.0/10: a lane.
/// </summary>
public sealed class MetadataLanes
{
    /// <summary>Where instances ask for their metadata.</summary>
    public static Ip Service { get; } = Ip.Parse("169.254.169.254");

    private static readonly Ip FirstV4 = Ip.Parse("100.64.0.1");
    private readonly Lock _gate = new();
    private readonly Dictionary<(int Port, Ip Source), Ip> _lanes = [];
    private readonly Dictionary<Ip, (int Port, Ip Source)> _ends = [];

    /// <summary>The lane of an interface's address.</summary>
    public Ip Of(int port, Ip source)
    {
        lock (_gate)
        {
            if (!_lanes.TryGetValue((port, source), out var lane))
            {
                lane = FirstV4.Plus((uint)_lanes.Count);
                _lanes[(port, source)] = lane;
                _ends[lane] = (port, source);
            }

            return lane;
        }
    }

    /// <summary>Who is at the end of a lane; null when nobody is. Thread-safe, for the metadata service.</summary>
    public (int Port, Ip Source)? EndOf(Ip lane)
    {
        lock (_gate)
        {
            return _ends.TryGetValue(lane, out var end) ? end : null;
        }
    }
}
