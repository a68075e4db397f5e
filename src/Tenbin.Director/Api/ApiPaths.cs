namespace Tenbin.Director.Api;

/// <summary>Resources of the control API.</summary>
public static class ApiPaths
{
    /// <summary><c>GET</c>: <see cref="StatusReport"/>.</summary>
    public const string Status = "/v1/status";

    /// <summary><c>GET ?client=&amp;service=&amp;server=&amp;state=&amp;limit=</c>: <see cref="SessionList"/>.</summary>
    public const string Sessions = "/v1/sessions";

    /// <summary><c>GET ?client=&amp;service=</c>: <see cref="ExplainAnswer"/>.</summary>
    public const string Explain = "/v1/explain";

    /// <summary><c>POST</c>: <see cref="CommandAnswer"/>.</summary>
    public const string Reload = "/v1/reload";

    /// <summary><c>POST</c> <see cref="ServerCommand"/>: <see cref="CommandAnswer"/>.</summary>
    public const string Drain = "/v1/servers/drain";

    /// <summary><c>POST</c> <see cref="ServerCommand"/>: <see cref="CommandAnswer"/>.</summary>
    public const string Undrain = "/v1/servers/undrain";

    /// <summary><c>POST</c> <see cref="ServerCommand"/>: <see cref="CommandAnswer"/>.</summary>
    public const string Weight = "/v1/servers/weight";

    /// <summary><c>POST</c> <see cref="GroupCommand"/>: <see cref="CommandAnswer"/>.</summary>
    public const string Takeover = "/v1/groups/takeover";

    /// <summary><c>POST</c> <see cref="GroupCommand"/>: <see cref="CommandAnswer"/>.</summary>
    public const string Standby = "/v1/groups/standby";

    /// <summary><c>POST</c>: <see cref="CommandAnswer"/>.</summary>
    public const string MaintenanceOn = "/v1/maintenance/on";

    /// <summary><c>POST</c>: <see cref="CommandAnswer"/>.</summary>
    public const string MaintenanceOff = "/v1/maintenance/off";
}
