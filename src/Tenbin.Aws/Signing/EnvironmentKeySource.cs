namespace Tenbin.Aws.Signing;

/// <summary><c>AWS_ACCESS_KEY_ID</c>, <c>AWS_SECRET_ACCESS_KEY</c> and <c>AWS_SESSION_TOKEN</c>.</summary>
internal sealed class EnvironmentKeySource(Func<string, string?> environment) : IKeySource
{
    public string Name => "the environment";

    public Task<AwsKey?> Find(CancellationToken deadline)
    {
        var (id, secret) = (Value("AWS_ACCESS_KEY_ID"), Value("AWS_SECRET_ACCESS_KEY"));
        if (id is null != secret is null)
        {
            throw new AwsException(
                "credentials", AwsException.NoCredentials,
                $"the environment has {(id is null ? "AWS_SECRET_ACCESS_KEY without AWS_ACCESS_KEY_ID" : "AWS_ACCESS_KEY_ID without AWS_SECRET_ACCESS_KEY")}; set both or neither");
        }

        return Task.FromResult(id is null ? null : new AwsKey(id, secret!, Value("AWS_SESSION_TOKEN")));
    }

    private string? Value(string name) => environment(name) is { Length: > 0 } value ? value.Trim() : null;
}
