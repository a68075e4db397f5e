using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Tenbin.Linux.Processes;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Health.Probes;

/// <summary>
/// <c>type: exec</c>: the server is up when the command exits with 0. The command leads a session of its own, and
/// nothing of that outlives the check.
/// </summary>
/// <param name="time">Clock for the latency.</param>
public sealed class ExecProbe(TimeProvider time) : TimedProbe<ExecCheck>(time)
{
    /// <summary>util-linux: makes the command a session leader, so that its process id names its whole group.</summary>
    private const string SetSid = "/usr/bin/setsid";

    private const string SearchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>A process that left the session may hold the output open; the verdict does not wait for it.</summary>
    private static readonly TimeSpan OutputGrace = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider _time = time;

    /// <inheritdoc/>
    protected override async ValueTask<string?> FindFaultAsync(
        ProbeTarget target, ExecCheck check, CancellationToken deadline)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(check);
        using var process = new Process { StartInfo = Describe(target, check) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return $"cannot start {check.Command[0]} through {SetSid}: {e.Message}";
        }
        process.StandardInput.Close();
        using Stream errors = process.StandardError.BaseStream;
        using Stream output = process.StandardOutput.BaseStream;
        var firstError = new FirstLine(errors);
        var firstOutput = new FirstLine(output);
        bool inTime = await ExitAsync(process, deadline).ConfigureAwait(false);
        // The leader first: it may not have become one yet.
        process.Kill();
        ProcessGroup.Kill(process.Id);
        await EndAsync(Task.WhenAll(firstError.End, firstOutput.End)).ConfigureAwait(false);
        string line = firstError.Text is { Length: > 0 } error ? error : firstOutput.Text;
        string said = line.Length > 0 ? $": {line}" : "";
        if (!inTime)
        {
            return $"the command did not end within {Spoken.Duration(check.Timeout)} and was killed{said}";
        }
        return process.ExitCode switch
        {
            0 => null,
            > 128 and <= 128 + 64 => $"the command was ended by signal {process.ExitCode - 128}{said}",
            _ => $"the command exited with {process.ExitCode}{said}",
        };
    }

    private static ProcessStartInfo Describe(ProbeTarget target, ExecCheck check)
    {
        var start = new ProcessStartInfo(SetSid, check.Command)
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The daemon's own environment may hold secrets, and its notify socket is not for checks.
        start.Environment.Clear();
        start.Environment["PATH"] = SearchPath;
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["TENBIN_SERVICE"] = target.Service;
        start.Environment["TENBIN_VIP"] = target.Listen.Address.ToString();
        start.Environment["TENBIN_VIP_PORT"] = Number(target.Listen.Port);
        start.Environment["TENBIN_PROTOCOL"] = target.Listen.Protocol == Protocol.Tcp ? "tcp" : "udp";
        start.Environment["TENBIN_SERVER"] = target.EndPoint.Address.ToString();
        start.Environment["TENBIN_PORT"] = Number(target.EndPoint.Port);
        start.Environment["TENBIN_TIMEOUT"] = check.Timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return start;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static async ValueTask<bool> ExitAsync(Process process, CancellationToken deadline)
    {
        try
        {
            await process.WaitForExitAsync(deadline).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async ValueTask EndAsync(Task outputs)
    {
        try
        {
            await outputs.WaitAsync(OutputGrace, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Someone outside the session holds an output open.
        }
    }
}
