using System.Collections.Immutable;

namespace Tenbin.Lab.Cloud.Api.Signing;

/// <summary>Who calls, and what it may do.</summary>
/// <param name="Arn">E.g. <c>arn:aws:sts::123456789012:assumed-role/director/i-…</c></param>
/// <param name="Allowed">Actions, e.g. <c>ec2:Describe*</c>.</param>
public sealed record Principal(string Arn, ImmutableArray<string> Allowed)
{
    /// <summary>Whether an action, e.g. <c>ec2:AssociateAddress</c>, is allowed.</summary>
    public bool May(string action)
    {
        foreach (var pattern in Allowed)
        {
            if (pattern == action || (pattern.EndsWith('*') && action.StartsWith(pattern[..^1], StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>A key that requests are signed with.</summary>
/// <param name="Id">Access key id: <c>AKIA…</c>, or <c>ASIA…</c> of a session.</param>
/// <param name="Secret">Secret access key.</param>
/// <param name="Token">Session token that goes with it; null for a long-lived key.</param>
/// <param name="Principal">Whose it is.</param>
/// <param name="Expires">Until when it is valid; null = for ever.</param>
public sealed record AccessKey(string Id, string Secret, string? Token, Principal Principal, DateTimeOffset? Expires)
{
    public override string ToString() => $"{Id} of {Principal.Arn}";
}
