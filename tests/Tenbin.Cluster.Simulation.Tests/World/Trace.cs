using System.Globalization;

namespace Tenbin.Cluster.Simulation.World;

/// <summary>The last events of a schedule, for people.</summary>
public sealed class Trace(int length)
{
    private readonly Queue<string> _lines = [];

    public void Add(long trueNow, string text)
    {
        if (_lines.Count == length)
        {
            _lines.Dequeue();
        }

        _lines.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{trueNow / 1e6,10:F2} ms  {text}"));
    }

    public override string ToString() => string.Join('\n', _lines);
}
