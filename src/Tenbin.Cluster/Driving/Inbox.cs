using System.Diagnostics.CodeAnalysis;
using Tenbin.Cluster.Core;

namespace Tenbin.Cluster.Driving;

/// <summary>What waits for the heart. Thread-safe; links, witness and machine may still speak when the heart has ended.</summary>
internal sealed class Inbox
{
    private readonly object _gate = new();
    private readonly Queue<ClusterInput> _inputs = [];
    private bool _closed;

    /// <summary>Adds these, one right after the other. False when closed: then they are dropped.</summary>
    public bool Add(params ReadOnlySpan<ClusterInput> inputs)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            foreach (var input in inputs)
            {
                _inputs.Enqueue(input);
            }

            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Nothing comes in any more, and nobody waits.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until something is there, at most so long. False when closed.</summary>
    public bool Wait(TimeSpan patience)
    {
        lock (_gate)
        {
            if (!_closed && _inputs.Count == 0)
            {
                Monitor.Wait(_gate, patience);
            }

            return !_closed;
        }
    }

    /// <summary>Takes the oldest.</summary>
    public bool TryTake([NotNullWhen(true)] out ClusterInput? input)
    {
        lock (_gate)
        {
            return _inputs.TryDequeue(out input);
        }
    }
}
