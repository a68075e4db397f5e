using System.Net;
using System.Net.Sockets;
using Tenbin.Linux.Netlink;

namespace Tenbin.Addresses.RealServers;

/// <summary>One change of the machine. <see cref="object.ToString"/> tells it as a command that would do the same.</summary>
public abstract record RealServerChange;

/// <summary>A kernel setting.</summary>
/// <param name="Path">Below <c>/proc/sys</c>.</param>
/// <param name="Value">New value.</param>
public sealed record SetSysctl(string Path, string Value) : RealServerChange
{
    /// <inheritdoc/>
    public override string ToString() => $"sysctl -w {Path}={Value}";
}

/// <summary>An address on <c>lo</c>, alone in its network.</summary>
/// <param name="Address">The address.</param>
/// <param name="IsThere">Added, or removed.</param>
public sealed record SetVirtualAddress(IPAddress Address, bool IsThere) : RealServerChange
{
    /// <summary>32 or 128.</summary>
    public int PrefixLength => Address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32;

    /// <inheritdoc/>
    public override string ToString() => $"ip address {(IsThere ? "add" : "delete")} {Address}/{PrefixLength} dev lo";
}

/// <summary>A route of Tenbin's own table.</summary>
/// <param name="Route">The route.</param>
/// <param name="IsThere">Added, or removed.</param>
public sealed record SetRoute(TableRoute Route, bool IsThere) : RealServerChange
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"ip {(Route.IsV6 ? "-6 " : "")}route {(IsThere ? "add" : "delete")} {(Route.Destination.PrefixLength == 0 ? "default" : Route.Destination.ToString())}"
        + $"{(Route.Gateway is { } gateway ? $" via {gateway}" : "")} table {Route.Table} proto {Route.Protocol}";
}

/// <summary>A rule of policy routing.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="IsThere">Added, or removed.</param>
public sealed record SetRule(RoutingRule Rule, bool IsThere) : RealServerChange
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"ip {(Rule.IsV6 ? "-6 " : "")}rule {(IsThere ? "add" : "delete")} priority {Rule.Priority}{(Rule.To is { } to ? $" to {to}" : "")}"
        + $" lookup {(Rule.Table == RealServerRouting.MainTable ? "main" : Rule.Table)}{(Rule.Suppress is { } length ? $" suppress_prefixlength {length}" : "")} protocol {Rule.Protocol}";
}

/// <summary>A file of Tenbin's own.</summary>
/// <param name="Path">Where.</param>
/// <param name="Content">What it holds; null = it is removed.</param>
public sealed record SetFile(string Path, string? Content) : RealServerChange
{
    /// <inheritdoc/>
    public override string ToString() => Content is null ? $"rm {Path}" : $"write {Path}";
}

/// <summary>A symbolic link.</summary>
/// <param name="Path">Where.</param>
/// <param name="Target">Where it leads; null = it is removed.</param>
public sealed record SetLink(string Path, string? Target) : RealServerChange
{
    /// <inheritdoc/>
    public override string ToString() => Target is null ? $"rm {Path}" : $"ln -s {Target} {Path}";
}
