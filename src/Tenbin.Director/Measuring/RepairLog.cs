using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Tenbin.Director.Measuring;

/// <summary>Says what had to be put right in the kernel: at most 20 lines a minute, the rest as a number.</summary>
internal sealed partial class RepairLog(TimeProvider time, ILogger logger)
{
    private const int Burst = 20;
    private static readonly TimeSpan _window = TimeSpan.FromMinutes(1);
    private long _windowStart;
    private int _said;
    private int _unsaid;

    /// <summary>Repairs since the daemon started.</summary>
    public long Total { get; private set; }

    /// <summary>Call at each reconciliation that had nothing new to bring about.</summary>
    public void Observe(ImmutableArray<string> changes)
    {
        if (time.GetElapsedTime(_windowStart) >= _window)
        {
            if (_unsaid > 0)
            {
                LogMore(_unsaid);
            }

            (_windowStart, _said, _unsaid) = (time.GetTimestamp(), 0, 0);
        }

        Total += changes.Length;
        foreach (var change in changes)
        {
            if (_said < Burst)
            {
                LogRepair(change);
                _said++;
            }
            else
            {
                _unsaid++;
            }
        }
    }
}
