using Tenbin.Forwarding.Ebpf.Kernel;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Forwarding.Ebpf.Reconciling;
using Tenbin.Linux;
using Tenbin.Model;

namespace Tenbin.Forwarding.Ebpf.Reading;

/// <summary>Sessions out of the maps, chunk by chunk.</summary>
internal sealed class SessionReader(EbpfMaps maps, ServerExtent extent)
{
    private const int NanosecondsPerTick = 100;

    public IEnumerable<Session> Read(SessionFilter filter)
    {
        var servers = HeldState.Read(maps, extent).Servers;
        maps.Settings.TryLookup(0u, out SettingsEntry settings);
        var now = Clock.MonotonicCoarse;
        foreach (var (flow, entry) in maps.Sessions.Entries<Flow, SessionEntry>())
        {
            // A session of a server that was removed is over; its timer has only not come round yet.
            if (entry.IsOver || entry.Server >= servers.Count || servers[(int)entry.Server].Generation != entry.Generation)
            {
                continue;
            }

            var session = Make(flow, entry, servers[(int)entry.Server], settings, now);
            if (Matches(session, filter))
            {
                yield return session;
            }
        }
    }

    private static Session Make(Flow flow, SessionEntry entry, ServerEntry server, SettingsEntry settings, long now)
    {
        var idle = Time(now - (long)entry.LastSeen);
        var expires = Time((long)settings.Timeouts[(int)entry.State]) - idle;
        return new Session(
            flow.Client, flow.Service, new ServerAddress(entry.ServerAddress.ToIPAddress(), entry.ServerPort),
            server.Method == ServerMethod.Nat ? ForwardingMethod.Nat : ForwardingMethod.Dsr,
            (SessionState)entry.State, Time(now - (long)entry.Created), idle,
            expires > TimeSpan.Zero ? expires : TimeSpan.Zero);
    }

    private static TimeSpan Time(long nanoseconds) => TimeSpan.FromTicks(Math.Max(0, nanoseconds) / NanosecondsPerTick);

    private static bool Matches(Session session, SessionFilter filter) =>
        (filter.Client is null || filter.Client.Equals(session.Client.Address)) &&
        (filter.Service is null || filter.Service == session.Service) &&
        (filter.Server is null || filter.Server.Equals(session.Server.Address)) &&
        (filter.State is null || filter.State == session.State);
}
