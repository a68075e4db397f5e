using System.Collections.Immutable;

namespace Tenbin.Director.Api;

/// <summary>Answer of <c>GET /v1/sessions</c>.</summary>
/// <param name="Sessions">At most <c>limit</c> of those that match, in no order.</param>
/// <param name="Truncated">More match than were asked for.</param>
public sealed record SessionList(ImmutableArray<SessionEntry> Sessions, bool Truncated);

/// <summary>One live session.</summary>
/// <param name="Client">Client address and port.</param>
/// <param name="Service">Where the client connected.</param>
/// <param name="Server">Real server.</param>
/// <param name="Forward"><c>nat</c> or <c>dsr</c>.</param>
/// <param name="State">State name, as the <c>state</c> filter takes it.</param>
/// <param name="AgeSeconds">Since it began.</param>
/// <param name="IdleSeconds">Since its last packet.</param>
/// <param name="ExpiresSeconds">Until it ends if no packet comes.</param>
public sealed record SessionEntry(
    string Client, string Service, string Server, string Forward, string State,
    double AgeSeconds, double IdleSeconds, double ExpiresSeconds);
