using Microsoft.Extensions.Logging.Abstractions;
using Tenbin.Aws;
using Tenbin.Aws.Checks;
using Tenbin.Linux;
using Tenbin.Linux.Netlink;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Doctor.Cloud;

/// <summary>What AWS knows of the directors and their real servers; nothing, when the file does not use AWS.</summary>
/// <param name="environment">Value of a variable; null when it is not set.</param>
/// <param name="isInstance">Whether this machine is one of EC2; null = the environment and the firmware are asked.</param>
public sealed class AwsSource(Func<string, string?> environment, Func<bool>? isInstance = null) : IDoctorSource
{
    private const string FirmwareVendor = "/sys/devices/virtual/dmi/id/sys_vendor", Ec2 = "Amazon EC2", MetadataVariable = "AWS_EC2_METADATA_SERVICE_ENDPOINT";

    // Less than the doctor has, so that what was found by then is told.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public string Name => "AWS";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(DoctorContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var concerns = AwsExamination.Concerns(context.Config);
        if (!concerns && !(isInstance ?? IsInstance)())
        {
            return [];
        }

        // A file whose timeouts are too short for AWS must not blind the doctor to that.
        using var session = Open(context.Config.Aws with { CallTimeout = Longer(context.Config.Aws.CallTimeout, s_patience) }, context.Time);
        using var patience = new CancellationTokenSource(s_patience, context.Time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        var examination = new AwsExamination(session, FindMac) { Machine = Look() };
        var found = await (concerns ? examination.Run(context.Config, deadline.Token) : examination.RunByMetadata(context.Config, deadline.Token)).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return [.. found.Select(finding => Tell(finding, context))];
    }

    /// <summary>The finding as the doctor tells it.</summary>
    internal Finding Tell(AwsFinding finding, DoctorContext context) => new(finding.Id, Rank(finding.Severity), $"{finding.About}: {finding.What.TrimEnd('.')}")
    {
        Shows = Clause(finding.Effect),
        Mend = Clause(finding.Remedy),
        Fix = finding.Mend is { } mend ? new DoctorFix(mend.Does, stop => MendAsync(mend, context, stop)) : null,
    };

    private async Task MendAsync(AwsMend mend, DoctorContext context, CancellationToken stop)
    {
        using var session = Open(context.Config.Aws, context.Time);
        using var patience = new CancellationTokenSource(s_patience, context.Time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        try
        {
            await mend.Apply(session, deadline.Token).ConfigureAwait(false);
        }
        catch (AwsException e)
        {
            // The policy that 'tenbin aws policy' prints does not permit it: a director need not be able to.
            throw new DoctorException(e.Code == "UnauthorizedOperation" ? $"{e.Said.TrimEnd('.')}: the directors' role need not have {e.Action}; run the command with another" : e.Message, e);
        }
    }

    private AwsSession Open(AwsSettings settings, TimeProvider time)
    {
        try
        {
            return new AwsSession(settings, environment, time, NullLoggerFactory.Instance);
        }
        catch (AwsException e)
        {
            throw new DoctorException(e.Message, e);
        }
    }

    private static Severity Rank(AwsSeverity severity) => severity switch
    {
        AwsSeverity.Error => Severity.Problem,
        AwsSeverity.Warning => Severity.Caution,
        _ => Severity.Note,
    };

    // The doctor's parts are clauses, after "shows:" and "mend:".
    private static string Clause(string sentence) => $"{(sentence.Length > 1 && char.IsUpper(sentence[1]) ? sentence[0] : char.ToLowerInvariant(sentence[0]))}{sentence[1..].TrimEnd('.')}";

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private bool IsInstance() => environment(MetadataVariable) is not null || IsInstanceByFirmware();

    private static bool IsInstanceByFirmware() => File.Exists(FirmwareVendor) && File.ReadAllText(FirmwareVendor).Trim() == Ec2;

    private static MachineFacts Look()
    {
        using var netlink = RouteNetlink.Open();
        return new MachineFacts(
            [.. netlink.Links().Where(link => link.Mac is not null).Select(link => link.Mac!.Value)], [.. netlink.Addresses().Select(own => own.Address)]);
    }

    private static MacAddress? FindMac(string name)
    {
        using var netlink = RouteNetlink.Open();
        return netlink.Links().FirstOrDefault(link => link.Name == name)?.Mac;
    }
}
