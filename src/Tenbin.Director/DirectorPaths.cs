namespace Tenbin.Director;

/// <summary>Where a daemon keeps what it keeps. Shared by the daemon and the verbs that talk to it.</summary>
public sealed record DirectorPaths
{
    /// <summary>Lives as long as the machine runs: lock, control socket, what the checks found.</summary>
    public string RunDirectory { get; init; } = "/run/tenbin";

    /// <summary>Outlives the machine's restart: what operators have set.</summary>
    public string StateDirectory { get; init; } = "/var/lib/tenbin";

    /// <summary>Directory in a bpffs where programs and tables are pinned, so that they outlive the daemon.</summary>
    public string PinDirectory { get; init; } = "/sys/fs/bpf/tenbin";

    /// <summary>Socket of the control API.</summary>
    public string Socket => Path.Combine(RunDirectory, "control.sock");

    /// <summary>Held locked by the one daemon that may run; contains its process id.</summary>
    public string Lock => Path.Combine(RunDirectory, "lock");

    /// <summary>What the checks have found.</summary>
    public string Findings => Path.Combine(RunDirectory, "health.json");

    /// <summary>What this node's vote has granted.</summary>
    public string Grants => Path.Combine(RunDirectory, "grants");

    /// <summary>Drains and weights.</summary>
    public string Overrides => Path.Combine(StateDirectory, "overrides.json");
}
