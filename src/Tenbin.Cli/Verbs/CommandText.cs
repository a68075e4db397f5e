using Tenbin.Cli.Screen;
using Tenbin.Director.Api;

namespace Tenbin.Cli.Verbs;

/// <summary>What a command has done, for people.</summary>
internal static class CommandText
{
    /// <summary>Changes to stdout, warnings to stderr.</summary>
    public static void Write(Terminal terminal, CommandAnswer answer, string nothing)
    {
        foreach (var change in answer.Changes.DefaultIfEmpty(nothing))
        {
            terminal.Out.WriteLine(change);
        }

        foreach (var warning in answer.Warnings)
        {
            terminal.Error.WriteLine($"warning: {warning}");
        }
    }
}
