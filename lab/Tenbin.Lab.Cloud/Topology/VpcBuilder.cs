using System.Collections.Immutable;
using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Api.Actions;
using Tenbin.Lab.Cloud.Books;

namespace Tenbin.Lab.Cloud.Topology;

/// <summary>
/// Describes a VPC. It has one route table with a way to the Internet, one group <c>default</c> that lets everything
/// through, and the API, until told otherwise.
/// </summary>
public sealed class VpcBuilder
{
    public const string DefaultGroup = "default", MainTable = "main";
    private readonly List<InstancePlan> _instances = [];
    private readonly Dictionary<string, ImmutableArray<string>> _roles = [];
    private readonly string? _apiAddress;
    private Book _book;
    private int _ports;

    /// <param name="range">IPv4 addresses of the VPC.</param>
    /// <param name="apiAddress">Where the VPC endpoint of the API is; null = nowhere, the API is on the Internet alone.</param>
    /// <param name="rangeV6">Its IPv6 addresses.</param>
    public VpcBuilder(string range, string? apiAddress = null, string? rangeV6 = null)
    {
        _apiAddress = apiAddress;
        _book = new() { Range = Cidr.Parse(range), RangeV6 = rangeV6 is null ? null : Cidr.Parse(rangeV6) };
        Group(DefaultGroup, SecurityRule.Everything, SecurityRule.Everything);
        RouteTable(MainTable, toInternet: true);
    }

    /// <summary>Largest packet that the instances' interfaces take; of an instance on the Internet it is 1500.</summary>
    public int Mtu { get; set; } = 1500;

    internal Book Book => _book;

    internal IReadOnlyList<InstancePlan> Instances => _instances;

    internal IReadOnlyDictionary<string, ImmutableArray<string>> Roles => _roles;

    /// <summary>
    /// The article's system: both directors, two web servers, two databases, an Elastic IP for the web service's address,
    /// which lvs01 holds, one fixed one for each director, and a client on the Internet.
    /// </summary>
    public static VpcBuilder Article() => new VpcBuilder("172.18.0.0/16", apiAddress: "172.18.1.10")
        .Subnet("front", "172.18.1.0/24")
        .Role("director", "ec2:*")
        .Instance(new("lvs01", "172.18.1.23") { Role = "director", SourceDestCheck = false, Secondary = ["172.18.1.199", "172.18.1.200"], PublicIp = "203.0.113.23" })
        .Instance(new("lvs02", "172.18.1.25") { Role = "director", SourceDestCheck = false, PublicIp = "203.0.113.25" })
        .Instance(new("web01", "172.18.1.33"))
        .Instance(new("web02", "172.18.1.34"))
        .Instance(new("db01", "172.18.1.220") { SourceDestCheck = false })
        .Instance(new("db02", "172.18.1.221") { SourceDestCheck = false })
        .Elastic("203.0.113.10", "172.18.1.199")
        .Internet("client", "198.51.100.10");

    public VpcBuilder Subnet(string name, string cidr, string zone = "a", string? cidrV6 = null, string table = MainTable)
    {
        var subnet = new Subnet(
            Ids.Of("subnet", name), _book.Region + zone, Cidr.Parse(cidr), cidrV6 is null ? null : Cidr.Parse(cidrV6), Ids.Of("rtb", table));
        _book = _book with { Subnets = _book.Subnets.Add(subnet.Id, subnet) };
        return this;
    }

    public VpcBuilder RouteTable(string name, bool toInternet)
    {
        var blocks = _book.RangeV6 is { } v6 ? new[] { _book.Range, v6 } : [_book.Range];
        var routes = blocks.Select(block => new Route(block, RouteTarget.Local, "local"));
        if (toInternet)
        {
            var gateway = Routes.GatewayId(_book);
            routes = routes.Concat(
                [new(Cidr.Parse("0.0.0.0/0"), RouteTarget.InternetGateway, gateway), new(Cidr.Parse("::/0"), RouteTarget.InternetGateway, gateway)]);
        }

        _book = _book.With(new RouteTable(Ids.Of("rtb", name), [.. routes]));
        return this;
    }

    /// <summary>Adds a security group, or replaces one of that name.</summary>
    public VpcBuilder Group(string name, IEnumerable<SecurityRule> ingress, IEnumerable<SecurityRule>? egress = null)
    {
        _book = _book.With(new SecurityGroup(Ids.Of("sg", name), name, [.. ingress], [.. egress ?? SecurityRule.Everything]));
        return this;
    }

    /// <summary>A role that instances may have, and what it may do, e.g. <c>ec2:Describe*</c>.</summary>
    public VpcBuilder Role(string name, params IEnumerable<string> allowed)
    {
        _roles[name] = [.. allowed];
        return this;
    }

    public VpcBuilder Instance(InstancePlan plan)
    {
        var instance = new Instance(Ids.Of("i", plan.Name), plan.Name, plan.Type, plan.Role);
        _book = _book.With(instance).With(Interface(plan.Name, plan.Address) with
        {
            InstanceId = instance.Id,
            V4 = [Ip.Parse(plan.Address), .. plan.Secondary.Select(Ip.Parse)],
            V6 = [.. plan.V6.Select(Ip.Parse)],
            Groups = [.. (plan.Groups.Count == 0 ? [DefaultGroup] : plan.Groups).Select(name => Ids.Of("sg", name))],
            SourceDestCheck = plan.SourceDestCheck,
        });
        _instances.Add(plan);
        return plan.PublicIp is { } publicIp ? Elastic(publicIp, plan.Address) : this;
    }

    /// <summary>An Elastic IP; for a private address, or for none yet.</summary>
    public VpcBuilder Elastic(string publicIp, string? privateAddress = null)
    {
        Association? association = null;
        if (privateAddress is not null)
        {
            var address = Ip.Parse(privateAddress);
            var holder = _book.Interfaces.Values.FirstOrDefault(held => held.V4.Contains(address))
                ?? throw new LabException($"No instance holds {privateAddress}: add it before its Elastic IP {publicIp}.");
            association = new(Ids.Of("eipassoc", publicIp), holder.Id, address);
        }

        _book = _book.With(new ElasticIp(Ids.Of("eipalloc", publicIp), Ip.Parse(publicIp), association));
        return this;
    }

    /// <summary>A machine on the Internet.</summary>
    public VpcBuilder Internet(string name, string v4, string? v6 = null)
    {
        var port = ++_ports;
        var host = new InternetHost(port, name, Ids.Mac(Ip.Parse(v4)), Ip.Parse(v4), v6 is null ? null : Ip.Parse(v6));
        _book = _book with { InternetHosts = _book.InternetHosts.Add(port, host) };
        return this;
    }

    /// <summary>Builds it and starts it.</summary>
    public Task<Vpc> Start(TimeProvider? time = null)
    {
        Internet(Vpc.ServicesName, Vpc.ApiOnInternet);
        if (_apiAddress is { } address)
        {
            _book = _book.With(Interface("endpoint", address) with { IsManaged = true, Groups = [Ids.Of("sg", DefaultGroup)] });
        }

        return Vpc.Start(this, time ?? TimeProvider.System);
    }

    private NetworkInterface Interface(string name, string address)
    {
        var primary = Ip.Parse(address);
        var subnet = _book.Subnets.Values.FirstOrDefault(subnet => subnet.V4.Contains(primary))
            ?? throw new LabException($"No subnet of the VPC holds {address} of {name}: add it first.");
        return new() { Id = Ids.Of("eni", name), Port = ++_ports, Mac = Ids.Mac(primary), SubnetId = subnet.Id, V4 = [primary] };
    }
}
