using Tenbin.Forwarding.Ebpf.Layout;

namespace Tenbin.Forwarding.Ebpf.NextHops;

/// <summary>A next hop in words.</summary>
internal static class NextHopText
{
    public static string Of(ServerEntry server, string interfaceName) => server switch
    {
        { Method: ServerMethod.Local } => "local",
        { InterfaceIndex: 0 } => "no route",
        { Mac.IsKnown: false } => $"{interfaceName} via {server.NextHop.ToIPAddress()}, MAC unresolved",
        _ => $"{interfaceName} via {server.NextHop.ToIPAddress()} {server.Mac.ToMacAddress()}",
    };
}
