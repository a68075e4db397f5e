using System.Net;
using System.Net.Sockets;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>The addresses of all groups, and whose they are.</summary>
/// <param name="cluster">The nodes; null when they could not be read.</param>
internal sealed class MovedAddresses(ClusterSettings? cluster)
{
    private readonly Dictionary<IPAddress, string> owners = [];
    private readonly Dictionary<string, string> claims = [];
    private readonly List<string> groups = [];
    private readonly Dictionary<IPAddress, GroupAddress> aliased = [];
    private readonly HashSet<IPAddress> elastic = [];

    /// <summary>Names of the groups, fit to be shown.</summary>
    public IReadOnlyList<string> Groups => groups;

    /// <summary>False when an entry had to be left out: what is said of missing addresses would mislead.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>The nodes' own port, which no service may take from their own addresses; null = not known.</summary>
    public int? ClusterPort => cluster?.Port;

    /// <summary>The most aliases that a service has on any node.</summary>
    public int AliasesEach => cluster?.Nodes.Select(node => node.Addresses.Count(address => address.AddressFamily == AddressFamily.InterNetwork)).DefaultIfEmpty().Max() ?? 0;

    public bool Contains(IPAddress address) => owners.ContainsKey(address);

    /// <summary>Its packets come to the nodes' own addresses, too or only.</summary>
    public bool HasAliases(IPAddress address) => aliased.ContainsKey(address);

    /// <summary>On which of the nodes' own addresses those of an address with aliases are: the same for two that share them.</summary>
    public string AliasesOf(IPAddress address) => string.Join(' ', aliased[address].ElasticIpTo.Select(own => own.Value));

    /// <summary>Its aliases are where the nodes talk to each other.</summary>
    public bool AreAliasesLinks(IPAddress address) =>
        aliased[address].ElasticIpTo is var to && (to.IsEmpty || to.Any(own => cluster?.Nodes.Any(node => node.Addresses.Contains(own.Value)) == true));

    /// <summary>It is an Elastic IP: no packet carries it behind the Internet's edge.</summary>
    public bool IsElasticIp(IPAddress address) => elastic.Contains(address);

    /// <summary>How the packets of an address come.</summary>
    public void Note(GroupAddress address)
    {
        if (address.ComesToOwnAddress)
        {
            aliased.TryAdd(address.Address, address);
        }

        if (address.Mover == MoverKind.AwsElasticIp)
        {
            elastic.Add(address.Address);
        }
    }

    public void AddGroup(string name) => groups.Add(Display.Of(name));

    /// <summary>False when it belongs to <paramref name="first"/> already.</summary>
    public bool TryAdd(IPAddress address, string owner, out string first)
    {
        var added = owners.TryAdd(address, owner);
        first = owners[address];
        return added;
    }

    /// <summary>The same for what moves along with an address, by its name for people.</summary>
    public bool TryClaim(string thing, string owner, out string first)
    {
        var added = claims.TryAdd(thing, owner);
        first = claims[thing];
        return added;
    }

    public void LeaveOut() => IsComplete = false;
}
