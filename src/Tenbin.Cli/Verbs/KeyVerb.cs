using System.CommandLine;
using Tenbin.Cli.Screen;
using Tenbin.Cluster.Transport;
using Tenbin.Director;

namespace Tenbin.Cli.Verbs;

/// <summary><c>tenbin key new</c> and <c>tenbin key rotate</c>: files only, no daemon. A secret is never printed nor given as an argument.</summary>
internal static class KeyVerb
{
    public static Command Make(Terminal terminal) => new("key", "Make or rotate the key file of a cluster")
    {
        MakeNew(terminal),
        MakeRotate(terminal),
    };

    private static Command MakeNew(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "Key file to make; never overwrites one" };
        var verb = new Command("new", "Make a key file with a new key") { file };
        verb.SetAction(parsed => Do(terminal, parsed.GetValue(file)!, path =>
        {
            KeyFile.Generate(DateTimeOffset.UtcNow).SaveNew(path);
            return
            [
                $"{path}: made, mode 0600.",
                "Copy it to every other node over a safe way, as root: 'scp -p' keeps the mode.",
            ];
        }));
        return verb;
    }

    private static Command MakeRotate(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "Key file of the cluster" };
        var activate = new Option<bool>("--activate") { Description = "Second step: send with the new key; the old one is still accepted" };
        var prune = new Option<bool>("--prune") { Description = "Third step: drop the old key" };
        var verb = new Command("rotate", "Change the key in three steps, without a gap; without an option the first: add a key that is accepted, not yet sent with")
        {
            file, activate, prune,
        };
        verb.SetAction(parsed =>
        {
            if (parsed.GetValue(activate) && parsed.GetValue(prune))
            {
                throw new VerbException(ExitStatus.BadUsage, "'--activate' and '--prune' are two steps: every node needs the activated file before the old key is dropped");
            }

            return Do(terminal, parsed.GetValue(file)!, path => Rotate(path, parsed.GetValue(activate), parsed.GetValue(prune)));
        });
        return verb;
    }

    private static string[] Rotate(string path, bool activate, bool prune)
    {
        var before = KeyFile.Load(path);
        var after = activate ? before.Activate() : prune ? before.Prune() : before.Stage(DateTimeOffset.UtcNow);
        after.Save(path);
        const string copy = "Now copy the file to every other node ('scp -p') and run 'tenbin reload' on every node, this one too.";
        return (activate, prune) switch
        {
            (true, _) => [$"{path}: key {after.Active.Id} is active; key {before.Active.Id} is still accepted.", copy, $"When all have reloaded: 'tenbin key rotate --prune {path}'."],
            (_, true) => [$"{path}: key {after.Active.Id} is the only one.", copy, "Then the rotation is done."],
            _ => [$"{path}: key {after.Staged!.Id} is accepted; key {after.Active.Id} is still the one to send with.", copy, $"When all have reloaded: 'tenbin key rotate --activate {path}'."],
        };
    }

    private static int Do(Terminal terminal, string path, Func<string, string[]> step)
    {
        try
        {
            foreach (var line in step(path))
            {
                terminal.Out.WriteLine(line);
            }

            return (int)ExitStatus.Good;
        }
        catch (KeyFileException e)
        {
            throw new VerbException(e.InnerException is UnauthorizedAccessException ? ExitStatus.NotPermitted : ExitStatus.Failed, e.Message);
        }
    }
}
