namespace Tenbin.Health.Monitoring;

/// <summary>Where a scheduled probe stands.</summary>
internal enum ProbePhase
{
    /// <summary>Waits for its next start.</summary>
    Waiting,

    /// <summary>Runs, within its deadline.</summary>
    Running,

    /// <summary>Told to stop at its deadline, and about to say what it was waiting for.</summary>
    Overdue,

    /// <summary>Has not stopped when told; counted as failed at each start that it misses.</summary>
    Hung,

    /// <summary>Nobody asks for it any more.</summary>
    Retired,
}
