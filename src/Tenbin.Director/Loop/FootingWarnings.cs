using Tenbin.Model;

namespace Tenbin.Director.Loop;

/// <summary>Sentences about services that do not stand on their real servers.</summary>
internal static class FootingWarnings
{
    /// <summary>The sentence, or null when there is nothing to warn of.</summary>
    public static string? Of(string service, Footing footing, ServerAddress? fallback) => footing switch
    {
        Footing.Fallback => $"{service}: no real server takes new sessions, the fallback {fallback} does",
        Footing.Nothing => $"{service}: no server takes new sessions, clients are turned away",
        _ => null,
    };
}
