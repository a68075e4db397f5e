using System.Collections.Immutable;
using System.Net;
using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>One entry of <c>services</c>.</summary>
internal static class ServiceReader
{
    private static readonly string[] Keys =
    [
        "listen", "forward", "scheduler", "hash", "table-size", "persistence", "allow-from", "on-link-clients",
        "servers", "fallback", "check",
    ];

    private static readonly (string, OnLinkClients)[] OnLinkPolicies = [("refuse", OnLinkClients.Refuse), ("allow", OnLinkClients.Allow)];

    /// <summary>Null, or not whole, after an error was reported.</summary>
    /// <param name="reading">Takes the errors.</param>
    /// <param name="name">Its key.</param>
    /// <param name="value">What the key holds.</param>
    /// <param name="limits">Of the data plane.</param>
    /// <param name="listeners">Takes this one's listen address.</param>
    public static VirtualService? Read(Reading reading, string name, Value value, Limits limits, Listeners listeners)
    {
        var owner = $"service '{Display.Of(name)}'";
        if (value.Section(owner, Keys, "{ listen: 172.18.1.199:80/tcp, forward: nat, servers: [172.18.1.33] }") is not { } section)
        {
            return null;
        }

        var listen = Listen(section, listeners);
        var forward = Forwarding.Of(section);
        var facts = new ServiceFacts(reading, owner, listen, section.Find("listen")?.Shown ?? "", forward, limits.Servers);
        var checks = new ServiceChecks(facts, section);
        var servers = ServersReader.Read(facts, section, checks);
        CheckElasticIp(section, listen, servers, listeners);
        var scheduling = SchedulingReader.Read(section, servers.Length);
        var service = new VirtualService
        {
            Name = name,
            Listen = listen ?? default,
            Scheduler = scheduling.Scheduler,
            Hash = scheduling.Hash,
            TableSize = scheduling.TableSize,
            Persistence = PersistenceReader.Read(facts, section.Find("persistence")),
            AllowFrom = AllowFrom(facts, section.Find("allow-from")),
            OnLinkClients = OnLink(facts, section.Find("on-link-clients"), servers),
            Servers = servers,
            Fallback = FallbackReader.Read(facts, section.Find("fallback"), servers),
        };
        return listen is null ? null : service;
    }

    private static void CheckElasticIp(Section section, ServiceAddress? listen, ImmutableArray<RealServer> servers, Listeners listeners)
    {
        if (listen is { } at && listeners.IsElasticIp(at.Address) && servers.Any(server => server.Forward == ForwardingMethod.Dsr))
        {
            section.Find("listen")!.Fail(
                "is an Elastic IP, which dsr cannot serve: packets come with the director's own address, and the Internet's edge drops answers that a server sends in its name; use forward: nat");
        }
    }

    private static ServiceAddress? Listen(Section section, Listeners listeners)
    {
        if (section.Find("listen") is not { } value)
        {
            section.Fail("'listen' is missing; say where clients connect, e.g. listen: 172.18.1.199:80/tcp");
            return null;
        }

        var listen = value.Listen();
        if (listen is { } address)
        {
            listeners.Add(address, value);
        }

        return listen;
    }

    private static ImmutableArray<IPNetwork> AllowFrom(ServiceFacts facts, Value? value)
    {
        var networks = new List<IPNetwork>();
        foreach (var item in value?.Items("[203.0.113.0/24]") ?? [])
        {
            if (item.Network() is not { } network)
            {
                continue;
            }

            if (facts.Listen is { } listen && listen.Address.AddressFamily != network.BaseAddress.AddressFamily)
            {
                item.Fail($"can match no client: the service listens on {Addresses.FamilyOf(listen.Address)}; remove it");
            }

            networks.Add(network);
        }

        return [.. networks];
    }

    private static OnLinkClients OnLink(ServiceFacts facts, Value? value, ImmutableArray<RealServer> servers)
    {
        var policy = value?.Choice("a policy for clients in the servers' own subnet", OnLinkPolicies);
        if (policy is not null && facts.Forward == ForwardingMethod.Dsr && !servers.Any(s => s.Forward == ForwardingMethod.Nat))
        {
            value!.Fail("has no effect: it is for nat, and this service uses dsr only; remove it");
        }

        return policy ?? OnLinkClients.Refuse;
    }
}
