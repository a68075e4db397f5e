using Tenbin.Director.Api;
using Tenbin.Director.Loop;
using Tenbin.Forwarding;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Status;

/// <summary>The line of one real server in the report. Pure.</summary>
internal static class ServerStatuses
{
    /// <summary>From what is configured, planned, counted and found.</summary>
    public static ServerStatus Of(
        DirectorView view, VirtualService service, RealServer server, bool fallback, DesiredServer? planned, ServerCounters? counted)
    {
        var key = new ServerKey(service.Name, server.Address);
        var set = view.Overrides.GetValueOrDefault(key);
        var weight = set?.Weight ?? server.Weight;
        var finding = view.Findings.GetValueOrDefault(key);
        var (state, reason) = (fallback, finding?.Health) switch
        {
            (_, ServerHealth.Down) => (ServerState.Down, finding!.Reason),
            (false, not ServerHealth.Up) => (ServerState.Unknown, finding?.Reason ?? ""),
            _ when set?.Drained == true => (ServerState.Draining, "drained by command"),
            _ when weight == 0 => (ServerState.Draining, "weight 0"),
            (false, _) => (ServerState.Up, finding!.Reason),
            _ when planned?.Admission == Admission.Open => (ServerState.Fallback, "no real server takes new sessions"),
            _ => (ServerState.Standby, ""),
        };
        return new ServerStatus
        {
            Address = server.Address.ToString(),
            Forward = Names.Of(server.Forward),
            Weight = weight,
            FileWeight = server.Weight,
            State = state,
            Reason = reason,
            Since = finding?.Since,
            Drained = set?.Drained ?? false,
            Fallback = fallback,
            Active = counted?.Active ?? 0,
            Inactive = counted?.Inactive ?? 0,
            Totals = StatusBuilder.Totals(counted?.Traffic ?? default),
            Rates = view.Rates.Of(service.Listen, server.Address),
            NextHop = counted?.NextHop ?? "",
            Reachable = counted?.Reachable ?? true,
        };
    }
}
