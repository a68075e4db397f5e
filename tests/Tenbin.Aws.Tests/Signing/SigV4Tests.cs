using System.Net.Http.Headers;
using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Util;
using Tenbin.Aws.Signing;
using Xunit;

namespace Tenbin.Aws.Tests.Signing;

public sealed class SigV4Tests
{
    private static readonly AwsKey s_key = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null);
    private static readonly DateTimeOffset s_then = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    /// <summary>The key that AWS's documentation derives ("Examples of how to derive a signing key") signs what its own library signs.</summary>
    [Theory]
    [InlineData("ec2", "https://ec2.us-east-1.amazonaws.com/")]
    [InlineData("ec2", "http://127.0.0.1:4711/")]
    [InlineData("dynamodb", "https://dynamodb.us-east-1.amazonaws.com/")]
    [InlineData("s3", "https://bucket.s3.us-east-1.amazonaws.com/tenbin/a/front")]
    public void A_signature_is_that_of_the_library(string service, string address)
    {
        var body = Encoding.UTF8.GetBytes("Action=DescribeRegions&Version=2016-11-15");
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded", "utf-8");
        request.Headers.Add("X-Amz-Target", "A.B");

        SigV4.Sign(request, body, new AwsPlace("us-east-1", service), s_key, s_then);

        var given = request.Headers.GetValues("Authorization").Single();
        Assert.StartsWith($"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/{service}/aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-target, Signature=", given);
        Assert.Equal(OfLibrary(request, body, service), given[^64..]);
    }

    [Fact]
    public void A_session_token_is_signed_along()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://ec2.us-east-1.amazonaws.com/");

        SigV4.Sign(request, [], new AwsPlace("us-east-1", "ec2"), s_key with { SessionToken = "token" }, s_then);

        Assert.Equal("token", request.Headers.GetValues("X-Amz-Security-Token").Single());
        Assert.Contains("x-amz-security-token", request.Headers.GetValues("Authorization").Single());
        // Of no body: SHA-256 of nothing.
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", request.Headers.GetValues("X-Amz-Content-Sha256").Single());
    }

    [Fact]
    public void Invariant9_a_key_says_nothing_of_its_secret() =>
        Assert.Equal("access key AKIDEXAMPLE", (s_key with { SessionToken = "token" }).ToString());

    private static string OfLibrary(HttpRequestMessage request, byte[] body, string service)
    {
        var content = new Request();
        var library = new DefaultRequest(content, service)
        {
            HttpMethod = request.Method.Method,
            Endpoint = new Uri(request.RequestUri!.GetLeftPart(UriPartial.Authority)),
            ResourcePath = request.RequestUri.AbsolutePath,
            Content = body,
            UseDoubleEncoding = service != "s3",
            DeterminedSigningRegion = "us-east-1",
        };
        library.Headers["Content-Type"] = request.Content!.Headers.ContentType!.ToString();
        library.Headers["X-Amz-Target"] = "A.B";
        return new AWS4Signer().SignRequest(library, new Config(service), new RequestMetrics(), s_key.Id, s_key.Secret, s_then.UtcDateTime).Signature;
    }

    private sealed class Request : AmazonWebServiceRequest;

    private sealed class Config : ClientConfig
    {
        public Config(string service)
            : base(new Defaults())
        {
            AuthenticationServiceName = service;
            AuthenticationRegion = "us-east-1";
        }

        public override string ServiceVersion => "";

        public override string UserAgent => "";

        public override string RegionEndpointServiceName => "";

        public override Amazon.Runtime.Endpoints.Endpoint DetermineServiceOperationEndpoint(Amazon.Runtime.Endpoints.ServiceOperationEndpointParameters parameters) =>
            throw new NotSupportedException();
    }

    private sealed class Defaults : IDefaultConfigurationProvider
    {
        public IDefaultConfiguration GetDefaultConfiguration(Amazon.RegionEndpoint clientRegion, DefaultConfigurationMode? requestedConfigurationMode = null) =>
            new DefaultConfiguration();
    }
}
