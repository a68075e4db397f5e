using System.Collections.Immutable;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>Key <c>fallback</c>: one server, unchecked and without a weight.</summary>
internal static class FallbackReader
{
    /// <summary>Null when not given, or after an error was reported.</summary>
    public static RealServer? Read(ServiceFacts facts, Value? value, ImmutableArray<RealServer> servers)
    {
        if (value is null || ServerEntryReader.Read(facts, value, "fallback") is not { } entry)
        {
            return null;
        }

        if (entry.Addresses.Count > 1)
        {
            entry.Written.Fail("is a range, but a service has one fallback; give one address");
        }

        entry.Check?.FailKey("has no effect: a fallback is used unchecked, while no real server is up; remove it");
        entry.WrittenWeight?.Fail("has no effect: a fallback serves alone; remove it");
        var address = new ServerAddress(entry.Addresses.First, entry.Port ?? facts.Listen?.Port ?? 0);
        if (servers.Any(server => server.Address == address))
        {
            entry.Written.Fail("is also one of 'servers'; a fallback must be another machine or port, remove it from one of the two");
        }

        return new RealServer { Address = address, Forward = entry.Forward ?? default, Check = new NoCheck() };
    }
}
