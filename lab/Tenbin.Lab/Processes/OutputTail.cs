namespace Tenbin.Lab.Processes;

/// <summary>The last lines that a program wrote, for messages and for conditions to wait for. Thread-safe.</summary>
public sealed class OutputTail
{
    private const int Capacity = 2_000;
    private readonly Queue<string> _lines = new();

    /// <summary>A copy of the lines kept, oldest first.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    internal void Add(string line)
    {
        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > Capacity)
            {
                _lines.Dequeue();
            }
        }
    }

    public bool Contains(string text) => Lines.Any(line => line.Contains(text, StringComparison.Ordinal));

    public override string ToString() => string.Join('\n', Lines);
}
