using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Tenbin.Model.Configuration;

/// <summary>One entry of <c>groups</c>: addresses, routes, rules and scripts that move together, started in this order, stopped in reverse.</summary>
public sealed record GroupSettings
{
    /// <summary><c>failback: auto</c>, without a time.</summary>
    public static readonly TimeSpan DefaultFailbackAfter = TimeSpan.FromSeconds(30);

    /// <summary>Its key in the file.</summary>
    public required string Name { get; init; }

    /// <summary>Key <c>prefer</c>: the node that takes it when all are fit; null = the first node.</summary>
    public string? Prefer { get; init; }

    /// <summary>Key <c>failback</c>: a returning preferred node takes the group back after being fit for so long; null = <c>manual</c>, the default.</summary>
    public TimeSpan? FailbackAfter { get; init; }

    /// <summary>Key <c>addresses</c>: an address belongs to one group only, and is no node's own.</summary>
    public ImmutableArray<GroupAddress> Addresses { get; init; } = [];

    /// <summary>Key <c>routes</c>, put in place after the addresses.</summary>
    public ImmutableArray<GroupRoute> Routes { get; init; } = [];

    /// <summary>Key <c>rules</c>, put in place after the routes.</summary>
    public ImmutableArray<GroupRoutingRule> Rules { get; init; } = [];

    /// <summary>Key <c>masquerade</c>, put in place after the rules; null = none.</summary>
    public GroupMasquerade? Masquerade { get; init; }

    /// <summary>Key <c>scripts</c>, started last.</summary>
    public ImmutableArray<GroupScript> Scripts { get; init; } = [];

    /// <summary>Key <c>track</c>: what lowers this node's fitness for the group.</summary>
    public ImmutableArray<TrackedThing> Track { get; init; } = [];

    /// <summary>Key <c>on-change</c>: absolute path of a program, without arguments, run at every change of ownership; null = none.</summary>
    public string? OnChange { get; init; }

    /// <summary>By value, lists item by item.</summary>
    public bool Equals(GroupSettings? other) =>
        other is not null
        && Name == other.Name
        && Prefer == other.Prefer
        && FailbackAfter == other.FailbackAfter
        && Addresses.SequenceEqual(other.Addresses)
        && Routes.SequenceEqual(other.Routes)
        && Rules.SequenceEqual(other.Rules)
        && Masquerade == other.Masquerade
        && Scripts.SequenceEqual(other.Scripts)
        && Track.SequenceEqual(other.Track)
        && OnChange == other.OnChange;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Prefer, Addresses.Length);
}

/// <summary>What moves an address.</summary>
public enum MoverKind
{
    /// <summary>The interface's address and gratuitous ARP or unsolicited ND.</summary>
    Local,

    /// <summary>The same, and EC2 moves it to this instance's interface: an address of the subnet, with its Elastic IP.</summary>
    AwsPrivateIp,

    /// <summary>An Elastic IP, which comes to the own address of whichever node has it; the interface gets none.</summary>
    AwsElasticIp,

    /// <summary>An address outside the VPC, which route tables send to this instance's interface.</summary>
    AwsRoute,
}

/// <summary>One entry of <c>addresses</c>.</summary>
/// <param name="Address">The address; IPv4 or IPv6.</param>
/// <param name="PrefixLength">Of its network.</param>
/// <param name="Mover">Key <c>mover</c>.</param>
/// <param name="Interface">Key <c>interface</c>; null = the one that has another address in the same network.</param>
public sealed record GroupAddress(IPAddress Address, int PrefixLength, MoverKind Mover = MoverKind.Local, string? Interface = null)
{
    /// <summary>Key <c>elastic-ip</c>: public IPv4 address that stands for it on the Internet, or, of an <c>aws-route</c>, for the interface's own; null = none.</summary>
    public IPAddress? ElasticIp { get; init; }

    /// <summary>
    /// Key <c>elastic-ip-to</c>: by node in file order, the private address of its own that the Elastic IP comes to; empty = the
    /// interface's primary one, which stands in <c>nodes</c>. For those that <see cref="ComesToOwnAddress"/>.
    /// </summary>
    public ImmutableArray<KeyValuePair<string, IPAddress>> ElasticIpTo { get; init; } = [];

