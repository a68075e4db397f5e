using System.Collections.Immutable;
using System.CommandLine;
using System.Net;
using Tenbin.Addresses;
using Tenbin.Addresses.RealServers;
using Tenbin.Cli.Screen;
using Tenbin.Cli.Text;
using Tenbin.Cli.Verbs;
using Tenbin.Director;
using Tenbin.Linux;
using Tenbin.Model.Configuration;

namespace Tenbin.Cli.RealServers;

/// <summary><c>tenbin real-server setup</c>, <c>check</c> and <c>undo</c>: on a real server itself, no daemon.</summary>
internal sealed class RealServerVerb
{
    private readonly PlaceOptions _places;
    private readonly Terminal _terminal;
    private readonly Option<string[]> _vip = Addresses("--vip", "Address of a service behind dsr; may be given several times");
    private readonly Option<string[]> _gateway = Addresses("--gateway", "For nat: the directors' address on this machine's network, which moves with the group");
    private readonly Option<string?> _config = new("--config", "-c") { Description = "Find both in the directors' file, by this machine's addresses", HelpName = "FILE" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would be done" };
    private readonly Option<string> _root = new("--root")
    {
        Description = "Write files below DIR instead of / (the kernel is changed all the same)", HelpName = "DIR", DefaultValueFactory = _ => "",
    };

    private readonly Option<string> _output = OutputOption.Make();

    private RealServerVerb(PlaceOptions places, Terminal terminal) => (_places, _terminal) = (places, terminal);

    public static Command Make(PlaceOptions places, Terminal terminal)
    {
        var verb = new RealServerVerb(places, terminal);
        return new Command("real-server", "Make this machine a real server, look whether it is one, undo it")
        {
            verb.Setup(), verb.Check(), verb.Undo(),
        };
    }

    private Command Setup()
    {
        var setup = new Command("setup", "Do what directors need of this machine, kept over reboots; without --vip, --gateway and --config what was asked for last time")
        {
            _vip, _gateway, _config, _dryRun, _root, _output,
        };
        setup.SetAction(parsed => With(parsed, keeper => Change(parsed, keeper, Wish(parsed, keeper))));
        return setup;
    }

    private Command Check()
    {
        var check = new Command("check", "Say for each thing whether it is so; exit status 1 when one is not") { _vip, _gateway, _config, _root, _output };
        check.SetAction(parsed => With(parsed, keeper =>
        {
            var wish = Wish(parsed, keeper);
            var items = keeper.Look(wish);
            Write(parsed, RealServerAnswer.Of(wish, items, changed: false), RealServerText.Check(items));
            return items.All(item => item.IsGood) ? ExitStatus.Good : ExitStatus.Failed;
        }));
        return check;
    }

    private Command Undo()
    {
        var undo = new Command("undo", "Put back what was there before the first setup") { _dryRun, _root, _output };
        undo.SetAction(parsed => With(parsed, keeper => Change(parsed, keeper, RealServerWish.Nothing)));
        return undo;
    }

    private ExitStatus Change(ParseResult parsed, RealServerKeeper keeper, RealServerWish wish)
    {
        var dry = parsed.GetValue(_dryRun);
        var wrong = dry ? keeper.Look(wish).RemoveAll(item => item.IsGood) : keeper.Set(wish);
        Write(parsed, RealServerAnswer.Of(wish, wrong, changed: !dry), RealServerText.Changes(wrong, isDone: !dry));
        return wrong.Any(item => item.Change is null) ? ExitStatus.Failed : ExitStatus.Good;
    }

    private RealServerWish Wish(ParseResult parsed, RealServerKeeper keeper)
    {
        var (vips, gateways, file) = (parsed.GetValue(_vip) ?? [], parsed.GetValue(_gateway) ?? [], parsed.GetValue(_config));
        var given = new RealServerWish { VirtualAddresses = Parse(vips, "--vip"), Gateways = Parse(gateways, "--gateway") };
        var wish = file is null ? (given.IsNothing ? keeper.Recorded : given) : OfFile(file, given, keeper);
        if (wish.IsNothing)
        {
            throw new VerbException(ExitStatus.BadUsage, "nothing was set up here before: say --vip ADDRESS for dsr, --gateway ADDRESS for nat, or --config FILE");
        }

        return wish.FindFault() is { } fault ? throw new VerbException(ExitStatus.BadUsage, fault) : wish;
    }

    private static RealServerWish OfFile(string file, RealServerWish given, RealServerKeeper keeper)
    {
        // The secrets that it names are the directors'; they have no business on a real server.
        var result = ConfigLoader.Load(Read(file), file, Environment.GetEnvironmentVariable, _ => "-");
        if (!result.IsValid)
        {
            throw new VerbException(ExitStatus.BadUsage, string.Join('\n', result.Errors));
        }

        // A gateway that is given settles what the file leaves open.
        var found = RealServerFinder.Find(result.Config, keeper.Addresses(), given.Gateways);
        return found with { VirtualAddresses = [.. found.VirtualAddresses.Union(given.VirtualAddresses)] };
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbException(ExitStatus.BadUsage, $"{file}: cannot read the file: {e.Message}");
        }
    }

    private int With(ParseResult parsed, Func<RealServerKeeper, ExitStatus> action)
    {
        var state = Path.GetFullPath(_places.Paths(parsed).StateDirectory);
        var start = $"\"{Environment.ProcessPath}\" real-server setup --state-directory \"{state}\"";
        try
        {
            using var keeper = RealServerKeeper.Open(new RealServerOptions(state, parsed.GetValue(_root)!.TrimEnd('/'), start));
            return (int)action(keeper);
        }
        catch (ResourceException e)
        {
            throw new VerbException(e.InnerException is UnauthorizedAccessException or LinuxException ? ExitStatus.NotPermitted : ExitStatus.Failed, e.Message);
        }
        catch (LinuxException e)
        {
            throw new VerbException(ExitStatus.NotPermitted, e.Message);
        }
    }

    private void Write(ParseResult parsed, RealServerAnswer answer, IEnumerable<Line> lines)
    {
        if (parsed.GetValue(_output) == "json")
        {
            JsonText.Write(_terminal, answer, RealServerAnswerJson.Default.RealServerAnswer);
        }
        else
        {
            _terminal.Write(lines);
        }
    }

    private static ImmutableArray<IPAddress> Parse(string[] texts, string option) =>
    [
        .. texts.Select(text => IPAddress.TryParse(text, out var address)
            ? address
            : throw new VerbException(ExitStatus.BadUsage, $"{option}: '{text}' is no IP address; write e.g. 172.18.1.200")).Distinct(),
    ];

    private static Option<string[]> Addresses(string name, string what) => new(name) { Description = what, HelpName = "ADDRESS" };
}
