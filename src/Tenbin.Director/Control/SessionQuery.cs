using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Tenbin.Director.Api;
using Tenbin.Director.Loop;
using Tenbin.Director.Status;
using Tenbin.Forwarding;
using Tenbin.Model;

namespace Tenbin.Director.Control;

/// <summary><c>GET /v1/sessions</c>.</summary>
/// <param name="Filters">Which: what any of them accepts.</param>
/// <param name="Limit">How many at most.</param>
internal sealed record SessionQuery(ImmutableArray<SessionFilter> Filters, int Limit)
{
    private const int DefaultLimit = 1_000;
    private const int MostLimit = 1_000_000;
    private static readonly ImmutableArray<string> _known = ["client", "service", "server", "state", "limit"];

    /// <summary>From the query string.</summary>
    /// <exception cref="CommandRefusedException">A part is wrong; the message says how it should be.</exception>
    public static SessionQuery Parse(IQueryCollection query, DirectorView view)
    {
        if (query.Keys.FirstOrDefault(key => !_known.Contains(key)) is { } unknown)
        {
            throw new CommandRefusedException(400, $"there is no filter '{unknown}'; there are {string.Join(", ", _known)}");
        }

        var filter = new SessionFilter(
            Address(query, "client"),
            Single(query, "service") is { } service ? ServiceNames.Find(service, view) : null,
            Address(query, "server"),
            State(query));
        return new SessionQuery([filter, .. AliasesOf(filter.Service, view).Select(alias => filter with { Service = alias })], ParseLimit(query));
    }

    private static IEnumerable<ServiceAddress> AliasesOf(ServiceAddress? service, DirectorView view)
    {
        var name = view.Desired.Services.FirstOrDefault(planned => planned.AliasOf is null && planned.Listen == service)?.Name;
        return view.Desired.Services.Where(planned => name is not null && planned.AliasOf == name).Select(alias => alias.Listen);
    }

    /// <summary>Reads the sessions.</summary>
    public SessionList Run(IDataPlane plane)
    {
        var found = Filters.SelectMany(plane.Sessions).Take(Limit + 1).Select(Entry).ToList();
        return new SessionList([.. found.Take(Limit)], found.Count > Limit);
    }

    /// <summary>The value of one key, or null.</summary>
    public static string? Single(IQueryCollection query, string key) =>
        query.TryGetValue(key, out var values) && values.Count > 0 && values[0] is { Length: > 0 } value ? value : null;

    private static SessionEntry Entry(Session session) => new(
        session.Client.ToString(), session.Service.ToString(), session.Server.ToString(),
        Names.Of(session.Forward), Names.Of(session.State),
        session.Age.TotalSeconds, session.Idle.TotalSeconds, session.Expires.TotalSeconds);

    private static IPAddress? Address(IQueryCollection query, string key)
    {
        if (Single(query, key) is not { } text)
        {
            return null;
        }

        return IPAddress.TryParse(text, out var address)
            ? address
            : throw new CommandRefusedException(400, $"{key} '{text}' is not an IP address");
    }

    private static SessionState? State(IQueryCollection query)
    {
        if (Single(query, "state") is not { } name)
        {
            return null;
        }

        return Names.SessionStateNamed(name) ?? throw new CommandRefusedException(
            400, $"there is no session state '{name}'; there are {string.Join(", ", Names.SessionStates)}");
    }

    private static int ParseLimit(IQueryCollection query)
    {
        if (Single(query, "limit") is not { } text)
        {
            return DefaultLimit;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostLimit
            ? limit
            : throw new CommandRefusedException(400, $"limit '{text}' is not a number from 1 to {MostLimit}");
    }
}
