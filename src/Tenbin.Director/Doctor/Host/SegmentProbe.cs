using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Tenbin.Linux;
using Tenbin.Linux.Neighbours;
using Tenbin.Linux.Netlink;
using Tenbin.Linux.Ping;
using Tenbin.Director.Doctor.Host.Checks;
using Tenbin.Model;

namespace Tenbin.Director.Doctor.Host;

/// <summary>Asks the segments who has which address, and the nat real servers which way they answer. Needs CAP_NET_RAW.</summary>
internal static class SegmentProbe
{
    private const int Rounds = 3;
    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(200), s_patience = TimeSpan.FromSeconds(1);

    /// <exception cref="LinuxException">Not permitted.</exception>
    public static async Task<SegmentFacts> AskAsync(HostFacts facts, TimeProvider time, CancellationToken cancellation)
    {
        using var pinger = new Pinger();
        var claims = await ClaimsAsync(facts, time, cancellation).ConfigureAwait(false);
        return new SegmentFacts(claims, await WaysBackAsync(facts, claims, pinger, time, cancellation).ConfigureAwait(false));
    }

    private static async Task<ILookup<IPAddress, MacAddress>> ClaimsAsync(HostFacts facts, TimeProvider time, CancellationToken cancellation)
    {
        var own = facts.Links.Where(link => link.Mac is not null).Select(link => link.Mac!.Value).ToHashSet();
        var asked = SegmentChecks.Virtual(facts)
            .Concat(facts.Config.Cluster?.Nodes.SelectMany(node => node.Addresses) ?? [])
            .Concat(facts.Config.Services.SelectMany(service => service.Servers).Select(server => server.Address.Address)).ToHashSet();
        var heard = new ConcurrentDictionary<(IPAddress, MacAddress), bool>();
        using var socket = NeighbourSocket.Open();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var listening = socket.ListenAsync(
            claim =>
            {
                if (asked.Contains(claim.Address) && !own.Contains(claim.Mac))
                {
                    heard.TryAdd((claim.Address, claim.Mac), true);
                }
            },
            stop.Token);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var address in asked)
            {
                Ask(socket, facts, address);
            }

            await Task.Delay(s_round, time, cancellation).ConfigureAwait(false);
        }

        await stop.CancelAsync().ConfigureAwait(false);
        await listening.ConfigureAwait(false);
        return heard.Keys.ToLookup(pair => pair.Item1, pair => pair.Item2);
    }

    private static void Ask(NeighbourSocket socket, HostFacts facts, IPAddress address)
    {
        var virtuals = SegmentChecks.Virtual(facts).ToHashSet();
        foreach (var link in facts.Links.Where(link => link is { IsLoopback: false, IsRunning: true, Mac: not null }))
        {
            var near = facts.Addresses.Where(own => own.InterfaceIndex == link.Index && Nearness.Reaches(own, address)).ToList();
            // Never in the name of an address that may be another's.
            var sender = near.Find(own => !own.Address.Equals(address) && !virtuals.Contains(own.Address))?.Address;
            var isOnly = sender is null && address.AddressFamily == AddressFamily.InterNetwork && near.Exists(own => own.Address.Equals(address));
            if (sender is null && !isOnly)
            {
                continue;
            }

            try
            {
                if (sender is not null)
                {
                    socket.Ask(link.Index, link.Mac!.Value, address, sender);
                }
                else
                {
                    // Its only address: a copy of this machine holds it as well, on an interface, and answers even a question in nobody's name.
                    socket.Probe(link.Index, link.Mac!.Value, address, sender: null);
                }
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.NetworkDown or SocketError.NoBufferSpaceAvailable)
            {
                // Gone meanwhile, or busy: the next round asks again.
            }
        }
    }

    /// <summary>Only where this machine has the address that is their gateway, else the answers rightly go elsewhere.</summary>
    private static async Task<IReadOnlyDictionary<IPAddress, bool>> WaysBackAsync(
        HostFacts facts, ILookup<IPAddress, MacAddress> claims, Pinger pinger, TimeProvider time, CancellationToken cancellation)
    {
        var found = new Dictionary<IPAddress, bool>();
        foreach (var (server, service) in facts.Config.Services
            .SelectMany(service => service.Servers.Where(server => server.Forward == ForwardingMethod.Nat).Select(server => (server.Address.Address, service)))
            .DistinctBy(pair => pair.Address))
        {
            var holdsGateway = facts.Config.GroupOf(service.Listen.Address) is { } group
                ? group.Addresses.All(address => facts.OnWire.Any(own => own.Address.Equals(address.Address)))
                : facts.OnWire.Any(own => own.Address.Equals(service.Listen.Address));
            if (!holdsGateway || server.AddressFamily != AddressFamily.InterNetwork || claims[server].Distinct().ToList() is not [var mac]
                || facts.RoutesTo.GetValueOrDefault(server) is not { Kind: RouteKind.Unicast, Gateway: null } route
                || facts.Links.FirstOrDefault(link => link.Index == route.InterfaceIndex)?.Mac is not { } own)
            {
                continue;
            }

            if (await AnswersAsync(pinger, server, time, cancellation).ConfigureAwait(false))
            {
                using var deadline = new CancellationTokenSource(s_patience, time);
                found[server] = await WayBack.LeadsHereAsync(route.InterfaceIndex, own, mac, server, deadline.Token).ConfigureAwait(false);
            }
        }

        return found.ToImmutableDictionary();
    }

    private static async Task<bool> AnswersAsync(Pinger pinger, IPAddress server, TimeProvider time, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            return await pinger.AskAsync(server, either.Token).ConfigureAwait(false) is null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
