using Tenbin.Cluster.Core;

namespace Tenbin.Cluster.Simulation.World;

/// <summary>A daemon's calls to the register: one at a time for each group, each with a deadline.</summary>
public sealed class RegisterCalls(Universe universe, WitnessServer server, int groups)
{
    private readonly int[] _calls = new int[groups];
    private readonly bool[] _isBusy = new bool[groups];

    /// <summary>Until then nothing of it gets through, in true time.</summary>
    public long CutUntil { get; set; }

    public void Begin(int group, ClusterOutput request, Action<ClusterInput> give)
    {
        if (_isBusy[group])
        {
            throw new ViolationException("two calls to the register at once");
        }

        _isBusy[group] = true;
        var call = ++_calls[group];
        void End(ClusterInput input)
        {
            if (_isBusy[group] && _calls[group] == call)
            {
                _isBusy[group] = false;
                give(input);
            }
        }

        if (universe.Now >= CutUntil)
        {
            server.Call(request, answer =>
            {
                if (universe.Now >= CutUntil)
                {
                    End(answer);
                }
            });
        }

        universe.After(Span.Lease / 2, () => End(new RegisterSilent(group)));
    }
}
