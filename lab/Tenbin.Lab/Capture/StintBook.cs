using System.Net;

namespace Tenbin.Lab.Capture;

/// <summary>Which end of a packet is watched.</summary>
public enum WatchSide
{
    /// <summary>The watched address is the sender: who answers for it, and who announces it.</summary>
    From,

    /// <summary>The watched address is the receiver: who forwards to it.</summary>
    To,
}

/// <summary>Turns frames into stints.</summary>
public sealed class StintBook(WatchSide side, IReadOnlyCollection<IPAddress> addresses, Action<Stint> ended)
{
    private readonly Dictionary<(IPAddress Address, FrameKind Kind), Stint> _open = [];

    /// <summary>Takes a frame that came at a time on the <see cref="LabClock"/>.</summary>
    public void Take(SeenFrame frame, double time)
    {
        var address = side == WatchSide.From ? frame.From : frame.To;
        if (!addresses.Contains(address))
        {
            return;
        }

        var key = (address, frame.Kind);
        if (_open.TryGetValue(key, out var stint) && stint.Mac == frame.Mac)
        {
            _open[key] = stint with { Last = time, Frames = stint.Frames + 1 };
            return;
        }

        if (stint is not null)
        {
            ended(stint);
        }

        _open[key] = new(address.ToString(), frame.Kind, frame.Mac, time, time, 1);
    }

    /// <summary>Ends all stints.</summary>
    public void Close()
    {
        foreach (var stint in _open.Values)
        {
            ended(stint);
        }

        _open.Clear();
    }
}
