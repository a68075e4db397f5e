using Microsoft.Extensions.Logging;
using Tenbin.Linux;
using Tenbin.Linux.Netlink;

namespace Tenbin.Addresses.Routing;

/// <summary>
/// Puts the routes and rules of groups into the kernel of this machine, in the network namespace of the thread that opened
/// it. Each call is idempotent. It removes only what carries <see cref="Protocol"/>, and is content with what another
/// program has put there already, if that is the very same. Needs CAP_NET_ADMIN. Thread-safe.
/// </summary>
public sealed partial class GroupRouting : IDisposable
{
    /// <summary>
    /// Marks what Tenbin made: <c>rtm_protocol</c> of a route, FRA_PROTOCOL of a rule. Not assigned in
    /// include/uapi/linux/rtnetlink.h nor in iproute2's rt_protos; <c>ip route show table all proto 116</c> shows them.
    /// </summary>
    public const byte Protocol = 116;

    private readonly RouteNetlink _netlink;
    private readonly ILogger _log;

    private GroupRouting(RouteNetlink netlink, ILogger log) => (_netlink, _log) = (netlink, log);

    /// <summary>Opens its socket in the calling thread's network namespace.</summary>
    /// <exception cref="LinuxException">Not permitted.</exception>
    public static GroupRouting Open(ILogger<GroupRouting> log) => new(RouteNetlink.Open(), log);

    /// <inheritdoc/>
    public void Dispose() => _netlink.Dispose();

    private static T Guard<T>(string what, string failure, string remedy, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (LinuxException e)
        {
            throw new ResourceException($"{what} {failure}: {e.Message}{remedy}", e);
        }
    }
}
