using System.Net;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Model.Tests.Configuration;

/// <summary><c>masquerade</c> of a group: what it means, and one mistake each.</summary>
public sealed class GroupMasqueradeTests
{
    private const string Cluster = "services: {}\ncluster: { key-file: /k, nodes: { a: 10.0.0.11, b: 10.0.0.12 }, without-majority: serve }\n";

    [Fact]
    public void Reads_every_key() => Assert.Equal(
        new GroupMasquerade([IPNetwork.Parse("10.0.0.0/24"), IPNetwork.Parse("10.2.0.0/16")]) { Interface = "eth0", Source = IPAddress.Parse("10.0.0.1") },
        Load("{ from: [10.0.0.0/24, 10.2.0.0/16], interface: eth0, source: 10.0.0.1 }").Config!.Groups[0].Masquerade);

    [Fact]
    public void Networks_alone_are_enough() =>
        Assert.Equal(new GroupMasquerade([IPNetwork.Parse("10.0.0.0/24")]), Load("{ from: 10.0.0.0/24 }").Config!.Groups[0].Masquerade);

    public static TheoryData<string, string> Mistakes => new()
    {
        { "10.0.0.0/24", "group 'g': 'masquerade' must be a group of keys, e.g. { from: [172.18.1.0/24] }; here it is one value" },
        { "{ interface: eth0 }", "masquerade of group 'g': 'from' is missing; give the networks of the machines that go out by this director, e.g. from: [172.18.1.0/24]" },
        { "{ from: 10.0.0.0/24, via: eth0 }", "masquerade of group 'g': unknown key 'via'; the keys here are from, interface, source" },
        { "{ from: 'fd00::/64' }", "masquerade of group 'g': 'from: fd00::/64' is IPv6, where every machine has an address of its own to go out with; remove it, and route its network instead" },
        { "{ from: 0.0.0.0/0 }", "masquerade of group 'g': 'from: 0.0.0.0/0' is every machine there is, the director's own neighbours and clients among them; name the real servers' network" },
        { "{ from: [10.0.0.0/24, 10.0.0.128/25] }", "masquerade of group 'g': 'from: 10.0.0.128/25' overlaps 10.0.0.0/24 of the same list; keep the wider one" },
        { "{ from: 10.0.0.0/24, source: 10.0.0.2 }", "masquerade of group 'g': 'source: 10.0.0.2' is not in 'addresses' of this group, so that answers would not come back to its owner; add it there, or leave 'source' out" },
        { "{ from: 10.0.0.0/24, source: 'fd00::1' }", "masquerade of group 'g': 'source: fd00::1' is IPv6, and masquerade is for IPv4; give an IPv4 address of the group" },
        { "{ from: 10.0.0.0/24, interface: a/b }", "masquerade of group 'g': 'interface: a/b' is not an interface name; it has 1 to 15 characters without space, '/' or ':'" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void One_mistake(string masquerade, string error) => Assert.Equal([error], Load(masquerade).Errors.Select(e => e.Message));

    private static ConfigResult Load(string masquerade) =>
        Loading.Load($"{Cluster}groups: {{ g: {{ addresses: 10.0.0.1/24, masquerade: {masquerade} }} }}\n");
}
