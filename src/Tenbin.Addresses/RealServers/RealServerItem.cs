namespace Tenbin.Addresses.RealServers;

/// <summary>One thing that must be so on a real server.</summary>
/// <param name="Name">What, e.g. <c>172.18.1.200 on lo</c>.</param>
/// <param name="Fault">Why it is not so, as a clause; null when it is.</param>
/// <param name="Change">What mends it; null when nothing is wrong, or no program can.</param>
public sealed record RealServerItem(string Name, string? Fault = null, RealServerChange? Change = null)
{
    /// <summary>It is so.</summary>
    public bool IsGood => Fault is null;
}
