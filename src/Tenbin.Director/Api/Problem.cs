using System.Collections.Immutable;

namespace Tenbin.Director.Api;

/// <summary>Body of every answer that is not a success, as <c>application/problem+json</c> (RFC 9457).</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">One sentence.</param>
/// <param name="Errors">Every single error where there are several, else empty.</param>
public sealed record Problem(int Status, string Title, ImmutableArray<string> Errors);
