namespace Tenbin.Linux.Processes;

/// <summary>How a <see cref="Command"/> ended.</summary>
/// <param name="InTime">False: its deadline came first and it was ended.</param>
/// <param name="ExitCode">Its exit status; 128 + n when signal n ended it.</param>
/// <param name="Said">The first line that it wrote, of its errors if there is one, printable and at most 200 characters; maybe empty.</param>
public sealed record CommandResult(bool InTime, int ExitCode, string Said)
{
    /// <summary><c>: </c> and what it said; empty when it said nothing.</summary>
    public string Quote => Said.Length > 0 ? $": {Said}" : "";

    /// <summary><c>exited with 2: no such database</c> or <c>was ended by signal 9</c>.</summary>
    public string Describe() => ExitCode is > 128 and <= 128 + 64 ? $"was ended by signal {ExitCode - 128}{Quote}" : $"exited with {ExitCode}{Quote}";
}
