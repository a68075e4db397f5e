using System.Net;
using System.Net.Sockets;
using Tenbin.Aws.Metadata;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Movers;

/// <summary>Brings an Elastic IP to an address, unless it is there already. It is never disassociated first.</summary>
/// <param name="node">This instance.</param>
/// <param name="name">Name of this node in the file.</param>
internal sealed class ElasticIps(AwsNode node, string name)
{
    /// <summary>The private address of a node that an Elastic IP comes to which stands for none that moves.</summary>
    public static IPAddress OwnAddress(GroupAddress address, string? name, InstanceInterface at) =>
        address.ElasticIpTo.FirstOrDefault(own => own.Key == name).Value ?? at.Addresses.First(one => one.AddressFamily == AddressFamily.InterNetwork);

    /// <summary>That of this node.</summary>
    public IPAddress OwnAddress(GroupAddress address, InstanceInterface at) => OwnAddress(address, name, at);

    /// <summary>True when it had to be associated.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline.</exception>
    public async Task<bool> Follow(IPAddress elastic, string interfaceId, IPAddress privateIp, CancellationToken deadline)
    {
        if (await node.LearnAllocations([elastic], deadline).ConfigureAwait(false) is [var found, ..] && found.InterfaceId == interfaceId && privateIp.Equals(found.PrivateIp))
        {
            return false;
        }

        await Associate(elastic, interfaceId, privateIp, deadline).ConfigureAwait(false);
        return true;
    }

    /// <summary>Associates it without asking where it is.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline.</exception>
    public async Task Associate(IPAddress elastic, string interfaceId, IPAddress privateIp, CancellationToken deadline) =>
        await node.Ec2.AssociateAddress(await node.Allocation(elastic, deadline).ConfigureAwait(false), interfaceId, privateIp, deadline).ConfigureAwait(false);
}
