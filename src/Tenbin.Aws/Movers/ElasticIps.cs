using System.Net;

namespace Tenbin.Aws.Movers;

/// <summary>Brings an Elastic IP to an address, unless it is there already. It is never disassociated first.</summary>
internal sealed class ElasticIps(AwsNode node)
{
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
