using System.Collections.Immutable;
using Tenbin.Aws.Metadata;
using Tenbin.Linux;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Checks;

/// <summary>
/// <see cref="AwsChecks"/>, and what lies around this director: the other directors, the real servers, their subnets and security
/// groups, the way to the API. For <c>tenbin doctor</c>. Changes nothing.
/// </summary>
/// <param name="session">How AWS is reached.</param>
/// <param name="mac">MAC of an interface of the system; null = there is none of that name.</param>
public sealed class AwsExamination(AwsSession session, Func<string, MacAddress?> mac)
{
    private static readonly Func<CloudFacts, IEnumerable<AwsFinding>>[] s_all = [HolderChecks.Find, SpeedChecks.Find, SourceChecks.Find, EdgeChecks.Find, SubnetChecks.Find, SecurityGroupChecks.Find];

    /// <summary>What the operating system has; null = not known, and not compared.</summary>
    public MachineFacts? Machine { get; init; }

    /// <summary>The file uses AWS: a mover, a witness, or the section <c>aws</c>.</summary>
    public static bool Concerns(TenbinConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return HasMovers(config) || HasWitness(config) || config.Aws != new AwsSettings();
    }

    /// <summary>All that is to be found; each thing once.</summary>
    /// <param name="config">The file.</param>
    /// <param name="deadline">Ends it; what is not answered by then is a finding.</param>
    public async Task<ImmutableArray<AwsFinding>> Run(TenbinConfig config, CancellationToken deadline)
    {
        if (!Concerns(config))
        {
            return [];
        }

        var own = await OwnAsync(deadline).ConfigureAwait(false);
        if (IsOfAnother(own))
        {
            return [Another(own)];
        }

        var found = await new AwsChecks(session, mac).Run(config, deadline).ConfigureAwait(false);
        if (found.Any(finding => finding.Id is "aws.metadata" or "aws.credentials" or "aws.unreachable"))
        {
            return [.. found, .. HolderChecks.FindByMetadata(config, own)];
        }

        var collector = new CloudCollector(session, Machine);
        CloudFacts facts;
        try
        {
            await session.Credentials.Get(deadline).ConfigureAwait(false);
            facts = await collector.Collect(config, deadline).ConfigureAwait(false);
        }
        catch (AwsException e)
        {
            return [.. found, .. HolderChecks.FindByMetadata(config, own), .. HasWitness(config) ? [Witness(e)] : Array.Empty<AwsFinding>()];
        }
        catch (MetadataException)
        {
            // With movers that was a finding already; without them a director may be anywhere, and have its credentials by other ways.
            return found;
        }

        var told = found.Select(finding => finding.About).ToHashSet();
        return
        [
            .. found.Concat(s_all.SelectMany(check => check(facts))).Concat(collector.Refusals.Where(refusal => !told.Contains(refusal.Action)).Select(Refusals.OfLook))
                .DistinctBy(finding => (finding.Id, finding.About, finding.What)),
        ];
    }

    /// <summary>What is to be found of an instance without asking EC2; for a file that does not use AWS.</summary>
    /// <param name="config">The file.</param>
    /// <param name="deadline">Ends it.</param>
    public async Task<ImmutableArray<AwsFinding>> RunByMetadata(TenbinConfig config, CancellationToken deadline)
    {
        ArgumentNullException.ThrowIfNull(config);
        var own = await OwnAsync(deadline).ConfigureAwait(false);
        return IsOfAnother(own) ? [] : [.. HolderChecks.FindByMetadata(config, own)];
    }

    // Empty when they do not answer: with movers that is a finding of its own.
    private async Task<ImmutableArray<InstanceInterface>> OwnAsync(CancellationToken deadline)
    {
        try
        {
            return session.Metadata is { } metadata ? await InterfaceReader.ReadAll(metadata, deadline).ConfigureAwait(false) : [];
        }
        catch (MetadataException)
        {
            return [];
        }
    }

    private bool IsOfAnother(ImmutableArray<InstanceInterface> own) => Machine is { } machine && !own.IsEmpty && own.All(one => !machine.Macs.Contains(one.Mac));

    private static AwsFinding Another(ImmutableArray<InstanceInterface> own) => new(
        "aws.metadata-elsewhere", AwsSeverity.Error, "metadata",
        $"they are those of another instance: its interface {own[0].Id} has the MAC address {own[0].Mac}, and none here has.",
        "The way to 169.254.169.254 leads over that instance: this node would move addresses to it, with its credentials.",
        "Give this machine its subnet's own router as default gateway, or a route of its own: 'ip route add 169.254.169.254/32 via ROUTER'.");

    private static bool HasMovers(TenbinConfig config) => config.Groups.Any(group => group.Addresses.Any(address => address.IsOfAws));

    private static bool HasWitness(TenbinConfig config) => config.Cluster?.Witness is { Type: not WitnessType.Etcd };

    private static AwsFinding Witness(AwsException e) => Refusals.Of(e) with { Effect = "The witness gives no vote: when the other director dies, this one does not take over." };
}
