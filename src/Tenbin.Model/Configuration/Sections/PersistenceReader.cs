using System.Net.Sockets;
using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>Key <c>persistence</c>.</summary>
internal static class PersistenceReader
{
    /// <summary>Null when not given, or after an error was reported.</summary>
    public static Persistence? Read(ServiceFacts facts, Value? value)
    {
        if (value?.Section($"persistence of {facts.Owner}", ["for", "prefix-v4", "prefix-v6"], "{ for: 300s }") is not { } section)
        {
            return null;
        }

        var duration = section.Find("for")?.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(720));
        if (section.Find("for") is null)
        {
            section.Fail("'for' is missing; say how long a client keeps its server, e.g. for: 300s");
        }

        var v4 = Prefix(facts, section.Find("prefix-v4"), AddressFamily.InterNetwork, 32);
        var v6 = Prefix(facts, section.Find("prefix-v6"), AddressFamily.InterNetworkV6, 128);
        return duration is { } time ? new Persistence(time, v4, v6) : null;
    }

    private static byte Prefix(ServiceFacts facts, Value? value, AddressFamily family, byte longest)
    {
        if (value is not null && facts.Listen is { } listen && listen.Address.AddressFamily != family)
        {
            value.Fail($"has no effect: the service listens on {Addresses.FamilyOf(listen.Address)}; remove it");
        }

        return (byte)(value?.Whole(1, longest) ?? longest);
    }
}
