using System.Collections.Immutable;
using Tenbin.Lab.Cloud.Addressing;

namespace Tenbin.Lab.Cloud.Books;

/// <summary>Everything that the VPC knows at one moment: what its API reads and changes, what its fabric forwards by.</summary>
public sealed record Book
{
    public string VpcId { get; init; } = "vpc-0a1b2c3d4e5f60001";

    public string Account { get; init; } = "123456789012";

    public string Region { get; init; } = "ap-northeast-1";

    public required Cidr Range { get; init; }

    public Cidr? RangeV6 { get; init; }

    public ImmutableDictionary<string, Subnet> Subnets { get; init; } = ImmutableDictionary<string, Subnet>.Empty;

    public ImmutableDictionary<string, RouteTable> RouteTables { get; init; } = ImmutableDictionary<string, RouteTable>.Empty;

    public ImmutableDictionary<string, SecurityGroup> Groups { get; init; } = ImmutableDictionary<string, SecurityGroup>.Empty;

    public ImmutableDictionary<string, Instance> Instances { get; init; } = ImmutableDictionary<string, Instance>.Empty;

    public ImmutableDictionary<string, NetworkInterface> Interfaces { get; init; } = ImmutableDictionary<string, NetworkInterface>.Empty;

    /// <summary>By allocation id.</summary>
    public ImmutableDictionary<string, ElasticIp> ElasticIps { get; init; } = ImmutableDictionary<string, ElasticIp>.Empty;

    /// <summary>By port: machines beyond the edge.</summary>
    public ImmutableDictionary<int, InternetHost> InternetHosts { get; init; } = ImmutableDictionary<int, InternetHost>.Empty;

    /// <summary>Whether an address lies in the VPC.</summary>
    public bool Contains(Ip address) => Range.Contains(address) || (RangeV6?.Contains(address) ?? false);

    public Book With(NetworkInterface changed) => this with { Interfaces = Interfaces.SetItem(changed.Id, changed) };

    public Book With(ElasticIp changed) => this with { ElasticIps = ElasticIps.SetItem(changed.AllocationId, changed) };

    public Book With(RouteTable changed) => this with { RouteTables = RouteTables.SetItem(changed.Id, changed) };

    public Book With(Instance changed) => this with { Instances = Instances.SetItem(changed.Id, changed) };

    public Book With(SecurityGroup changed) => this with { Groups = Groups.SetItem(changed.Id, changed) };
}
