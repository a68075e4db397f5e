namespace Tenbin.Model.Configuration.Fingerprints;

/// <summary>The meaning of <c>data-plane</c>.</summary>
internal static class DataPlaneText
{
    public static CanonicalText Of(DataPlaneSettings settings) => new CanonicalText()
        .Add("hook", (long)settings.Hook)
        .Each("interfaces", settings.Interfaces)
        .Add("limits.services", settings.Limits.Services)
        .Add("limits.servers", settings.Limits.Servers)
        .Add("limits.sessions", settings.Limits.Sessions)
        .Add("timeouts.tcp", settings.Timeouts.Tcp)
        .Add("timeouts.tcp-fin", settings.Timeouts.TcpFin)
        .Add("timeouts.udp", settings.Timeouts.Udp)
        .Add("full-table", (long)settings.FullTable);
}
