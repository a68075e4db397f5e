using Tenbin.Director.Clustering.Sharing;
using Tenbin.Director.Loop;

namespace Tenbin.Director.Tests.Fakes;

/// <summary>Two directors on benches, as nodes <c>lvs01</c> and <c>lvs02</c>, joined by a link that the test may cut.</summary>
internal sealed class SharingPair : IDisposable
{
    private readonly SettingsPort[] _ports = [new(0, ["lvs01", "lvs02"]), new(1, ["lvs01", "lvs02"])];

    public SharingPair(string text = Files.WebAndDatabase, string? other = null)
    {
        (First, Second) = (new Bench(text).Started(), new Bench(other ?? text).Started());
        First.Core.Share(_ports[0]);
        Second.Core.Share(_ports[1]);
        _ports[0].Transmit = (_, payload) => Carry(0, payload);
        _ports[1].Transmit = (_, payload) => Carry(1, payload);
    }

    public Bench First { get; }

    public Bench Second { get; }

    public bool IsCut { get; set; }

    /// <summary>Brings over what waits, and what that is answered with.</summary>
    public void Deliver()
    {
        for (var round = 0; round < 10; round++)
        {
            foreach (var bench in new[] { First, Second })
            {
                bench.Core.Take(new SettingsArrived());
                bench.Core.Settle();
            }
        }
    }

    /// <summary>A second goes by on both.</summary>
    public void Tick()
    {
        First.Tick();
        Second.Tick();
        Deliver();
    }

    /// <summary>Another daemon on the second machine, after the one before has died.</summary>
    public void RestartSecond()
    {
        Second.Restart();
        Second.Core.Share(_ports[1]);
    }

    /// <summary>Bytes from the first node to the second.</summary>
    public void Send(byte[] payload) => _ports[1].Deliver(0, payload);

    public void Dispose()
    {
        First.Dispose();
        Second.Dispose();
    }

    private void Carry(int from, byte[] payload)
    {
        if (!IsCut)
        {
            _ports[1 - from].Deliver((byte)from, payload);
        }
    }
}
