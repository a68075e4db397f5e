namespace Tenbin.Aws.Signing;

/// <summary>What a signature is good for.</summary>
/// <param name="Region">E.g. <c>ap-northeast-1</c>.</param>
/// <param name="Service">Name of the service in signatures, in small letters.</param>
internal readonly record struct AwsPlace(string Region, string Service)
{
    public const string Ec2 = "ec2", DynamoDb = "dynamodb", S3 = "s3";

    /// <summary>Where the service is when nobody says otherwise.</summary>
    public Uri DefaultEndpoint => new($"https://{Service}.{Region}.{Domain}/");

    // The partitions' domains (AWS General Reference, "Regional endpoints").
    private string Domain => Region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com";
}
