using System.Collections.Immutable;
using Tenbin.Model;

namespace Tenbin.Forwarding;

/// <summary>Where a packet would go.</summary>
/// <param name="Server">The real server; null when the packet would not be forwarded.</param>
/// <param name="Reason">One sentence: which session, persistence, scheduler or rule decides.</param>
/// <param name="Steps">Each look-up in order, for people.</param>
public sealed record Explanation(ServerAddress? Server, string Reason, ImmutableArray<string> Steps);
