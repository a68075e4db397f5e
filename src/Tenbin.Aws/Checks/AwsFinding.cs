namespace Tenbin.Aws.Checks;

/// <summary>How bad a finding is.</summary>
public enum AwsSeverity
{
    /// <summary>It may matter.</summary>
    Warning,

    /// <summary>A failover would fail, or traffic would.</summary>
    Error,
}

/// <summary>Something that a failover, or traffic, would run into.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="About">What it is about: <c>metadata</c>, <c>credentials</c>, an action of the API, or an address.</param>
/// <param name="What">What is wrong, a sentence.</param>
/// <param name="Effect">How it would show, a sentence.</param>
/// <param name="Remedy">How to mend it, a sentence.</param>
public sealed record AwsFinding(AwsSeverity Severity, string About, string What, string Effect, string Remedy)
{
    /// <summary>One line.</summary>
    public override string ToString() => $"{About}: {What} {Effect} {Remedy}";
}
