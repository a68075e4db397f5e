namespace Tenbin.Lab.Cloud.Registers;

/// <summary>What goes wrong with a simulated store, until changed.</summary>
public sealed record StoreFaults
{
    /// <summary>Each answer comes so much later.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Requests are done, and their answers lost: the connection ends instead.</summary>
    public bool LosesAnswers { get; init; }

    /// <summary>Requests are neither done nor answered.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Requests are refused as too many.</summary>
    public bool Throttles { get; init; }

    /// <summary>Requests end with an internal error, undone.</summary>
    public bool Breaks { get; init; }

    /// <summary>The credentials lack the permission.</summary>
    public bool Denies { get; init; }
}
