using System.Text;

namespace Tenbin.Health.Probes;

/// <summary>The first line that a command says, for a reason.</summary>
internal static class FirstLine
{
    private const int Longest = 200;

    /// <summary>Reads to the end, so that the command never waits for a reader, and keeps little of it.</summary>
    public static async Task<string> ReadAsync(Stream output)
    {
        byte[] kept = new byte[1024];
        byte[] rest = new byte[1024];
        int length = 0;
        try
        {
            while (true)
            {
                Memory<byte> room = length < kept.Length ? kept.AsMemory(length) : rest;
                int read = await output.ReadAsync(room).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }
                length = Math.Min(length + read, kept.Length);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The check is over and has closed its end; what came so far counts.
        }
        return Clean(Encoding.UTF8.GetString(kept, 0, length));
    }

    private static string Clean(string said)
    {
        string line = said.Trim();
        int end = line.AsSpan().IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end];
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
