using Tenbin.Cli.Screen;
using Tenbin.Director.Api;

namespace Tenbin.Cli.Verbs;

/// <summary>What a command has done, for people.</summary>
internal static class CommandText
{
    /// <summary>Changes and notes to stdout, warnings to stderr.</summary>
    public static void Write(Terminal terminal, CommandAnswer answer, string nothing)
    {
        foreach (var line in answer.Changes.DefaultIfEmpty(nothing).Concat(answer.Notes))
        {
            terminal.Out.WriteLine(line);
        }

        foreach (var warning in answer.Warnings)
        {
            terminal.Error.WriteLine($"warning: {warning}");
        }
    }
}
