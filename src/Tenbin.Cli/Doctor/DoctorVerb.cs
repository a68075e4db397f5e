using System.Collections.Immutable;
using System.CommandLine;
using Tenbin.Cli.Screen;
using Tenbin.Cli.Text;
using Tenbin.Cli.Verbs;
using Tenbin.Director;
using Tenbin.Director.Api;
using Tenbin.Director.Doctor;
using Tenbin.Director.Doctor.Certificates;
using Tenbin.Director.Doctor.Cloud;
using Tenbin.Director.Doctor.Host;
using Tenbin.Model.Configuration;

namespace Tenbin.Cli.Doctor;

/// <summary><c>tenbin doctor</c>: with or without a daemon.</summary>
internal static class DoctorVerb
{
    private const string UsualFile = "/etc/tenbin/tenbin.yaml";

    /// <summary>Who looks. Another room's source is added here.</summary>
    private static readonly IReadOnlyList<IDoctorSource> s_sources = [new HostSource(), new AwsSource(Environment.GetEnvironmentVariable), new CertificateSource()];

    public static Command Make(PlaceOptions places, Terminal terminal)
    {
        var file = new Option<string?>("--config", "-c") { Description = $"Configuration file; default: that of the daemon, or {UsualFile}", HelpName = "FILE" };
        var fix = new Option<bool>("--fix") { Description = "Mend what a program may" };
        var quiet = new Option<bool>("--no-probe") { Description = "Send nothing to the network" };
        var output = OutputOption.Make();
        var verb = new Command("doctor", "Look for what is wrong with this director, its real servers and its surroundings; exit status 1 when something is") { file, fix, quiet, output };
        verb.SetAction(async (parsed, stop) =>
        {
            var daemon = await AskDaemonAsync(places, parsed, stop);
            var path = parsed.GetValue(file) ?? daemon?.Config.File ?? UsualFile;
            var result = ConfigLoader.LoadFile(path);
            if (!result.IsValid)
            {
                throw new VerbException(ExitStatus.BadUsage, string.Join('\n', result.Errors));
            }

            var context = new DoctorContext(result.Config, path, places.Paths(parsed), daemon, !parsed.GetValue(quiet), TimeProvider.System);
            var findings = await DoctorRun.ExamineAsync(s_sources, context, stop);
            var fixes = parsed.GetValue(fix) ? await DoctorRun.FixAsync(findings, stop) : [];
            Write(terminal, parsed.GetValue(output) == "json", findings, fixes);
            return (int)(DoctorAnswer.IsGood(findings, fixes) ? ExitStatus.Good : ExitStatus.Failed);
        });
        return verb;
    }

    private static async Task<StatusReport?> AskDaemonAsync(PlaceOptions places, ParseResult parsed, CancellationToken stop)
    {
        try
        {
            return await places.Connect(parsed).StatusAsync(stop);
        }
        catch (VerbException e) when (e.Status is ExitStatus.NoDaemon or ExitStatus.NotPermitted)
        {
            return null;
        }
    }

    private static void Write(Terminal terminal, bool json, ImmutableArray<Finding> findings, ImmutableArray<(Finding Finding, string? Fault)> fixes)
    {
        if (json)
        {
            JsonText.Write(terminal, DoctorAnswer.Of(findings, fixes), DoctorJson.Default.DoctorAnswer);
        }
        else
        {
            terminal.Write(DoctorText.Lines(findings, fixes, terminal.Size().Width));
        }
    }
}
