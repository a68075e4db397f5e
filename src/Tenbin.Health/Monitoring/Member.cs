using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Health.Monitoring;

/// <summary>One real server of one service, fed by a probe that it may share.</summary>
internal sealed class Member(ServerKey key, Check check, ServerState state)
{
    public ServerKey Key { get; } = key;

    /// <summary>Holds this member's own <c>fall</c> and <c>rise</c>.</summary>
    public Check Check { get; set; } = check;

    public ServerState State { get; set; } = state;

    /// <summary>Null when it is not checked.</summary>
    public ScheduledProbe? Probe { get; set; }
}
