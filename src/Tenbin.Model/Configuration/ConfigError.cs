namespace Tenbin.Model.Configuration;

/// <summary>One mistake in a configuration file. Never holds a value that came from the environment (invariant 9).</summary>
/// <param name="File">File name as the caller gave it.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
/// <param name="Message">Owner, key, value, what is wrong and how to mend it.</param>
public sealed record ConfigError(string File, int Line, int Column, string Message)
{
    /// <summary><c>file:line:column: message</c>.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {Message}";
}
