namespace Tenbin.Aws.Checks;

/// <summary>Calls that AWS refused or did not answer, as findings.</summary>
internal static class Refusals
{
    private const string NoFailover = "No address would move to this node.";

    /// <summary>Of a call that a failover needs.</summary>
    public static AwsFinding Of(AwsException e)
    {
        var (what, remedy) = ($"{e.Said.TrimEnd('.')} ({e.Code}).", Remedy(e));
        return e.Code switch
        {
            AwsException.NoCredentials => new AwsFinding("aws.credentials", AwsSeverity.Error, "credentials", what, NoFailover, remedy),
            "AuthFailure" or "SignatureDoesNotMatch" or "InvalidClientTokenId" or "ExpiredToken" => new AwsFinding("aws.credentials", AwsSeverity.Error, e.Action, what, NoFailover, remedy),
            AwsException.NoAnswer => new AwsFinding("aws.unreachable", AwsSeverity.Error, e.Action, what, NoFailover, remedy),
            _ => new AwsFinding("aws.refused", AwsSeverity.Error, e.Action, what, NoFailover, remedy),
        };
    }

    /// <summary>Of one that only looks.</summary>
    public static AwsFinding OfLook(AwsException e) => new(
        "aws.not-examined", AwsSeverity.Warning, e.Action, $"{e.Said.TrimEnd('.')} ({e.Code}).", "Nothing is known of what this call would have shown.", Remedy(e));

    private static string Remedy(AwsException e)
    {
        var clause = e.Remedy ?? "look the code up in the EC2 API reference";
        return $"{char.ToUpperInvariant(clause[0])}{clause[1..].TrimEnd('.')}.";
    }
}
