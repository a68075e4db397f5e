using Tenbin.Addresses;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Clustering;

/// <summary>Whether what system and cloud say of an address fits who owns its group. Pure.</summary>
/// <param name="nodes">By index.</param>
/// <param name="self">Index of this node.</param>
internal sealed class HolderRules(IReadOnlyList<ClusterNode> nodes, byte self)
{
    /// <summary>The node that the cloud sends to, by its own addresses; null = none of these, or it is not known.</summary>
    public string? NodeOf(CloudTarget target) => IndexOf(target) is { } node ? nodes[node].Name : null;

    /// <summary>What does not fit, as a clause for people; null = nothing, or nobody owns the group.</summary>
    public string? Contradiction(GroupAddress address, AddressHolder holder, byte? owner) =>
        owner is not { } node ? null
        : address.IsOfAws && holder.Cloud is null ? "AWS sends it to nobody"
        : node == self ? AtOwner(holder)
        : Elsewhere(holder, node);

    private string? AtOwner(AddressHolder holder) => holder switch
    {
        { IsOnInterface: false } => "no interface of this node has it",
        { Cloud: { IsHere: false } target } => $"AWS sends it to {Describe(target)}",
        _ => holder.Cloud?.Lacks,
    };

    private string? Elsewhere(AddressHolder holder, byte owner) => holder switch
    {
        { IsOnInterface: true } => "an interface of this node has it",
        { Cloud.IsHere: true } => "AWS sends it to this node",
        // An interface that has no address of a node may be another one of the owner's.
        { Cloud: { } target } when IndexOf(target) is { } node && node != owner => $"AWS sends it to {Describe(target)}",
        _ => null,
    };

    private string Describe(CloudTarget target) => NodeOf(target) is { } node ? $"{target.Name} ({node})" : target.Name;

    private byte? IndexOf(CloudTarget target)
    {
        if (target.IsHere)
        {
            return self;
        }

        for (byte node = 0; node < nodes.Count; node++)
        {
            if (nodes[node].Addresses.Any(target.Addresses.Contains))
            {
                return node;
            }
        }

        return null;
    }
}
