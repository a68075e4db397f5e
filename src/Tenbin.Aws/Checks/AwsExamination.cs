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
    private static readonly Func<CloudFacts, IEnumerable<AwsFinding>>[] s_all = [SourceChecks.Find, EdgeChecks.Find, SubnetChecks.Find, SecurityGroupChecks.Find];

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

        var found = await new AwsChecks(session, mac).Run(config, deadline).ConfigureAwait(false);
        if (found.Any(finding => finding.Id is "aws.metadata" or "aws.credentials" or "aws.unreachable"))
        {
            return found;
        }

        var collector = new CloudCollector(session);
        CloudFacts facts;
        try
        {
            await session.Credentials.Get(deadline).ConfigureAwait(false);
            facts = await collector.Collect(config, deadline).ConfigureAwait(false);
        }
        catch (AwsException e)
        {
            return HasWitness(config) ? [.. found, Witness(e)] : found;
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

    private static bool HasMovers(TenbinConfig config) => config.Groups.Any(group => group.Addresses.Any(address => address.IsOfAws));

    private static bool HasWitness(TenbinConfig config) => config.Cluster?.Witness is { Type: not WitnessType.Etcd };

    private static AwsFinding Witness(AwsException e) => Refusals.Of(e) with { Effect = "The witness gives no vote: when the other director dies, this one does not take over." };
}
