using System.Net;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>Where the services of a file listen: each address once, and each moved by a group if there is a cluster.</summary>
internal sealed class Listeners(MovedAddresses? moved)
{
    private const int MostShown = 5;

    private readonly Dictionary<ServiceAddress, string> owners = [];
    private readonly Dictionary<(string, ushort, Protocol), string> aliases = [];

    /// <summary>Reports what speaks against it.</summary>
    public void Add(ServiceAddress address, Value value)
    {
        if (!owners.TryAdd(address, value.Owner))
        {
            value.Fail($"is already taken by {owners[address]}; give one of them another address, port or protocol");
        }

        if (moved is not null && !moved.Contains(address.Address))
        {
            value.Fail(
                "belongs to no group, so that no node of the cluster would hold its address; "
                + $"add it to 'addresses' of group {Display.Either([.. moved.Groups.Take(MostShown)])}, or listen on an address of theirs");
        }

        if (HasAliases(address.Address))
        {
            CheckAlias(address, value);
        }
    }

    /// <summary>Its packets come to the nodes' own addresses, too or only.</summary>
    public bool HasAliases(IPAddress address) => moved?.HasAliases(address) == true;

    /// <summary>It is an Elastic IP: no packet carries it behind the Internet's edge.</summary>
    public bool IsElasticIp(IPAddress address) => moved?.IsElasticIp(address) == true;

    // The nodes' own addresses have each port once, whatever Elastic IP leads there.
    private void CheckAlias(ServiceAddress address, Value value)
    {
        const string Why = "is reached by an Elastic IP that comes to the nodes' own addresses";
        var place = (moved!.AliasesOf(address.Address), address.Port, address.Protocol);
        if (!aliases.TryAdd(place, value.Owner) && owners[address] == value.Owner)
        {
            value.Fail($"{Why}, and so is {aliases[place]} on the same port: there is no telling them apart; give one of them another port, or its Elastic IP other addresses by 'elastic-ip-to'");
        }

        if (address.Protocol == Protocol.Udp && address.Port == moved.ClusterPort && moved.AreAliasesLinks(address.Address))
        {
            value.Fail($"{Why}, and would take the nodes' own datagrams from there; give it another port, or set another 'port' of 'cluster'");
        }
    }
}
