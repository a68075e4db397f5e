using System.Collections.Immutable;

namespace Tenbin.Director.Api;

/// <summary>Answer of <c>GET /v1/explain</c>.</summary>
/// <param name="Client">The client asked about.</param>
/// <param name="Service">The service asked about.</param>
/// <param name="Server">Where a packet would go now; null = it would not be forwarded.</param>
/// <param name="Reason">One sentence: what decides.</param>
/// <param name="Steps">Each look-up in order.</param>
public sealed record ExplainAnswer(string Client, string Service, string? Server, string Reason, ImmutableArray<string> Steps);
