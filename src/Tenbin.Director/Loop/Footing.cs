using Tenbin.Director.Findings;
using Tenbin.Model;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Loop;

/// <summary>What new sessions of a service stand on.</summary>
internal enum Footing
{
    /// <summary>Its real servers.</summary>
    Servers,

    /// <summary>Its fallback.</summary>
    Fallback,

    /// <summary>Not known yet: first checks are still out.</summary>
    Waiting,

    /// <summary>Nothing.</summary>
    Nothing,
}

/// <summary>Finds the footing of a planned service. Pure.</summary>
internal static class Footings
{
    /// <summary>The footing of <paramref name="service"/>, whose fallback is <paramref name="fallback"/> if it has one.</summary>
    public static Footing Of(
        DesiredService service, ServerAddress? fallback, IReadOnlyDictionary<ServerKey, ServerFinding> findings)
    {
        var open = service.Servers.Where(server => server.Admission == Admission.Open).ToList();
        if (open.Exists(server => server.Address != fallback))
        {
            return Footing.Servers;
        }

        // The fallback of a service whose first checks are still out is no news: they decide in a moment.
        var waiting = service.Servers.Any(server =>
            findings.GetValueOrDefault(new ServerKey(service.Name, server.Address))?.Health == ServerHealth.Unknown);
        return waiting ? Footing.Waiting
            : open.Count > 0 ? Footing.Fallback
            : Footing.Nothing;
    }
}
