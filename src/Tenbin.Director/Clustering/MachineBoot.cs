namespace Tenbin.Director.Clustering;

/// <summary>This boot of the machine.</summary>
internal static class MachineBoot
{
    /// <summary>Another one after each boot (random(4)).</summary>
    public static Guid Id() => Guid.Parse(File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim());
}
