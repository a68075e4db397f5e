namespace Tenbin.Cluster.Transport;

/// <summary>Bounds the log of refused datagrams: for each reason one line in ten seconds, with the number since the last.</summary>
internal sealed class RefusalLog
{
    /// <summary>Nanoseconds between two lines of one reason.</summary>
    public const long Every = 10_000_000_000;

    private readonly long[] _unsaid = new long[Enum.GetValues<FrameVerdict>().Length];
    private readonly long?[] _said = new long?[Enum.GetValues<FrameVerdict>().Length];

    /// <summary>Notes one; returns how many a line is to tell of now, 0 = no line.</summary>
    public long Note(FrameVerdict reason, long now)
    {
        _unsaid[(int)reason]++;
        if (now - _said[(int)reason] < Every)
        {
            return 0;
        }

        var number = _unsaid[(int)reason];
        _unsaid[(int)reason] = 0;
        _said[(int)reason] = now;
        return number;
    }
}
