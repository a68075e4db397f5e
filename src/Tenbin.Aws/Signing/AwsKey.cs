namespace Tenbin.Aws.Signing;

/// <summary>Credentials at one moment.</summary>
/// <param name="Id">Access key id: not secret.</param>
/// <param name="Secret">Secret access key.</param>
/// <param name="SessionToken">Of temporary credentials; null for lasting ones.</param>
internal sealed record AwsKey(string Id, string Secret, string? SessionToken)
{
    /// <summary>When they end; null = never, or whoever gave them renews them.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Without secrets (invariant 9).</summary>
    public override string ToString() => $"access key {Id}";
}