    /// <summary>Key <c>route-tables</c> of an <c>aws-route</c>: ids of the tables whose route to it is moved.</summary>
    public ImmutableArray<string> RouteTables { get; init; } = [];

    /// <summary>Key <c>default-route-tables</c>: ids of the tables whose default route follows it, those of nat servers.</summary>
    public ImmutableArray<string> DefaultRouteTables { get; init; } = [];

    /// <summary>AWS has to move something.</summary>
    public bool IsOfAws => Mover != MoverKind.Local;

    /// <summary>Its Elastic IP comes to the own address of whichever node has it, and so do the packets: services listen there too.</summary>
    public bool ComesToOwnAddress =>
        Mover == MoverKind.AwsElasticIp || (Mover == MoverKind.AwsRoute && ElasticIp is not null && Address.AddressFamily == AddressFamily.InterNetwork);

    /// <summary>By value, lists item by item.</summary>
    public bool Equals(GroupAddress? other) =>
        other is not null
        && Address.Equals(other.Address)
        && PrefixLength == other.PrefixLength
        && Mover == other.Mover
        && Interface == other.Interface
        && Equals(ElasticIp, other.ElasticIp)
        && ElasticIpTo.SequenceEqual(other.ElasticIpTo)
        && RouteTables.SequenceEqual(other.RouteTables)
        && DefaultRouteTables.SequenceEqual(other.DefaultRouteTables);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Address, PrefixLength, Mover, Interface);
}

/// <summary>How a script answers.</summary>
public enum ScriptStandard
{
    /// <summary><c>start</c>, <c>stop</c>, <c>status</c>; status 0 = running, 3 = stopped.</summary>
    Lsb,

    /// <summary><c>start</c>, <c>stop</c>, <c>monitor</c>; 0 = running, 7 = stopped; parameters as <c>OCF_RESKEY_*</c>.</summary>
    Ocf,
}

/// <summary>One entry of <c>scripts</c>.</summary>
/// <param name="Path">Absolute path of the program.</param>
/// <param name="Standard">Key <c>type</c>.</param>
/// <param name="Timeout">Key <c>timeout</c>, of each call.</param>
/// <param name="Every">Key <c>every</c>: between two looks at whether it still runs.</param>
public sealed record GroupScript(string Path, ScriptStandard Standard, TimeSpan Timeout, TimeSpan Every)
{
    /// <summary>A script of which the file says no more than its path.</summary>
    public GroupScript(string path)
        : this(path, ScriptStandard.Lsb, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(10))
    {
    }

    /// <summary>Key <c>arguments</c> (LSB), before the verb's own.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Key <c>parameters</c> (OCF), by name without <c>OCF_RESKEY_</c>, in order of name.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Parameters { get; init; } = [];

    /// <summary>By value, lists item by item.</summary>
    public bool Equals(GroupScript? other) =>
        other is not null
        && Path == other.Path
        && Standard == other.Standard
        && Timeout == other.Timeout
        && Every == other.Every
        && Arguments.SequenceEqual(other.Arguments)
        && Parameters.SequenceEqual(other.Parameters);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Path, Standard, Arguments.Length, Parameters.Length);
}

/// <summary>What is looked at.</summary>
public enum TrackKind
{
    /// <summary>An interface has its carrier.</summary>
    Interface,

    /// <summary>A program exits with 0.</summary>
    Script,

    /// <summary>A process of that name runs (<c>/proc/PID/comm</c>).</summary>
    Process,
}

/// <summary>One entry of <c>track</c>, as keepalived has them.</summary>
/// <param name="Kind">Keys <c>interface</c>, <c>script</c>, <c>process</c>.</param>
/// <param name="Target">Name of the interface or process, or absolute path of the program, without arguments.</param>
/// <param name="Weight">Key <c>weight</c>: points that its failure costs (fitness is 0 to 255); 0 = the node is unfit.</param>
/// <param name="Every">Between two looks at a script.</param>
/// <param name="Timeout">Of one look at a script.</param>
public sealed record TrackedThing(TrackKind Kind, string Target, int Weight, TimeSpan Every, TimeSpan Timeout)
{
    /// <summary>Key <c>every</c> when not given.</summary>
    public static readonly TimeSpan DefaultEvery = TimeSpan.FromSeconds(2);

    /// <summary>Key <c>timeout</c> when not given; <see cref="Every"/> if that is shorter.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(1);
}
