using System.Collections.Immutable;
using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>Key <c>services</c>: each service by itself, then what they must not have in common.</summary>
internal static class ServicesReader
{
    /// <summary>Whole only when no error was reported.</summary>
    /// <param name="reading">Takes the errors.</param>
    /// <param name="root">The top of the file.</param>
    /// <param name="limits">Of the data plane.</param>
    /// <param name="moved">The addresses of the groups; null without a cluster, or when they could not be read.</param>
    public static ImmutableArray<VirtualService> Read(Reading reading, Section root, Limits limits, MovedAddresses? moved)
    {
        const string Example = "{ web: { listen: 172.18.1.199:80/tcp, forward: nat, servers: [172.18.1.33] } }";
        if (root.Find("services") is not { } value)
        {
            root.Fail($"'services' is missing; give e.g. services: {Example}, or 'services: {{}}' for none");
            return [];
        }

        if (value.Section("services", null, Example) is not { } section)
        {
            return [];
        }

        var services = new List<VirtualService>();
        var listeners = new Listeners(moved);
        foreach (var (name, entry) in section.Entries)
        {
            entry.CheckName(name, "a service name");
            if (ServiceReader.Read(reading, name, entry, limits, listeners) is { } service)
            {
                services.Add(service);
            }
        }

        // An alias takes as much room in the kernel as its service.
        CheckLimits(value, section.Entries.Count, services, limits, service => listeners.HasAliases(service.Listen.Address) ? 1 + moved!.AliasesEach : 1);
        return [.. services];
    }

    private static void CheckLimits(Value value, int entries, List<VirtualService> services, Limits limits, Func<VirtualService, int> copies)
    {
        if (entries + services.Sum(service => copies(service) - 1) > limits.Services)
        {
            value.FailKey(TooMany("services", limits.Services));
        }

        var servers = services.Sum(s => copies(s) * (s.Servers.Length + (s.Fallback is null ? 0 : 1)));
        if (servers > limits.Servers)
        {
            value.FailKey(TooMany("servers", limits.Servers));
        }
    }

    private static string TooMany(string what, int limit) =>
        $"has more {what} than the limit of {Numbers.Format(limit)}; raise '{what}' in 'limits' of 'data-plane'";
}
