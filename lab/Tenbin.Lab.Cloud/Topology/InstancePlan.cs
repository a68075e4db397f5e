namespace Tenbin.Lab.Cloud.Topology;

/// <summary>An instance to be.</summary>
/// <param name="Name">Its name, and its machine's.</param>
/// <param name="Address">Primary private address of <c>eth0</c>.</param>
public sealed record InstancePlan(string Name, string Address)
{
    /// <summary>A name in <see cref="Books.InstanceType"/>.</summary>
    public string Type { get; init; } = "t3.small";

    /// <summary>More private addresses in the VPC's book. In the machine nobody sets them up.</summary>
    public IReadOnlyList<string> Secondary { get; init; } = [];

    /// <summary>IPv6 addresses in the VPC's book; the machine sets up the first.</summary>
    public IReadOnlyList<string> V6 { get; init; } = [];

    /// <summary>Names of groups; none = <c>default</c>.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    public string? Role { get; init; }

    public bool SourceDestCheck { get; init; } = true;

    /// <summary>An Elastic IP for the primary address.</summary>
    public string? PublicIp { get; init; }
}
