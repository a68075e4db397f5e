using System.Globalization;
using System.Text.RegularExpressions;

namespace Tenbin.Bench.Failover;

/// <summary>Counts what the directors' logs tell of a soak.</summary>
internal sealed partial class SoakCount
{
    private const int MostChanges = 40;
    private readonly List<string> _changes = [];
    private int _acquisitions;

    /// <summary>Changes of owner; the first owner is none.</summary>
    public int Failovers => Math.Max(0, _acquisitions - 1);

    /// <summary>Owners whose lease ran out.</summary>
    public int SelfFencings { get; private set; }

    /// <summary>Times that a node found itself to have stood still.</summary>
    public int Stalls { get; private set; }

    public int LongestStall { get; private set; }

    public int LateBeats { get; private set; }

    public int LatestBeat { get; private set; }

    /// <summary>The first lines that tell of a change of owner.</summary>
    public IReadOnlyList<string> Changes => _changes;

    /// <summary>Takes one line of a director's log.</summary>
    public void Take(string line)
    {
        if (line.Contains("owns the group", StringComparison.Ordinal) && _changes.Count < MostChanges)
        {
            _changes.Add(line);
        }

        if (line.Contains("owns the group in epoch", StringComparison.Ordinal))
        {
            _acquisitions++;
        }
        else if (line.Contains("no longer owns the group", StringComparison.Ordinal))
        {
            SelfFencings++;
        }
        else if (Stall().Match(line) is { Success: true } stall)
        {
            Stalls++;
            LongestStall = Math.Max(LongestStall, Milliseconds(stall));
        }
        else if (LateBeat().Match(line) is { Success: true } late)
        {
            LateBeats++;
            LatestBeat = Math.Max(LatestBeat, Milliseconds(late));
        }
    }

    private static int Milliseconds(Match match) => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"stood still for (\d+) ms")]
    private static partial Regex Stall();

    [GeneratedRegex(@"a beat of \S+ came (\d+) ms after")]
    private static partial Regex LateBeat();
}
