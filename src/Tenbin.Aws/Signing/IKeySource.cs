namespace Tenbin.Aws.Signing;

/// <summary>A place where credentials may be.</summary>
internal interface IKeySource
{
    /// <summary>For people, e.g. <c>the instance's role</c>.</summary>
    string Name { get; }

    /// <summary>Null when there are none here.</summary>
    /// <exception cref="AwsException">There should be some, and they cannot be had.</exception>
    Task<AwsKey?> Find(CancellationToken deadline);
}
