using System.Collections.Immutable;
using System.Net;

namespace Tenbin.Model.Configuration;

/// <summary>One entry of <c>services</c>.</summary>
public sealed record VirtualService
{
    /// <summary>Its key in the file.</summary>
    public required string Name { get; init; }

    /// <summary>Key <c>listen</c>.</summary>
    public required ServiceAddress Listen { get; init; }

    /// <summary>Key <c>scheduler</c>; default <c>wlc</c>, as in LVS.</summary>
    public Scheduler Scheduler { get; init; } = Scheduler.WeightedLeastConnection;

    /// <summary>Key <c>hash</c>, for <c>sh</c> and <c>mh</c>.</summary>
    public HashInput Hash { get; init; } = HashInput.Source;

    /// <summary>Key <c>table-size</c>: slots of the Maglev table, a prime; 0 = chosen by the number of servers.</summary>
    public int TableSize { get; init; }

    /// <summary>Key <c>persistence</c>; null = off.</summary>
    public Persistence? Persistence { get; init; }

    /// <summary>Key <c>allow-from</c>: networks whose clients may connect; empty = all.</summary>
    public ImmutableArray<IPNetwork> AllowFrom { get; init; } = [];

    /// <summary>Key <c>on-link-clients</c>, for <c>nat</c>.</summary>
    public OnLinkClients OnLinkClients { get; init; } = OnLinkClients.Refuse;

    /// <summary>Key <c>servers</c>: at least one; addresses unique within the service.</summary>
    public required ImmutableArray<RealServer> Servers { get; init; }

    /// <summary>Key <c>fallback</c>: used, unchecked, while no real server is up; null = none.</summary>
    public RealServer? Fallback { get; init; }

    /// <summary>By value, lists item by item.</summary>
    public bool Equals(VirtualService? other) =>
        other is not null
        && Name == other.Name
        && Listen == other.Listen
        && Scheduler == other.Scheduler
        && Hash == other.Hash
        && TableSize == other.TableSize
        && Persistence == other.Persistence
        && AllowFrom.SequenceEqual(other.AllowFrom)
        && OnLinkClients == other.OnLinkClients
        && Servers.SequenceEqual(other.Servers)
        && Fallback == other.Fallback;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Listen);
}

/// <summary>One entry of <c>servers</c>, with every default already filled in from its service.</summary>
public sealed record RealServer
{
    /// <summary>Address and port.</summary>
    public required ServerAddress Address { get; init; }

    /// <summary>Forwarding method, the service's <c>forward</c> unless overridden.</summary>
    public required ForwardingMethod Forward { get; init; }

    /// <summary>0–65535; 0 gives it no new sessions (LVS: quiescent).</summary>
    public int Weight { get; init; } = 1;

    /// <summary>How its health is checked, the service's <c>check</c> unless overridden.</summary>
    public required Check Check { get; init; }
}

/// <summary>Key <c>persistence</c>: a client keeps its server across sessions.</summary>
/// <param name="For">Time after the client's last session began or ended.</param>
/// <param name="PrefixLengthV4">Clients of one IPv4 network of this length count as one client; 32 = each alone.</param>
/// <param name="PrefixLengthV6">The same for IPv6; 128 = each alone.</param>
public sealed record Persistence(TimeSpan For, byte PrefixLengthV4 = 32, byte PrefixLengthV6 = 128);
