using System.Globalization;
using Tenbin.Lab.Cloud.Fabric.Packets;

namespace Tenbin.Lab.Cloud.Fabric.Switching;

/// <summary>One frame that was not delivered.</summary>
/// <param name="Port">Where it came in.</param>
/// <param name="Reason">Why.</param>
/// <param name="Frame">The beginning of it.</param>
public sealed record DroppedFrame(int Port, DropReason Reason, byte[] Frame)
{
    public override string ToString()
    {
        var what = Packet.TryRead(Frame, Ethernet.HeaderLength, embedded: true, out var packet)
            ? packet.ToString()
            : string.Create(CultureInfo.InvariantCulture, $"type {Ethernet.Type(Frame):x4} {Ethernet.Source(Frame)} > {Ethernet.Destination(Frame)}");
        return string.Create(CultureInfo.InvariantCulture, $"port {Port}: {Reason}: {what}");
    }
}

/// <summary>Counts what was not delivered, and keeps the last of it. Thread-safe.</summary>
public sealed class DropLog
{
    private const int Kept = 200, BytesKept = 96;
    private readonly Lock _gate = new();
    private readonly Dictionary<(int Port, DropReason Reason), long> _counts = [];
    private readonly Queue<DroppedFrame> _last = new();

    /// <summary>Frames dropped for a reason, at any port.</summary>
    public long Count(DropReason reason)
    {
        lock (_gate)
        {
            return _counts.Where(pair => pair.Key.Reason == reason).Sum(pair => pair.Value);
        }
    }

    /// <summary>Frames that came in at a port and were dropped for a reason.</summary>
    public long Count(int port, DropReason reason)
    {
        lock (_gate)
        {
            return _counts.GetValueOrDefault((port, reason));
        }
    }

    /// <summary>The last of them, oldest first.</summary>
    public IReadOnlyList<DroppedFrame> Last()
    {
        lock (_gate)
        {
            return [.. _last];
        }
    }

    public override string ToString() => string.Join('\n', Last().Select(dropped => dropped.ToString()));

    internal void Add(int port, DropReason reason, ReadOnlySpan<byte> frame)
    {
        lock (_gate)
        {
            _counts[(port, reason)] = _counts.GetValueOrDefault((port, reason)) + 1;
            if (frame.Length >= Ethernet.HeaderLength)
            {
                _last.Enqueue(new(port, reason, frame[..Math.Min(frame.Length, BytesKept)].ToArray()));
                if (_last.Count > Kept)
                {
                    _last.Dequeue();
                }
            }
        }
    }
}
