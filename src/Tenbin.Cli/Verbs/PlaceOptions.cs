using System.CommandLine;
using Tenbin.Cli.Control;
using Tenbin.Director;

namespace Tenbin.Cli.Verbs;

/// <summary>The options that every verb takes: where the daemon keeps what it keeps.</summary>
internal sealed class PlaceOptions
{
    private static readonly DirectorPaths _defaults = new();
    private readonly Option<string> _run = Directory(
        "--run-directory", _defaults.RunDirectory, "Control socket, lock, health of this boot");
    private readonly Option<string> _state = Directory(
        "--state-directory", _defaults.StateDirectory, "Drains and weights");
    private readonly Option<string> _pin = Directory(
        "--bpf-directory", _defaults.PinDirectory, "Where programs and tables are pinned, in a bpffs");

    /// <summary>Adds them to the root and so to every verb.</summary>
    public void AddTo(RootCommand root)
    {
        root.Options.Add(_run);
        root.Options.Add(_state);
        root.Options.Add(_pin);
    }

    /// <summary>The places given.</summary>
    public DirectorPaths Paths(ParseResult parsed) => new()
    {
        RunDirectory = parsed.GetValue(_run)!,
        StateDirectory = parsed.GetValue(_state)!,
        PinDirectory = parsed.GetValue(_pin)!,
    };

    /// <summary>A client for the daemon there.</summary>
    public ControlClient Connect(ParseResult parsed) => new(Paths(parsed));

    private static Option<string> Directory(string name, string standard, string what) => new(name)
    {
        Description = what,
        Recursive = true,
        HelpName = "DIR",
        DefaultValueFactory = _ => standard,
    };
}
