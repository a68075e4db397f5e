using System.ComponentModel;
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
    private readonly TimeProvider _time = time;

    /// <inheritdoc/>
    protected override async ValueTask<string?> FindFaultAsync(
        ProbeTarget target, ExecCheck check, CancellationToken deadline)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(check);
        CommandResult result;
        try
        {
            result = await Describe(target, check).RunAsync(_time, deadline).ConfigureAwait(false);
        }
        catch (Win32Exception e)
        {
            return $"cannot start {check.Command[0]} through {Command.SetSid}: {e.Message}";
        }
        if (!result.InTime)
        {
            return $"the command did not end within {Spoken.Duration(check.Timeout)} and was killed{result.Quote}";
        }
        return result.ExitCode == 0 ? null : $"the command {result.Describe()}";
    }

    private static Command Describe(ProbeTarget target, ExecCheck check) => new(check.Command[0], check.Command[1..])
    {
        Environment = new Dictionary<string, string>
        {
            ["TENBIN_SERVICE"] = target.Service,
            ["TENBIN_VIP"] = target.Listen.Address.ToString(),
            ["TENBIN_VIP_PORT"] = Number(target.Listen.Port),
            ["TENBIN_PROTOCOL"] = target.Listen.Protocol == Protocol.Tcp ? "tcp" : "udp",
            ["TENBIN_SERVER"] = target.EndPoint.Address.ToString(),
            ["TENBIN_PORT"] = Number(target.EndPoint.Port),
            ["TENBIN_TIMEOUT"] = check.Timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        },
    };

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
