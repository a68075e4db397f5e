using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Tenbin.Aws.Calls;
using Tenbin.Aws.Ec2;
using Tenbin.Aws.Metadata;
using Tenbin.Aws.Signing;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws;

/// <summary>How this process reaches AWS: metadata, credentials, EC2. What the file does not say comes from the environment.</summary>
public sealed class AwsSession : IDisposable
{
    private readonly AwsSettings _settings;
    private readonly AwsEnvironment _environment;

    /// <summary>Asks nothing yet.</summary>
    /// <param name="settings">Key <c>aws</c>.</param>
    /// <param name="environment">Value of a variable; null when it is not set.</param>
    /// <param name="time">Clock.</param>
    /// <param name="loggers">Told of what is repeated.</param>
    /// <exception cref="AwsException">A variable of the environment makes no sense.</exception>
    public AwsSession(AwsSettings settings, Func<string, string?> environment, TimeProvider time, ILoggerFactory loggers)
        : this(settings, new AwsEnvironment(environment), new AttemptRules { Timeout = settings.CallTimeout }, time, loggers)
    {
    }

    internal AwsSession(AwsSettings settings, AwsEnvironment environment, AttemptRules rules, TimeProvider time, ILoggerFactory loggers)
    {
        (_settings, _environment, Time) = (settings, environment, time);
        if (settings.Metadata is not null || !environment.IsMetadataDisabled)
        {
            Metadata = new MetadataClient(settings.Metadata ?? environment.Metadata ?? MetadataClient.DefaultEndpoint, settings.MetadataTimeout, time);
        }

        ImmutableArray<IKeySource> sources =
        [
            new EnvironmentKeySource(environment.Read), SdkKeySource.Profile(environment.Read), SdkKeySource.Container(environment.Read),
            .. Metadata is null ? Array.Empty<IKeySource>() : [new RoleKeySource(Metadata)],
        ];
        Credentials = new AwsCredentials(sources, time);
        Api = Target(AwsPlace.Ec2, settings.Endpoint);
        Ec2 = new Ec2Client(Api, Credentials, rules, time, loggers.CreateLogger("aws"));
    }

    /// <summary>The instance's metadata; null when it is disabled.</summary>
    public MetadataClient? Metadata { get; }

    /// <summary>EC2.</summary>
    public Ec2Client Ec2 { get; }

    /// <summary>Where EC2's API is.</summary>
    internal AwsTarget Api { get; }

    internal AwsCredentials Credentials { get; }

    internal TimeProvider Time { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Ec2.Dispose();
        Credentials.Dispose();
        Metadata?.Dispose();
    }

    internal AwsTarget Target(string service, Uri? endpoint) => new(
        service, endpoint ?? _environment.Endpoint(service.ToUpperInvariant()), _settings.Region ?? _environment.Region, Metadata);
}
