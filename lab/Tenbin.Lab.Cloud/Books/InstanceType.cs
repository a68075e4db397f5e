namespace Tenbin.Lab.Cloud.Books;

/// <summary>What an instance type allows ("Maximum IP addresses per network interface", Amazon EC2 User Guide).</summary>
/// <param name="Name">E.g. <c>t3.small</c>.</param>
/// <param name="Interfaces">Network interfaces.</param>
/// <param name="V4PerInterface">Private IPv4 addresses of an interface, the primary included.</param>
/// <param name="V6PerInterface">IPv6 addresses of an interface; 0 = none.</param>
public sealed record InstanceType(string Name, int Interfaces, int V4PerInterface, int V6PerInterface)
{
    /// <summary>Those that a pair of directors is likely to run on, and the article's: m1.small and t1.micro of its day.</summary>
    public static IReadOnlyDictionary<string, InstanceType> All { get; } = new InstanceType[]
    {
        new("t1.micro", 2, 2, 0),
        new("m1.small", 2, 4, 0),
        new("t2.micro", 2, 2, 2),
        new("t2.small", 3, 4, 4),
        new("t3.nano", 2, 2, 2),
        new("t3.micro", 2, 2, 2),
        new("t3.small", 3, 4, 4),
        new("t3.medium", 3, 6, 6),
        new("t4g.nano", 2, 2, 2),
        new("t4g.micro", 2, 2, 2),
        new("t4g.small", 3, 4, 4),
        new("t4g.medium", 3, 6, 6),
        new("m5.large", 3, 10, 10),
        new("c5.large", 3, 10, 10),
        new("c6gn.medium", 2, 4, 4),
    }.ToDictionary(type => type.Name);
}
