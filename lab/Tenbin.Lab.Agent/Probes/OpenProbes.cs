using Tenbin.Lab.Load;

namespace Tenbin.Lab.Agent.Probes;

/// <summary>The probes under way. Each is reported once: when it ends, or when too much time has passed. Thread-safe.</summary>
internal sealed class OpenProbes
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private readonly Dictionary<long, double> _sent = [];
    private long _oldest = 1;

    /// <summary>Opens a probe, and gives up those that are too old.</summary>
    public void Open(long number)
    {
        var now = LabClock.Now;
        lock (_gate)
        {
            _sent[number] = now;
        }

        GiveUp(sentBefore: now - Patience.TotalSeconds);
    }

    /// <summary>Ends a probe that was answered, or failed; does nothing when it has ended already.</summary>
    public void End(long number, string? server, string? error)
    {
        var now = LabClock.Now;
        double sent;
        lock (_gate)
        {
            if (!_sent.Remove(number, out sent))
            {
                return;
            }
        }

        Report.Write(new(number, sent, error is null ? now : null, server, error), LoadJson.Default.ProbeRecord);
    }

    public void GiveUp(double sentBefore = double.MaxValue)
    {
        while (true)
        {
            long number;
            lock (_gate)
            {
                if (_sent.Count == 0)
                {
                    return;
                }

                while (!_sent.ContainsKey(_oldest))
                {
                    _oldest++;
                }

                number = _oldest;
                if (_sent[number] >= sentBefore)
                {
                    return;
                }
            }

            End(number, null, "timeout");
        }
    }
}
