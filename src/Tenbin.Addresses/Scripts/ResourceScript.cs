using System.Collections.Immutable;
using System.ComponentModel;
using Tenbin.Linux.Processes;
using Tenbin.Model.Configuration;

namespace Tenbin.Addresses.Scripts;

/// <summary>
/// A script that starts, stops and looks at something: an LSB init script (LSB Core, init script actions) or an OCF
/// resource agent (OCF Resource Agent API 1.1). Each call has the configured time; then it and all that it started gets
/// SIGTERM, and SIGKILL a little later. Makes one call at a time only if its user does.
/// </summary>
/// <param name="settings">What to run.</param>
/// <param name="instance">OCF_RESOURCE_INSTANCE: unique among all scripts of this machine.</param>
/// <param name="time">Clock of the timeouts.</param>
public sealed class ResourceScript(GroupScript settings, string instance, TimeProvider time)
{
    private const string OcfRoot = "/usr/lib/ocf";
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    private bool IsOcf => settings.Standard == ScriptStandard.Ocf;

    /// <summary>Starts it; running already is success. One that has failed is stopped first.</summary>
    /// <exception cref="ResourceException">It did not start.</exception>
    public async Task Start(CancellationToken cancellation)
    {
        // LSB wants success of a running service, yet not every script gives it.
        var found = await LookOrFail(cancellation).ConfigureAwait(false);
        if (found is { State: ScriptState.Running })
        {
            return;
        }

        if (found is not { State: ScriptState.Stopped })
        {
            Require(await Call("stop", cancellation).ConfigureAwait(false), "stop");
        }

        Require(await Call("start", cancellation).ConfigureAwait(false), "start");
    }

    /// <summary>Stops it; stopped already is success.</summary>
    /// <exception cref="ResourceException">It did not stop.</exception>
    public async Task Stop(CancellationToken cancellation)
    {
        if (await LookOrFail(cancellation).ConfigureAwait(false) is { State: ScriptState.Stopped })
        {
            return;
        }

        Require(await Call("stop", cancellation).ConfigureAwait(false), "stop");
        if (await LookOrFail(cancellation).ConfigureAwait(false) is { State: ScriptState.Running } still)
        {
            throw new ResourceException($"script {settings.Path} said that it stopped, but {still.Reason}");
        }
    }

    /// <summary>Asks whether it runs.</summary>
    /// <exception cref="ResourceException">The script could not be asked, e.g. it is not there or does not answer in time.</exception>
    public async Task<ScriptAnswer> Look(CancellationToken cancellation)
    {
        var verb = IsOcf ? "monitor" : "status";
        var result = await Call(verb, cancellation).ConfigureAwait(false);
        return (IsOcf, result.ExitCode) switch
        {
            (_, 0) or (true, OcfExit.RunningMaster) => new(ScriptState.Running, "it runs"),
            (true, OcfExit.NotRunning) or (false, 3) => new(ScriptState.Stopped, $"{verb} says that it is stopped{result.Quote}"),
            (true, _) => new(ScriptState.Failed, $"{verb} answered {OcfExit.Describe(result.ExitCode)}{result.Quote}"),
            (false, 1) => new(ScriptState.Failed, $"status 1: it is dead and its pid file exists{result.Quote}"),
            (false, 2) => new(ScriptState.Failed, $"status 2: it is dead and its lock file exists{result.Quote}"),
            _ => new(ScriptState.Failed, $"status {result.Describe()}"),
        };
    }

    private async Task<ScriptAnswer?> LookOrFail(CancellationToken cancellation)
    {
        try
        {
            return await Look(cancellation).ConfigureAwait(false);
        }
        catch (ResourceException)
        {
            // It cannot tell; stop has the word.
            return null;
        }
    }

    private void Require(CommandResult result, string verb)
    {
        if (result.ExitCode != 0)
        {
            var said = IsOcf && result.ExitCode <= 128 ? $"answered {OcfExit.Describe(result.ExitCode)}{result.Quote}" : result.Describe();
            throw new ResourceException($"script {settings.Path} {verb} {said}; run '{Line(verb)}' by hand to see all of its output");
        }
    }

    private async Task<CommandResult> Call(string verb, CancellationToken cancellation)
    {
        if (!File.Exists(settings.Path))
        {
            throw Missing();
        }

        using var timeout = new CancellationTokenSource(settings.Timeout, time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        CommandResult result;
        try
        {
            result = await Describe(verb).RunAsync(time, deadline.Token).ConfigureAwait(false);
        }
        catch (Win32Exception e)
        {
            throw new ResourceException($"script {settings.Path} {verb} cannot be run through {Command.SetSid}: {e.Message}", e);
        }

        if (!result.InTime)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new ResourceException($"script {settings.Path} {verb} did not end within its timeout of {settings.Timeout.TotalSeconds:0.###} s and was killed{result.Quote}");
        }

        return result;
    }

    private Command Describe(string verb)
    {
        ImmutableArray<string> arguments = [.. IsOcf ? [] : settings.Arguments, verb];
        var environment = new Dictionary<string, string>();
        if (IsOcf)
        {
            environment["OCF_ROOT"] = OcfRoot;
            environment["OCF_RA_VERSION_MAJOR"] = "1";
            environment["OCF_RA_VERSION_MINOR"] = "1";
            environment["OCF_RESOURCE_INSTANCE"] = instance;
            environment["OCF_RESOURCE_TYPE"] = Path.GetFileName(settings.Path);
            environment["OCF_RESOURCE_PROVIDER"] = Path.GetFileName(Path.GetDirectoryName(settings.Path)) ?? "";
            foreach (var (name, value) in settings.Parameters)
            {
                environment[$"OCF_RESKEY_{name}"] = value;
            }
        }

        return new Command(settings.Path, arguments) { Environment = environment, Grace = s_grace, LeavesService = true };
    }

    // Names, never values: a parameter may be a secret.
    private string Line(string verb) => string.Join(' ', [
        .. IsOcf ? [$"OCF_ROOT={OcfRoot}", .. settings.Parameters.Select(parameter => $"OCF_RESKEY_{parameter.Key}=…")] : (string[])[],
        settings.Path,
        .. IsOcf ? [] : settings.Arguments,
        verb]);

    private ResourceException Missing() => new($"script {settings.Path} is not there; install it on this node too, or correct its path in the group");
}
