using System.Text;

namespace Tenbin.Linux.Processes;

/// <summary>The first line that a command says on one of its outputs, for a reason.</summary>
internal sealed class FirstLine : IDisposable
{
    private const int Longest = 200;
    private readonly byte[] _kept = new byte[1024];
    private readonly Stream _output;
    private int _length;

    /// <summary>Reads <paramref name="output"/> to its end, so that the command never waits for a reader, and keeps little.</summary>
    public FirstLine(Stream output)
    {
        _output = output;
        End = ReadAsync();
    }

    /// <summary>Completes when everyone has closed the output, or it was disposed of.</summary>
    public Task End { get; }

    /// <summary>The line as far as it has come.</summary>
    public string Text
    {
        get
        {
            string said = Encoding.UTF8.GetString(_kept, 0, Volatile.Read(ref _length)).Trim();
            int end = said.AsSpan().IndexOfAny('\r', '\n');
            string line = end < 0 ? said : said[..end];
            line = line.Length > Longest ? string.Concat(line.AsSpan(0, Longest), "…") : line;
            return string.Create(line.Length, line, static (clean, from) =>
            {
                for (int i = 0; i < clean.Length; i++)
                {
                    clean[i] = char.IsControl(from[i]) ? ' ' : from[i];
                }
            });
        }
    }

    public void Dispose() => _output.Dispose();

    private async Task ReadAsync()
    {
        byte[] rest = new byte[1024];
        try
        {
            while (true)
            {
                Memory<byte> room = _length < _kept.Length ? _kept.AsMemory(_length) : rest;
                int read = await _output.ReadAsync(room).ConfigureAwait(false);
                if (read == 0)
                {
                    _output.Dispose();
                    return;
                }
                Volatile.Write(ref _length, Math.Min(_length + read, _kept.Length));
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The command is over and its output was closed; what came so far counts.
        }
    }
}
