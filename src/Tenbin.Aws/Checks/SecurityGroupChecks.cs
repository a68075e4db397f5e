using System.Net;
using Tenbin.Aws.Ec2;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Checks;

/// <summary>Whether the security groups let in what the file needs: heartbeats, clients, and health checks. Pure.</summary>
internal static class SecurityGroupChecks
{
    public static IEnumerable<AwsFinding> Find(CloudFacts facts) => [.. Heartbeats(facts), .. Clients(facts), .. Servers(facts), .. Checks(facts)];

    private static IEnumerable<AwsFinding> Heartbeats(CloudFacts facts)
    {
        if (facts.Node is not { } node)
        {
            return [];
        }

        var traffic = Traffic.Udp(facts.Config.Cluster!.Port);
        return
            from peer in facts.Peers
            from link in node.Addresses.Zip(peer.Addresses)
            from way in new[] { (From: link.First, To: link.Second), (From: link.Second, To: link.First) }
            let at = facts.Holding(way.To)
            let sender = facts.Holding(way.From)
            where at is not null && sender is not null && !Admission.Admits(facts, at, traffic, Admission.From(sender, way.From))
            select new AwsFinding(
                "aws.closed-heartbeat", AwsSeverity.Error, at.Id, $"no security group of {way.To} ({Groups(at)}) lets {traffic} in from {way.From}, another director.",
                "The link is silent: each director thinks that the other is dead.", Open(at, traffic, $"{way.From}/{Full(way.From)}"));
    }

    private static IEnumerable<AwsFinding> Clients(CloudFacts facts) =>
        from service in facts.Config.Services
        let own = facts.Own.FirstOrDefault(own => own.Networks.Any(network => network.Contains(service.Listen.Address))) ?? facts.Own.FirstOrDefault()
        let at = facts.Interfaces.FirstOrDefault(one => one.Id == own?.Id)
        let traffic = Of(service.Listen.Protocol, service.Listen.Port)
        where at is not null && !Admission.Admits(facts, at, traffic, FromClients(facts, service))
        select new AwsFinding(
            "aws.closed-clients", AwsSeverity.Error, $"service {service.Name}", $"no security group of this director's {at.Id} ({Groups(at)}) lets {traffic} in from {Whom(facts, service)}.",
            "Clients see connections that never open.", Open(at, traffic, "the clients' network"));

    // By nat as by dsr, packets come to the server with the client's address.
    private static IEnumerable<AwsFinding> Servers(CloudFacts facts) =>
        from pair in facts.Servers
        let address = pair.Server.Address
        let at = facts.Holding(address.Address)
        let traffic = Of(pair.Service.Listen.Protocol, address.Port)
        where at is not null && !Admission.Admits(facts, at, traffic, FromClients(facts, pair.Service))
        select new AwsFinding(
            "aws.closed-server", AwsSeverity.Error, $"server {address} of service {pair.Service.Name}", $"no security group of {at.Id} ({Groups(at)}) lets {traffic} in from {Whom(facts, pair.Service)}.",
            "Forwarded packets keep the client's address: they are dropped before the server, though its check may pass.", Open(at, traffic, "the clients' network"));

    private static IEnumerable<AwsFinding> Checks(CloudFacts facts) =>
        from pair in facts.Servers
        let address = pair.Server.Address
        let at = facts.Holding(address.Address)
        let traffic = OfCheck(pair.Server)
        let sender = facts.Interfaces.FirstOrDefault(one => facts.Own.Any(own => own.Id == one.Id && own.SubnetId == at?.SubnetId))
            ?? facts.Interfaces.FirstOrDefault(one => one.Id == facts.Own.FirstOrDefault()?.Id)
        let source = sender?.Addresses.OrderByDescending(held => held.IsPrimary).FirstOrDefault(held => held.Address.AddressFamily == address.Address.AddressFamily)?.Address
        where at is not null && source is not null && traffic is not null && !Admission.Admits(facts, at, traffic.Value, Admission.From(sender!, source))
        select new AwsFinding(
            "aws.closed-check", AwsSeverity.Error, $"server {address} of service {pair.Service.Name}", $"no security group of {at.Id} ({Groups(at)}) lets {traffic} in from this director, {source}.",
            "Its health check fails: it gets no traffic from this director.", Open(at, traffic.Value, $"{source}/{Full(source)}"));

    private static Func<SecurityRule, bool> FromClients(CloudFacts facts, VirtualService service)
    {
        var isPublic = EdgeChecks.ElasticIpOf(facts, service) is not null;
        return rule =>
            !service.AllowFrom.IsEmpty ? !rule.Groups.IsEmpty || rule.Networks.Any(network => service.AllowFrom.Any(client => PrivateNetworks.Overlap(network, client)))
            : !isPublic || rule.Networks.Any(network => !PrivateNetworks.Contain(network));
    }

    private static string Whom(CloudFacts facts, VirtualService service) =>
        !service.AllowFrom.IsEmpty ? $"the networks of 'allow-from', {string.Join(", ", service.AllowFrom)}"
        : EdgeChecks.ElasticIpOf(facts, service) is { } elastic ? $"the Internet, where {elastic} stands for it" : "anywhere";

    private static Traffic? OfCheck(RealServer server) => server.Check switch
    {
        NoCheck or ExecCheck => null,
        PingCheck => Traffic.Ping(server.Address.Address),
        var check => Traffic.Tcp(check.Port ?? server.Address.Port),
    };

    private static Traffic Of(Protocol protocol, int port) => protocol == Protocol.Tcp ? Traffic.Tcp(port) : Traffic.Udp(port);

    private static string Groups(NetworkInterface at) => string.Join(", ", at.SecurityGroups);

    private static int Full(IPAddress address) => address.GetAddressBytes().Length * 8;

    private static string Open(NetworkInterface at, Traffic traffic, string from) =>
        $"Let {traffic} in from {from} ('aws ec2 authorize-security-group-ingress --group-id {at.SecurityGroups[0]}').";
}
