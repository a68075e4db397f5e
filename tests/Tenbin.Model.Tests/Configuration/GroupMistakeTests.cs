using Xunit;

namespace Tenbin.Model.Tests.Configuration;

/// <summary>One mistake each in <c>groups</c>, with the exact sentence that the operator reads.</summary>
public sealed class GroupMistakeTests
{
    private const string Cluster = "cluster: { key-file: /k, nodes: { a: 10.0.0.11, b: 10.0.0.12 }, without-majority: serve }";

    public static TheoryData<string, string> OfGroup => new()
    {
        { "{}", "group 'g': has nothing to move; give 'addresses', 'routes', 'rules' or 'scripts', e.g. addresses: [172.18.1.199/24]" },
        { "{ adresses: 10.0.0.1/24, scripts: /s }", "group 'g': unknown key 'adresses'; did you mean 'addresses'?" },
        { "{ addresses: 10.0.0.1/24, prefer: c }", "group 'g': 'prefer: c' is not a node of the cluster; use a or b" },
        { "{ addresses: 10.0.0.1/24, failback: automatic }", "group 'g': 'failback: automatic' is not a policy for a node's return (with a time it is written { after: 30s }); use manual or auto" },
        { "{ addresses: 10.0.0.1/24, failback: {} }", "failback of group 'g': 'after' is missing; say how long the node must be fit before it takes the group back, e.g. after: 30s" },
        { "{ addresses: 10.0.0.1/24, failback: { after: 1ms } }", "failback of group 'g': 'after: 1ms' is out of range; give 1s to 24h" },
        { "{ addresses: 10.0.0.1/24, on-change: tell }", "group 'g': 'on-change: tell' must be the absolute path of a program, without arguments; write e.g. /usr/local/lib/tenbin/tell-us" },
        { "{ addresses: 10.0.0.1 }", "group 'g': 'addresses: 10.0.0.1' names no prefix length; write that of its network behind it, e.g. 172.18.1.199/24" },
        { "{ addresses: 10.0.0.1/33 }", "group 'g': 'addresses: 10.0.0.1/33' has no valid prefix length behind '/'; it must be a number from 0 to 32" },
        { "{ addresses: 10.0.0.1/0 }", "group 'g': 'addresses: 10.0.0.1/0' has the prefix length 0, which makes every machine a neighbour; write that of its network" },
        { "{ addresses: 10.0.0.0/24 }", "group 'g': 'addresses: 10.0.0.0/24' is the address of the network itself; give one of a machine in it" },
        { "{ addresses: 10.0.0.255/24 }", "group 'g': 'addresses: 10.0.0.255/24' is the broadcast address of its network; give one of a machine in it" },
        { "{ addresses: 'ff02::1/64' }", "group 'g': 'addresses: ff02::1/64' has a multicast address; use a unicast address" },
        { "{ addresses: [10.0.0.1/24, 10.0.0.1/32] }", "group 'g': 'addresses: 10.0.0.1/32' is named twice in this group; remove one" },
        { "{ addresses: 10.0.0.11/24 }", "group 'g': 'addresses: 10.0.0.11/24' is the address of node 'a' in 'nodes', which must stay with it; give an address that no machine has as its own" },
        { "{ addresses: [{ mover: local }] }", "address of group 'g': 'ip' is missing; give e.g. ip: 172.18.1.199/24" },
        { "{ addresses: [{ ip: 10.0.0.1/24, mvoer: local }] }", "address of group 'g': unknown key 'mvoer'; did you mean 'mover'?" },
        { "{ addresses: [{ ip: 10.0.0.1/24, mover: lcoal }] }", "address '10.0.0.1/24' of group 'g': 'mover: lcoal' is not a mover; use local, aws-private-ip, aws-elastic-ip or aws-route (did you mean 'local'?)" },
        { "{ addresses: [{ ip: 10.0.0.1/24, elastic-ip: 203.0.113.10 }] }", "address '10.0.0.1/24' of group 'g': 'elastic-ip' is moved by AWS alone; set e.g. mover: aws-private-ip beside it, or remove it" },
        { "{ addresses: [{ ip: 10.0.0.1/24, mover: aws-private-ip, elastic-ip: 2001:db8::1 }] }", "address '10.0.0.1/24' of group 'g': 'elastic-ip: 2001:db8::1' is no Elastic IP; those are IPv4 addresses, e.g. 203.0.113.10" },
        { "{ addresses: [{ ip: 10.0.0.1/32, mover: aws-private-ip }] }", "address of group 'g': 'ip: 10.0.0.1/32' must have the prefix length of its subnet: EC2 gives an interface addresses of its own subnet only; for others use mover: aws-route" },
        { "{ addresses: [{ ip: 10.0.0.1/32, mover: aws-route }] }", "address of group 'g': 'ip: 10.0.0.1/32' needs 'route-tables' beside it: those of the subnets that shall reach it, e.g. route-tables: [rtb-0123456789abcdef0]" },
        { "{ addresses: [{ ip: 10.0.0.1/24, mover: aws-route, route-tables: rtb-00000001 }] }", "address of group 'g': 'ip: 10.0.0.1/24' must have the prefix length 32: the route is to this one address, outside the networks of the VPC" },
        { "{ addresses: [{ ip: 10.0.0.1/32, mover: aws-route, route-tables: [rtb-00000001, rtb-x] }] }", "address '10.0.0.1/32' of group 'g': 'route-tables: rtb-x' is no id of a route table; write e.g. rtb-0123456789abcdef0 ('aws ec2 describe-route-tables' lists them)" },
        { "{ addresses: [{ ip: 10.0.0.1/24, mover: aws-private-ip, route-tables: [rtb-00000001] }] }", "address '10.0.0.1/24' of group 'g': 'route-tables' is for mover: aws-route; for the default route of nat servers write 'default-route-tables'" },
        { "{ addresses: [{ ip: 10.0.0.1/24, mover: aws-elastic-ip }] }", "address of group 'g': 'ip: 10.0.0.1/24' is no Elastic IP; those are IPv4 addresses by themselves, e.g. ip: 203.0.113.10/32" },
        { "{ addresses: [{ ip: 10.0.0.1/24, mover: aws-private-ip, elastic-ip: 203.0.113.10 }, { ip: 203.0.113.10/32, mover: aws-elastic-ip }] }", "address of group 'g': 'ip: 203.0.113.10/32' has the Elastic IP 203.0.113.10, which belongs to another address of group 'g'; it can be in one place only, remove one of the two" },
        { "{ addresses: [{ ip: 10.0.0.1/24, mover: aws-private-ip, default-route-tables: rtb-00000001 }, { ip: 10.0.0.2/24, mover: aws-private-ip, default-route-tables: rtb-00000001 }] }", "address of group 'g': 'ip: 10.0.0.2/24' has the default route of rtb-00000001, which follows another address of group 'g'; it can go to one place only, remove one of the two" },
        { "{ addresses: [{ ip: 10.0.0.1/24, interface: a/b }] }", "address '10.0.0.1/24' of group 'g': 'interface: a/b' is not an interface name; it has 1 to 15 characters without space, '/' or ':'" },
        { "{ scripts: exim4 }", "group 'g': 'scripts: exim4' must be the absolute path of a program, without arguments; write e.g. /etc/init.d/exim4" },
        { "{ scripts: [/s, /s] }", "group 'g': 'scripts' names the same script twice; remove one, or give them different arguments or parameters" },
        { "{ scripts: [{ type: lsb }] }", "script of group 'g': 'path' is missing; give the absolute path of the script, e.g. path: /etc/init.d/exim4" },
        { "{ scripts: [{ path: /s, type: systemd }] }", "script '/s' of group 'g': 'type: systemd' is not a type of script; use lsb or ocf" },
        { "{ scripts: [{ path: /s, type: ocf, arguments: [a] }] }", "script '/s' of group 'g': 'arguments' has no effect: it is for type lsb; an ocf script is told by 'parameters'" },
        { "{ scripts: [{ path: /s, parameters: { a: b } }] }", "script '/s' of group 'g': 'parameters' has no effect: it is for type ocf; an lsb script is told by 'arguments'" },
        { "{ scripts: [{ path: /s, type: ocf, parameters: { a-b: c } }] }", "parameters of script '/s' of group 'g': 'a-b' is not the name of a parameter; use letters, digits and '_', as the agent's manual has it, without OCF_RESKEY_" },
        { "{ scripts: [{ path: /s, timeout: 1ms }] }", "script '/s' of group 'g': 'timeout: 1ms' is out of range; give 100ms to 1h" },
        { "{ scripts: /s, track: eth0 }", "group 'g': 'track: eth0' does not say what it is; write { interface: eth0 }, { script: /usr/local/bin/fit } or { process: named }" },
        { "{ scripts: /s, track: [{ weight: 1 }] }", "track of group 'g': nothing is named; give one of 'interface', 'script' and 'process', e.g. interface: eth0" },
        { "{ scripts: /s, track: [{ interface: eth0, process: named }] }", "track of group 'g': names 'interface' and 'process' in one entry; write an entry for each" },
        { "{ scripts: /s, track: [{ interface: eth0, weight: 256 }] }", "track of group 'g': 'weight: 256' must be a whole number from 0 to 255" },
        { "{ scripts: /s, track: [{ interface: eth0, every: 2s }] }", "track of group 'g': 'every' has no effect: it is for a script; remove it" },
        { "{ scripts: /s, track: [{ script: 'fit --now' }] }", "track of group 'g': 'script: fit --now' must be the absolute path of a program, without arguments; write e.g. /usr/local/bin/fit" },
        { "{ scripts: /s, track: [{ script: /fit, timeout: 3s }] }", "track of group 'g': 'timeout: 3s' is longer than 'every' (2s, the default); a look must end before the next begins, shorten it or lengthen 'every'" },
        { "{ scripts: /s, track: [{ process: /usr/sbin/named }] }", "track of group 'g': 'process: /usr/sbin/named' is not a process name; write what 'ps -o comm' shows, without a path, at most 15 characters" },
        { "{ scripts: /s, track: [{ process: named }, { process: named, weight: 2 }] }", "group 'g': 'track' tracks the same thing twice; remove one" },
    };

