using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;

namespace Tenbin.Aws.Signing;

/// <summary>What AWS's own library finds: a profile of the shared files, a credential process, a container's endpoint.</summary>
internal sealed class SdkKeySource(string name, Func<AWSCredentials?> open) : IKeySource
{
    private AWSCredentials? _credentials;

    public string Name => name;

    /// <summary>Profile <c>AWS_PROFILE</c>, else <c>default</c>, of <c>~/.aws/credentials</c> and <c>~/.aws/config</c>.</summary>
    public static SdkKeySource Profile(Func<string, string?> environment)
    {
        var profile = environment("AWS_PROFILE") is { Length: > 0 } named ? named : "default";
        return new SdkKeySource(
            $"profile {profile}", () => new CredentialProfileStoreChain().TryGetAWSCredentials(profile, out var found) ? found : null);
    }

    /// <summary>The endpoint that a container's agent names in the environment (ECS, EKS Pod Identity).</summary>
    public static SdkKeySource Container(Func<string, string?> environment)
    {
        var isNamed = environment("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is { Length: > 0 }
            || environment("AWS_CONTAINER_CREDENTIALS_FULL_URI") is { Length: > 0 };
        return new SdkKeySource("the container's agent", () => isNamed ? new GenericContainerCredentials() : null);
    }

    public async Task<AwsKey?> Find(CancellationToken deadline)
    {
        try
        {
            _credentials ??= open();
            if (_credentials is null)
            {
                return null;
            }

            // The library's own call takes no token.
            var found = await _credentials.GetCredentialsAsync().WaitAsync(deadline).ConfigureAwait(false);
            return new AwsKey(found.AccessKey, found.SecretKey, found.UseToken ? found.Token : null);
        }
        catch (OperationCanceledException e)
        {
            throw new AwsException("credentials", AwsException.NoCredentials, $"{name} did not give any in time", cause: e);
        }
        catch (Exception e) when (e is AmazonClientException or InvalidOperationException or ArgumentException or IOException or HttpRequestException or InvalidDataException)
        {
            throw new AwsException("credentials", AwsException.NoCredentials, $"{name} does not give any: {e.Message}", cause: e);
        }
    }
}
