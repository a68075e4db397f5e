namespace Tenbin.Aws.Checks;

/// <summary>How bad a finding is.</summary>
public enum AwsSeverity
{
    /// <summary>Good to know.</summary>
    Note,

    /// <summary>It may matter.</summary>
    Warning,

    /// <summary>A failover would fail, or traffic would.</summary>
    Error,
}

/// <summary>Something that a failover, or traffic, would run into.</summary>
/// <param name="Id">Names the check; documented in <c>docs/doctor.md</c>.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="About">What it is about: <c>metadata</c>, <c>credentials</c>, an action of the API, or an address.</param>
/// <param name="What">What is wrong, a sentence.</param>
/// <param name="Effect">How it would show, a sentence.</param>
/// <param name="Remedy">How to mend it, a sentence.</param>
public sealed record AwsFinding(string Id, AwsSeverity Severity, string About, string What, string Effect, string Remedy)
{
    /// <summary>What a program may do about it; null = nothing.</summary>
    public AwsMend? Mend { get; init; }

    /// <summary>One line.</summary>
    public override string ToString() => $"{About}: {What} {Effect} {Remedy}";
}

/// <summary>A mend that a program may do.</summary>
/// <param name="Does">What it does, as a command that would do the same.</param>
/// <param name="Apply">Does it; throws <see cref="AwsException"/> when EC2 refuses.</param>
public sealed record AwsMend(string Does, Func<AwsSession, CancellationToken, Task> Apply);