    [Theory]
    [MemberData(nameof(OfGroup))]
    public void Of_a_group(string group, string error) => Assert.Equal(
        [error], Loading.Load($"services: {{}}\n{Cluster}\ngroups: {{ g: {group} }}\n").Errors.Select(e => e.Message));

    [Theory]
    [InlineData(48, null)]
    [InlineData(49, "'groups' names 49 groups, and a heartbeat tells of 48 at most; put addresses that may move together into one")]
    public void More_groups_than_a_heartbeat_tells_of_are_refused(int count, string? error)
    {
        var groups = string.Join(", ", Enumerable.Range(1, count).Select(n => $"g{n}: {{ addresses: 10.0.1.{n}/24 }}"));
        var errors = Loading.Load($"services: {{}}\n{Cluster}\ngroups: {{ {groups} }}\n").Errors.Select(e => e.Message);
        Assert.Equal(error is null ? [] : [$"top level: {error}"], errors);
    }

    public static TheoryData<string, string> OfTheFile => new()
    {
        {
            "services: {}\ngroups: { g: { addresses: 10.0.0.1/24 } }\n",
            "2:9: top level: 'groups' needs 'cluster': a director that stands alone moves nothing; add 'cluster', or remove 'groups'"
        },
        {
            $"services: {{}}\n{Cluster}\ngroups: {{}}\n",
            "3:9: top level: 'groups' names no group, so that the cluster has nothing to move; give e.g. groups: { front: { addresses: [172.18.1.199/24] } }, or remove 'cluster' and 'groups'"
        },
        {
            $"services: {{}}\n{Cluster}\ngroups:\n  g: {{ addresses: 10.0.0.1/24 }}\n  h: {{ addresses: 10.0.0.1/24 }}\n",
            "5:19: group 'h': 'addresses: 10.0.0.1/24' belongs to group 'g' already; remove it from one of the two"
        },
        {
            $"services:\n  web: {{ listen: '10.0.0.3:80/tcp', forward: nat, servers: [10.0.0.33] }}\n{Cluster}\ngroups: {{ g: {{ addresses: 10.0.0.1/24 }}, h: {{ addresses: 10.0.0.2/24 }} }}\n",
            "2:18: service 'web': 'listen: 10.0.0.3:80/tcp' belongs to no group, so that no node of the cluster would hold its address; add it to 'addresses' of group g or h, or listen on an address of theirs"
        },
        {
            $"services:\n  web: {{ listen: '10.0.0.3:80/tcp', forward: nat, servers: [10.0.0.33] }}\n{Cluster}\ngroups: {{ g: {{ addresses: 10.0.0.3 }} }}\n",
            "4:27: group 'g': 'addresses: 10.0.0.3' names no prefix length; write that of its network behind it, e.g. 172.18.1.199/24"
        },
    };

    [Theory]
    [MemberData(nameof(OfTheFile))]
    public void Of_the_file(string text, string errors) =>
        Assert.Equal(errors.Split('|').Select(e => $"t.yaml:{e}"), Loading.Errors(text));
}
