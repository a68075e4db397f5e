using System.Collections.Immutable;
using System.Net;
using Tenbin.Model.Configuration;

namespace Tenbin.Model.Planning;

/// <summary>All that a data plane shall hold; the output of <c>Plan</c>.</summary>
/// <param name="Services">In file order.</param>
public sealed record DesiredState(ImmutableArray<DesiredService> Services)
{
    /// <summary>Nothing at all.</summary>
    public static DesiredState Empty { get; } = new([]);
}

/// <summary>One virtual service as a data plane shall hold it.</summary>
public sealed record DesiredService
{
    /// <summary>Name in the file; that of an alias is its own.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the service whose servers get what comes to this other address too; null = it is no alias.</summary>
    public string? AliasOf { get; init; }

    /// <summary>Where clients connect.</summary>
    public required ServiceAddress Listen { get; init; }

    /// <summary>Scheduler.</summary>
    public required Scheduler Scheduler { get; init; }

    /// <summary>What a hashing scheduler hashes.</summary>
    public HashInput Hash { get; init; }

    /// <summary>Slots of the Maglev table; 0 = chosen by the data plane.</summary>
    public int TableSize { get; init; }

    /// <summary>Persistence, or null.</summary>
    public Persistence? Persistence { get; init; }

    /// <summary>Networks whose clients may open sessions; empty = all.</summary>
    public ImmutableArray<IPNetwork> AllowFrom { get; init; } = [];

    /// <summary>Treatment of nat clients in a real server's own subnet.</summary>
    public OnLinkClients OnLinkClients { get; init; }

    /// <summary>Every configured server, the unused fallback among them, in file order.</summary>
    public required ImmutableArray<DesiredServer> Servers { get; init; }
}

/// <summary>What sessions a real server may get.</summary>
public enum Admission : byte
{
    /// <summary>New and old sessions.</summary>
    Open = 1,

    /// <summary>Old sessions only: drained, weight 0, or a fallback that is not needed now.</summary>
    Drain = 2,

    /// <summary>Old TCP sessions only, which its return would find intact; half-open and UDP ones move.</summary>
    Down = 3,
}

/// <summary>One real server as a data plane shall hold it.</summary>
/// <param name="Address">Address and port.</param>
/// <param name="Forward">Forwarding method.</param>
/// <param name="Weight">Relative share, at least 1 when <paramref name="Admission"/> is <see cref="Admission.Open"/>.</param>
/// <param name="Admission">What sessions it may get.</param>
public sealed record DesiredServer(ServerAddress Address, ForwardingMethod Forward, int Weight, Admission Admission);
