using System.ComponentModel;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;

namespace Tenbin.Aws.Signing;

/// <summary>What AWS's own library finds: a profile of the shared files, a credential process, a container's endpoint.</summary>
internal sealed class SdkKeySource(string name, Func<AWSCredentials?> open) : IKeySource
{
    private AWSCredentials? _credentials;

    public string Name => name;

    /// <summary>Profile <c>AWS_PROFILE</c>, else <c>default</c>, of <c>AWS_SHARED_CREDENTIALS_FILE</c>, else <c>~/.aws/credentials</c>, and of <c>~/.aws/config</c>.</summary>
    public static SdkKeySource Profile(Func<string, string?> environment)
    {
        var profile = environment("AWS_PROFILE") is { Length: > 0 } named ? named : "default";
        // Null is the library's own place; it does not read the variable by itself.
        var file = environment("AWS_SHARED_CREDENTIALS_FILE") is { Length: > 0 } given ? given : null;
        return new SdkKeySource(
            $"profile {profile}", () => new CredentialProfileStoreChain(file).TryGetAWSCredentials(profile, out var found) ? found : null);
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
        catch (Exception e) when (IsOfLibrary(e))
        {
            throw new AwsException("credentials", AwsException.NoCredentials, $"{name} does not give any: {e.Message}", cause: e);
        }
    }

    // What it throws for a source that is there and does not work has no common base.
    private static bool IsOfLibrary(Exception e) => e
        is AmazonClientException or AmazonServiceException or ProcessAWSCredentialException
        or InvalidOperationException or ArgumentException or FormatException or JsonException
        or IOException or InvalidDataException or UnauthorizedAccessException or HttpRequestException or Win32Exception or TypeLoadException;
}
