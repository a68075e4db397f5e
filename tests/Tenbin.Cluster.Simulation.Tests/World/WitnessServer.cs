using Tenbin.Cluster.Core;

namespace Tenbin.Cluster.Simulation.World;

/// <summary>
/// The register's server: linearizable, but slow, deaf or mute by turns. What a request does may happen long before its answer
/// comes, or long after nobody waits for it any more.
/// </summary>
public sealed class WitnessServer(Universe universe, int groups)
{
    private readonly RegisterContent?[] _contents = new RegisterContent?[groups];
    private long _revision;

    /// <summary>Share of requests that never arrive.</summary>
    public double DeafTo { get; set; }

    /// <summary>Share of answers that never arrive.</summary>
    public double MuteTo { get; set; }

    /// <summary>A request or an answer may take so much longer.</summary>
    public long Delay { get; set; }

    /// <summary>True time since when it has forgotten nothing.</summary>
    public long WholeSince { get; private set; } = -Span.RestartGrace * 2;

    public void Heal()
    {
        DeafTo = MuteTo = 0;
        Delay = 0;
    }

    public void Wipe(bool restartsCounting)
    {
        Array.Clear(_contents);
        _revision = restartsCounting ? 0 : _revision + 1;
        WholeSince = universe.Now;
    }

    public void Call(ClusterOutput request, Action<ClusterInput> answer)
    {
        if (universe.Chance.Happens(DeafTo))
        {
            return;
        }

        universe.After(Travel(), () =>
        {
            var reply = Apply(request);
            if (!universe.Chance.Happens(MuteTo))
            {
                universe.After(Travel(), () => answer(reply));
            }
        });
    }

    private long Travel() => universe.Chance.Between(200_000, 2 * Span.Millisecond) + (Delay > 0 ? universe.Chance.Between(0, Delay) : 0);

    private ClusterInput Apply(ClusterOutput request)
    {
        if (request is ReadRegister read)
        {
            return new RegisterRead(read.Group, _contents[read.Group]);
        }

        var (group, content) = (WriteRegister)request;
        if ((_contents[group]?.Revision ?? 0) != content.Revision)
        {
            return new RegisterRefused(group, _contents[group]);
        }

        _contents[group] = content with { Revision = ++_revision };
        return new RegisterWritten(group, _revision);
    }
}
