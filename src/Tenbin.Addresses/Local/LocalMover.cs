using System.Net;
using Microsoft.Extensions.Logging;
using Tenbin.Linux;
using Tenbin.Linux.Neighbours;
using Tenbin.Linux.Netlink;
using Tenbin.Model.Configuration;

namespace Tenbin.Addresses.Local;

/// <summary>
/// Mover <c>local</c>: an address on an interface, announced by gratuitous ARP (RFC 5227) or unsolicited neighbour
/// advertisement (RFC 4861), in the network namespace of the thread that opened it. Needs CAP_NET_ADMIN and CAP_NET_RAW.
/// Thread-safe.
/// </summary>
public sealed partial class LocalMover : IAddressMover, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, Announcement> _announced = [];
    private readonly List<Question> _questions = [];
    private readonly RouteNetlink _netlink;
    private readonly NeighbourSocket _neighbours;
    private readonly LocalMoverOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Action<AddressConflict> _conflict;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _listening;

    private LocalMover(
        RouteNetlink netlink, NeighbourSocket neighbours, LocalMoverOptions options, TimeProvider time, ILogger log, Action<AddressConflict> conflict)
    {
        (_netlink, _neighbours, _options, _time, _log, _conflict) = (netlink, neighbours, options, time, log, conflict);
        _listening = neighbours.ListenAsync(Hear, _stop.Token);
    }

    /// <summary>Opens its sockets in the calling thread's network namespace.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="time">Clock and timers.</param>
    /// <param name="log">Told of every change and conflict.</param>
    /// <param name="conflict">Called for every claim of another machine to an address held here; quick, on a pool thread.</param>
    /// <exception cref="LinuxException">Not permitted.</exception>
    public static LocalMover Open(LocalMoverOptions options, TimeProvider time, ILogger<LocalMover> log, Action<AddressConflict> conflict)
    {
        var netlink = RouteNetlink.Open();
        try
        {
            return new LocalMover(netlink, NeighbourSocket.Open(), options, time, log, conflict);
        }
        catch (LinuxException)
        {
            netlink.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>It goes from any other interface but <c>lo</c>: left there by an earlier configuration.</remarks>
    public Task Acquire(GroupAddress address, CancellationToken cancellation) => Guard(address, "cannot be put on its interface", () =>
    {
        var addresses = _netlink.Addresses();
        var links = _netlink.Links();
        var link = InterfaceChoice.Find(address, links, addresses);
        if (!link.IsUp)
        {
            throw new ResourceException($"address {address.Address}: interface {link.Name} is switched off; 'ip link set {link.Name} up' switches it on");
        }

        Add(address, link, addresses);
        RemoveFrom(Held(address, links).Where(held => held.Link.Index != link.Index));
        if (!link.IsRunning)
        {
            LogNoCarrier(address.Address, link.Name);
        }

        Announce(address.Address, link);
        return true;
    }, cancellation);

    /// <inheritdoc/>
    /// <remarks>
    /// It goes from every interface, as Linux answers for it wherever it is; but not from <c>lo</c> unless that is
    /// configured: there a director that is a dsr real server as well keeps it.
    /// </remarks>
    public Task Release(GroupAddress address, CancellationToken cancellation) => Guard(address, "cannot be removed", () =>
    {
        Silence(address.Address);
        RemoveFrom(Held(address, _netlink.Links()));
        return true;
    }, cancellation);

    /// <inheritdoc/>
    public Task<string?> FindFault(GroupAddress address, CancellationToken cancellation) => Guard(address, "cannot be looked for", () =>
    {
        var links = _netlink.Links();
        var held = Held(address, links);
        return held.FirstOrDefault(found => address.Interface is null || found.Link.Name == address.Interface) switch
        {
            { Held: null } => $"the address is not on {address.Interface ?? "any interface"}",
            { Held.IsTentative: true, Link: var link } => $"the address on {link.Name} is not in use: duplicate detection runs or failed",
            { Link: { IsUp: false } link } => $"interface {link.Name} is switched off",
            _ => null,
        };
    }, cancellation);

    /// <inheritdoc/>
    public async Task<AddressHolder> WhoHolds(GroupAddress address, CancellationToken cancellation)
    {
        var (link, here) = await Guard(address, "cannot be asked for", () =>
        {
            var links = _netlink.Links();
            var holding = Held(address, links).FirstOrDefault().Link;
            return (holding ?? InterfaceChoice.Find(address, links, _netlink.Addresses()), holding is not null);
        }, cancellation).ConfigureAwait(false);
        var other = await AskAsync(address.Address, link, cancellation).ConfigureAwait(false);
        return (here, other) switch
        {
            (true, null) => new AddressHolder(HolderKind.Here),
            (true, _) => new AddressHolder(HolderKind.Contested, other.ToString()),
            (false, null) => new AddressHolder(HolderKind.Nobody),
            (false, _) => new AddressHolder(HolderKind.Elsewhere, other.ToString()),
        };
    }

    /// <summary>
    /// Announces an address again that was acquired here, from the start of the schedule: what to do after a conflict,
    /// if this machine still has the right to it. Not acquired: nothing.
    /// </summary>
    public void Announce(IPAddress address)
    {
        NetworkLink? link;
        lock (_gate)
        {
            link = _announced.GetValueOrDefault(address)?.Link;
        }

        if (link is not null)
        {
            Announce(address, link);
        }
    }

    /// <summary>Ends announcing and listening; addresses stay where they are.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _listening.ConfigureAwait(false);
        lock (_gate)
        {
            foreach (var announcement in _announced.Values)
            {
                announcement.Dispose();
            }

            _announced.Clear();
        }

        _neighbours.Dispose();
        _netlink.Dispose();
        _stop.Dispose();
    }

    private static AddressOptions OptionsFor(GroupAddress address, NetworkLink link, IReadOnlyList<InterfaceAddress> addresses) =>
        AddressOptions.NoDuplicateDetection | AddressOptions.NotPreferred
        // In a network that is there already the kernel shares its route; one that only overlaps must not get a second.
        | (InterfaceChoice.OnlyOverlaps(address, link, addresses) ? AddressOptions.NoPrefixRoute : AddressOptions.None);

    private static Task<T> Guard<T>(GroupAddress address, string failure, Func<T> action, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellation);
        }

        try
        {
            return Task.FromResult(action());
        }
        catch (LinuxException e)
        {
            return Task.FromException<T>(new ResourceException($"address {address.Address} {failure}: {e.Message}", e));
        }
        catch (ResourceException e)
        {
            return Task.FromException<T>(e);
        }
    }

    private void Add(GroupAddress address, NetworkLink link, IReadOnlyList<InterfaceAddress> addresses)
    {
        var there = addresses.FirstOrDefault(found => found.InterfaceIndex == link.Index && found.Address.Equals(address.Address));
        if (there is { IsTentative: true })
        {
            // Put there by someone who waits for duplicate detection, or whom it has failed: it would answer nobody.
            _netlink.RemoveAddress(link.Index, there.Address, there.PrefixLength);
        }
        else if (there is not null)
        {
            LogAdopted(address.Address, link.Name);
            return;
        }

        if (_netlink.AddAddress(link.Index, address.Address, address.PrefixLength, OptionsFor(address, link, addresses)))
        {
            LogAcquired(address.Address, address.PrefixLength, link.Name);
        }
    }

    private void RemoveFrom(IEnumerable<(InterfaceAddress Held, NetworkLink Link)> places)
    {
        foreach (var (held, link) in places)
        {
            if (_netlink.RemoveAddress(held.InterfaceIndex, held.Address, held.PrefixLength))
            {
                LogReleased(held.Address, held.PrefixLength, link.Name);
            }
        }
    }

    private IEnumerable<(InterfaceAddress Held, NetworkLink Link)> Held(GroupAddress address, IReadOnlyList<NetworkLink> links) =>
        from held in _netlink.Addresses()
        where held.Address.Equals(address.Address)
        let link = links.FirstOrDefault(link => link.Index == held.InterfaceIndex)
        where link is not null && (!link.IsLoopback || link.Name == address.Interface)
        select (held, link);
}
