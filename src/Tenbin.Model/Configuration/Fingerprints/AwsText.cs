namespace Tenbin.Model.Configuration.Fingerprints;

/// <summary>The meaning of <c>aws</c>.</summary>
internal static class AwsText
{
    public static CanonicalText Of(AwsSettings aws) => new CanonicalText()
        .Add("region", aws.Region)
        .Add("endpoint", aws.Endpoint?.AbsoluteUri)
        .Add("metadata", aws.Metadata?.AbsoluteUri)
        .Add("metadata-timeout", aws.MetadataTimeout)
        .Add("call-timeout", aws.CallTimeout)
        .Add("move-timeout", aws.MoveTimeout);
}
