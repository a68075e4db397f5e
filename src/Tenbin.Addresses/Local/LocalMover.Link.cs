using System.Net;
using System.Net.Sockets;
using Tenbin.Linux;
using Tenbin.Linux.Neighbours;
using Tenbin.Linux.Netlink;

namespace Tenbin.Addresses.Local;

/// <content>What is said and heard on the links.</content>
public sealed partial class LocalMover
{
    private static readonly TimeSpan s_conflictLogEvery = TimeSpan.FromSeconds(10);

    private sealed class Question(IPAddress address, NetworkLink link)
        : TaskCompletionSource<MacAddress>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public bool Concerns(NeighbourClaim claim) => claim.InterfaceIndex == link.Index && claim.Address.Equals(address) && claim.Mac != link.Mac;
    }

    private void Announce(IPAddress address, NetworkLink link)
    {
        lock (_gate)
        {
            _announced.Remove(address, out var earlier);
            earlier?.Dispose();
            _announced[address] = new Announcement(address, link, Say, _options.Refresh, _time) { ConflictTold = earlier?.ConflictTold };
        }
    }

    private void Silence(IPAddress address)
    {
        lock (_gate)
        {
            _announced.Remove(address, out var announcement);
            announcement?.Dispose();
        }
    }

    /// <summary>Announces, and asks after duplicates only then: they must not delay a takeover.</summary>
    private void Say(Announcement announcement, bool askToo)
    {
        lock (_gate)
        {
            if (announcement.IsStopped || _stop.IsCancellationRequested)
            {
                return;
            }

            try
            {
                // Its MAC as it is now: that of a bond moves with its ports.
                var link = _netlink.Links().FirstOrDefault(link => link.Index == announcement.Link.Index);
                if (link?.Mac is not { } mac)
                {
                    return;
                }

                _neighbours.Announce(link.Index, mac, announcement.Address, IsRouter(announcement.Address, link));
                if (askToo)
                {
                    _neighbours.Probe(link.Index, mac, announcement.Address, SenderOn(link, announcement.Address));
                }
            }
            catch (Exception e) when (e is SocketException or LinuxException)
            {
                LogNotAnnounced(announcement.Address, announcement.Link.Name, e.Message);
            }
        }
    }

    private static bool IsRouter(IPAddress address, NetworkLink link) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && Sysctl.Read($"net/ipv6/conf/{link.Name}/forwarding") == "1";

    private IPAddress? SenderOn(NetworkLink link, IPAddress asked) => asked.AddressFamily == AddressFamily.InterNetworkV6
        ? _netlink.Addresses().FirstOrDefault(own => own.InterfaceIndex == link.Index && own is { Address.IsIPv6LinkLocal: true, IsTentative: false } && !own.Address.Equals(asked))?.Address
        : null;

    private void Hear(NeighbourClaim claim)
    {
        AddressConflict? conflict = null;
        var log = false;
        lock (_gate)
        {
            foreach (var question in _questions)
            {
                if (question.Concerns(claim))
                {
                    question.TrySetResult(claim.Mac);
                }
            }

            if (_announced.TryGetValue(claim.Address, out var held) && held.Link.Index == claim.InterfaceIndex && held.Link.Mac != claim.Mac)
            {
                conflict = new AddressConflict(claim.Address, held.Link.Name, claim.Mac);
                var now = _time.GetTimestamp();
                log = held.ConflictTold is not { } told || _time.GetElapsedTime(told, now) >= s_conflictLogEvery;
                held.ConflictTold = log ? now : held.ConflictTold;
            }
        }

        if (log)
        {
            LogConflict(claim.Address, claim.Mac, conflict!.Interface);
        }

        if (conflict is not null)
        {
            _conflict(conflict);
        }
    }

    /// <summary>Asks three times; null when nobody else answers.</summary>
    private async Task<MacAddress?> AskAsync(IPAddress address, NetworkLink link, CancellationToken cancellation)
    {
        if (link.Mac is not { } mac)
        {
            return null;
        }

        const int attempts = 3;
        var question = new Question(address, link);
        lock (_gate)
        {
            _questions.Add(question);
        }

        try
        {
            for (var attempt = 0; attempt < attempts && !question.Task.IsCompleted; attempt++)
            {
                _neighbours.Probe(link.Index, mac, address, SenderOn(link, address));
                await Task.WhenAny(question.Task, Task.Delay(_options.Patience / attempts, _time, cancellation)).ConfigureAwait(false);
                cancellation.ThrowIfCancellationRequested();
            }

            return question.Task.IsCompleted ? await question.Task.ConfigureAwait(false) : null;
        }
        catch (SocketException e)
        {
            throw new ResourceException($"address {address} cannot be asked for on {link.Name}: {e.Message}", e);
        }
        finally
        {
            lock (_gate)
            {
                _questions.Remove(question);
            }
        }
    }
}
