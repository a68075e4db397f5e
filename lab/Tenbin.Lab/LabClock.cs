namespace Tenbin.Lab;

/// <summary>The host's monotonic clock: the lab and the agents in its machines all read the same one.</summary>
public static class LabClock
{
    /// <summary>Seconds since some moment before the lab began.</summary>
    public static double Now => (double)TimeProvider.System.GetTimestamp() / TimeProvider.System.TimestampFrequency;
}
