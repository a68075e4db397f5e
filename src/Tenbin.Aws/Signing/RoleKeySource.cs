using System.Text.Json;
using System.Text.Json.Serialization;
using Tenbin.Aws.Metadata;

namespace Tenbin.Aws.Signing;

/// <summary>The role of the instance, from its metadata ("Retrieve security credentials from instance metadata").</summary>
internal sealed class RoleKeySource(MetadataClient metadata) : IKeySource
{
    private const string Roles = "iam/security-credentials/";

    public string Name => "the instance's role";

    public async Task<AwsKey?> Find(CancellationToken deadline)
    {
        try
        {
            var role = (await metadata.Find(Roles, deadline).ConfigureAwait(false))?.Split('\n')[0].Trim();
            if (string.IsNullOrEmpty(role))
            {
                return null;
            }

            var text = await metadata.Find(Roles + role, deadline).ConfigureAwait(false);
            var read = text is null ? null : JsonSerializer.Deserialize(text, RoleJson.Default.RoleCredentials);
            return read is { Code: "Success", AccessKeyId: { } id, SecretAccessKey: { } secret }
                ? new AwsKey(id, secret, read.Token) { Expires = read.Expiration }
                : throw new AwsException(
                    "credentials", AwsException.NoCredentials, $"the metadata service gives none for role {role}: {read?.Code ?? "nothing there"}");
        }
        catch (JsonException e)
        {
            // Not its text: that may hold a key.
            throw new AwsException("credentials", AwsException.NoCredentials, "the metadata service answered no JSON for the role", cause: e);
        }
        catch (MetadataException e)
        {
            throw new AwsException("credentials", AwsException.NoCredentials, e.Message, cause: e);
        }
    }
}

/// <summary>An answer of the metadata service.</summary>
internal sealed record RoleCredentials(string? Code, string? AccessKeyId, string? SecretAccessKey, string? Token, DateTimeOffset? Expiration);

[JsonSerializable(typeof(RoleCredentials))]
internal sealed partial class RoleJson : JsonSerializerContext;
