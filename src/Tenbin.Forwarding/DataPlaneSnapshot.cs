using System.Collections.Immutable;
using Tenbin.Model;

namespace Tenbin.Forwarding;

/// <summary>Traffic totals since the service or server was made. Packets count as on the wire: a GSO packet counts its segments.</summary>
/// <param name="Sessions">Sessions begun.</param>
/// <param name="PacketsIn">Client to server.</param>
/// <param name="BytesIn">Client to server, layer 3 and up.</param>
/// <param name="PacketsOut">Server to client; 0 for dsr, whose replies do not pass here.</param>
/// <param name="BytesOut">Server to client, layer 3 and up; 0 for dsr.</param>
public readonly record struct Traffic(long Sessions, long PacketsIn, long BytesIn, long PacketsOut, long BytesOut)
{
    /// <summary>Sum of two totals.</summary>
    public static Traffic operator +(Traffic a, Traffic b) => new(
        a.Sessions + b.Sessions, a.PacketsIn + b.PacketsIn, a.BytesIn + b.BytesIn,
        a.PacketsOut + b.PacketsOut, a.BytesOut + b.BytesOut);
}

/// <summary>One real server of a service as the kernel holds it.</summary>
/// <param name="Server">Address and port.</param>
/// <param name="Traffic">Totals.</param>
/// <param name="Active">Established sessions (LVS: ActiveConn).</param>
/// <param name="Inactive">Other live sessions (LVS: InActConn).</param>
/// <param name="NextHop">How it is reached, for people: <c>eth0 via 172.18.1.33 02:…</c>, <c>local</c>, or why it is not.</param>
/// <param name="Reachable">False while no next hop is known.</param>
public sealed record ServerCounters(ServerAddress Server, Traffic Traffic, long Active, long Inactive, string NextHop, bool Reachable);

/// <summary>One service as the kernel holds it.</summary>
/// <param name="Service">Its address.</param>
/// <param name="Traffic">Totals, servers removed since included.</param>
/// <param name="Servers">Its servers.</param>
public sealed record ServiceCounters(ServiceAddress Service, Traffic Traffic, ImmutableArray<ServerCounters> Servers);

/// <summary>Where the program is attached.</summary>
/// <param name="Interface">Interface name.</param>
/// <param name="Hook"><c>tc</c> or <c>xdp</c>.</param>
public readonly record struct Attachment(string Interface, string Hook);

/// <summary>What the kernel holds at one moment.</summary>
public sealed record DataPlaneSnapshot
{
    /// <summary>The services, by address.</summary>
    public required ImmutableArray<ServiceCounters> Services { get; init; }

    /// <summary>Named packet events (drops and oddities) since the maps were made; zero ones included.</summary>
    public required ImmutableSortedDictionary<string, long> Events { get; init; }

    /// <summary>Sessions live now.</summary>
    public required long Sessions { get; init; }

    /// <summary>Sessions that fit.</summary>
    public required long SessionLimit { get; init; }

    /// <summary>Kernel memory of all maps, bytes.</summary>
    public required long KernelMemory { get; init; }

    /// <summary>Attached programs.</summary>
    public required ImmutableArray<Attachment> Attachments { get; init; }
}
