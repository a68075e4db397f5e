using System.Collections.Immutable;
using System.Net;
using Tenbin.Director.Api;
using Tenbin.Linux;
using Tenbin.Linux.Netfilter;
using Tenbin.Linux.Netlink;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Doctor.Host;

/// <summary>All that the host's checks judge by, gathered beforehand: a check is a pure function of this.</summary>
internal sealed record HostFacts
{
    public required TenbinConfig Config { get; init; }

    public string ConfigFile { get; init; } = "/etc/tenbin/tenbin.yaml";

    /// <summary>What the daemon here says; null when none runs.</summary>
    public StatusReport? Daemon { get; init; }

    public KernelVersion Kernel { get; init; } = new(6, 1);

    /// <summary>Capabilities that this process lacks.</summary>
    public IReadOnlyList<string> MissingCapabilities { get; init; } = [];

    /// <summary>Where programs and tables are pinned lies in a bpffs.</summary>
    public bool HasBpfFs { get; init; } = true;

    public IReadOnlyList<NetworkLink> Links { get; init; } = [];

    public IReadOnlyList<InterfaceAddress> Addresses { get; init; } = [];

    /// <summary>Value of a kernel setting by its path below <c>/proc/sys</c>; null when there is none.</summary>
    public Func<string, string?> Setting { get; init; } = _ => null;

    /// <summary>How the kernel would send to each real server.</summary>
    public IReadOnlyDictionary<IPAddress, Route> RoutesTo { get; init; } = ImmutableDictionary<IPAddress, Route>.Empty;

    /// <summary>Interfaces that join received packets for good (LRO).</summary>
    public IReadOnlyList<string> LargeReceive { get; init; } = [];

    /// <summary>Names of the processes that run.</summary>
    public IReadOnlySet<string> Processes { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>Services of the kernel's own IPVS, as <c>10.0.0.1:80/tcp</c>.</summary>
    public IReadOnlyList<string> IpvsServices { get; init; } = [];

    /// <summary>Chains that nftables calls by itself.</summary>
    public IReadOnlyList<NetfilterChain> Chains { get; init; } = [];

    /// <summary>Files that the configuration names, and itself.</summary>
    public IReadOnlyList<FileFacts> Files { get; init; } = [];

    /// <summary>Shared libraries and programs that are wanted and not there.</summary>
    public IReadOnlySet<string> MissingPrograms { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>Something keeps the clock right; null = not known.</summary>
    public bool? IsClockKept { get; init; }

    /// <summary>Who answered on the segment; null when nobody was asked.</summary>
    public SegmentFacts? Segment { get; init; }

    /// <summary>Addresses on this machine's interfaces but lo.</summary>
    public IEnumerable<InterfaceAddress> OnWire =>
        from held in Addresses
        join link in Links on held.InterfaceIndex equals link.Index
        where !link.IsLoopback
        select held;
}

/// <summary>What a file is for.</summary>
internal enum FilePurpose
{
    Configuration,
    Key,
    Program,
}

/// <summary>A file.</summary>
/// <param name="Path">Where.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Mode">Its mode; null when it does not exist.</param>
internal sealed record FileFacts(string Path, FilePurpose Purpose, UnixFileMode? Mode);

/// <summary>What was heard on the segment.</summary>
/// <param name="Claims">Who answers for which address; this machine is not among them.</param>
/// <param name="WaysBack">Of nat real servers that answer a ping: whether what they send beyond their network comes here.</param>
internal sealed record SegmentFacts(ILookup<IPAddress, MacAddress> Claims, IReadOnlyDictionary<IPAddress, bool> WaysBack);
