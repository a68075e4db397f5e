namespace Tenbin.Lab.Processes;

/// <summary>How a program that ran to its end did.</summary>
/// <param name="CommandLine">For messages.</param>
/// <param name="ExitStatus">0–255, or 128 + signal.</param>
/// <param name="Output">All of its standard output.</param>
/// <param name="Errors">All of its standard error.</param>
public sealed record CommandResult(string CommandLine, int ExitStatus, string Output, string Errors)
{
    /// <summary>This result, when the program succeeded.</summary>
    /// <exception cref="LabException">It did not.</exception>
    public CommandResult Checked() => ExitStatus == 0
        ? this
        : throw new LabException($"{CommandLine}\nended with status {ExitStatus}:\n{Errors}{Output}");

    public override string ToString() => $"{CommandLine} -> {ExitStatus}\n{Output}{Errors}";
}
