using System.Collections.Immutable;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>What must hold between <c>aws</c> and the rest of the file.</summary>
internal static class AwsRules
{
    /// <summary>Reports a section that nothing uses, unless mistakes elsewhere hide whether anything does.</summary>
    public static void Check(Value? aws, ClusterSettings? cluster, ImmutableArray<GroupSettings> groups, bool areWhole)
    {
        var isUsed = groups.Any(group => group.Addresses.Any(address => address.IsOfAws)) || cluster?.Witness is { Type: not WitnessType.Etcd };
        if (aws is not null && !isUsed && areWhole)
        {
            aws.FailKey("has no effect: no address has an AWS mover, and the witness is none of AWS; set 'mover' of an address, e.g. mover: aws-private-ip, or remove this");
        }
    }
}
