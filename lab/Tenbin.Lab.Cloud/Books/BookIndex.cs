using System.Collections.Immutable;
using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Linux;

namespace Tenbin.Lab.Cloud.Books;

/// <summary>A book, arranged for the questions that each packet asks.</summary>
public sealed class BookIndex
{
    private readonly Dictionary<Ip, NetworkInterface> _byAddress = [];
    private readonly Dictionary<MacAddress, NetworkInterface> _byMac = [];
    private readonly Dictionary<int, NetworkInterface> _byPort = [];
    private readonly Dictionary<int, InterfaceRules> _rules = [];
    private readonly Dictionary<Ip, ElasticIp> _byPublic = [];
    private readonly Dictionary<Ip, ElasticIp> _byPrivate = [];
    private readonly Dictionary<Ip, InternetHost> _hosts = [];

    public BookIndex(Book book)
    {
        Book = book;
        foreach (var held in book.Interfaces.Values)
        {
            _byMac[held.Mac] = held;
            _byPort[held.Port] = held;
            _rules[held.Port] = InterfaceRules.Of(held, book);
            foreach (var address in held.V4.Concat(held.V6).Append(held.LinkLocal))
            {
                _byAddress[address] = held;
            }
        }

        foreach (var elastic in book.ElasticIps.Values)
        {
            _byPublic[elastic.Public] = elastic;
            if (elastic.Association is { } association)
            {
                _byPrivate[association.Private] = elastic;
            }
        }

        foreach (var host in book.InternetHosts.Values)
        {
            _hosts[host.V4] = host;
            if (host.V6 is { } v6)
            {
                _hosts[v6] = host;
            }
        }
    }

    public Book Book { get; }

    public NetworkInterface? InterfaceAt(int port) => _byPort.GetValueOrDefault(port);

    public NetworkInterface? InterfaceWith(MacAddress mac) => _byMac.GetValueOrDefault(mac);

    /// <summary>Whose address it is; link-local ones of IPv6 included.</summary>
    public NetworkInterface? Owner(Ip address) => _byAddress.GetValueOrDefault(address);

    public ElasticIp? ElasticByPublic(Ip address) => _byPublic.GetValueOrDefault(address);

    public ElasticIp? ElasticByPrivate(Ip address) => _byPrivate.GetValueOrDefault(address);

    public InternetHost? Host(Ip address) => _hosts.GetValueOrDefault(address);

    public InternetHost? HostAt(int port) => Book.InternetHosts.GetValueOrDefault(port);

    public Subnet SubnetOf(NetworkInterface held) => Book.Subnets[held.SubnetId];

    public InterfaceRules RulesOf(NetworkInterface held) => _rules[held.Port];

    /// <summary>Whether it is attached to an instance that runs, or to a service of AWS.</summary>
    public bool IsLive(NetworkInterface held) =>
        held.IsManaged || (held.InstanceId is { } id && Book.Instances.TryGetValue(id, out var instance) && instance.Running);
}

/// <summary>The rules of all groups of one interface.</summary>
/// <param name="Ingress">What may come in.</param>
/// <param name="Egress">What may go out.</param>
public sealed record InterfaceRules(ImmutableArray<SecurityRule> Ingress, ImmutableArray<SecurityRule> Egress)
{
    public static InterfaceRules Of(NetworkInterface held, Book book)
    {
        var groups = held.Groups.Select(id => book.Groups[id]).ToList();
        return new([.. groups.SelectMany(group => group.Ingress)], [.. groups.SelectMany(group => group.Egress)]);
    }
}
