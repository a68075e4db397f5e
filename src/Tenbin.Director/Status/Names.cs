using Tenbin.Forwarding;
using Tenbin.Model;

namespace Tenbin.Director.Status;

/// <summary>Words of the file and of LVS for what the records hold.</summary>
internal static class Names
{
    /// <summary><c>nat</c> or <c>dsr</c>.</summary>
    public static string Of(ForwardingMethod method) => method switch
    {
        ForwardingMethod.Nat => "nat",
        ForwardingMethod.Dsr => "dsr",
        _ => method.ToString(),
    };

    /// <summary><c>rr</c>, <c>wrr</c>, <c>lc</c>, <c>wlc</c>, <c>sh</c> or <c>mh</c>.</summary>
    public static string Of(Scheduler scheduler) => scheduler switch
    {
        Scheduler.RoundRobin => "rr",
        Scheduler.WeightedRoundRobin => "wrr",
        Scheduler.LeastConnection => "lc",
        Scheduler.WeightedLeastConnection => "wlc",
        Scheduler.SourceHash => "sh",
        Scheduler.Maglev => "mh",
        _ => scheduler.ToString(),
    };

    /// <summary>A session state as the <c>state</c> filter takes it.</summary>
    public static string Of(SessionState state) => state switch
    {
        SessionState.Udp => "udp",
        SessionState.SynReceived => "syn-received",
        SessionState.Established => "established",
        SessionState.FinWait => "fin-wait",
        SessionState.CloseWait => "close-wait",
        SessionState.TimeWait => "time-wait",
        SessionState.Closed => "closed",
        _ => state.ToString(),
    };

    /// <summary>Every session state's name.</summary>
    public static IEnumerable<string> SessionStates => Enum.GetValues<SessionState>().Select(Of);

    /// <summary>The session state with that name, or null.</summary>
    public static SessionState? SessionStateNamed(string name)
    {
        foreach (var state in Enum.GetValues<SessionState>())
        {
            if (Of(state) == name)
            {
                return state;
            }
        }

        return null;
    }
}
