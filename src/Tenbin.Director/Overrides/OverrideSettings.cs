using System.Collections.Immutable;
using Tenbin.Cluster.Sharing;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Overrides;

/// <summary>What settings that all nodes share mean for servers. Pure.</summary>
internal static class OverrideSettings
{
    private const ushort Drained = 1;

    /// <summary>Every server of the file, fallbacks included: only of these are settings kept.</summary>
    public static ImmutableHashSet<ServerKey> Servers(TenbinConfig config) =>
        [.. config.Services.SelectMany(service => Members(service).Select(server => new ServerKey(service.Name, server.Address)))];

    /// <summary>The real servers of a service and its fallback.</summary>
    public static IEnumerable<RealServer> Members(VirtualService service) =>
        service.Fallback is { } fallback ? service.Servers.Append(fallback) : service.Servers;

    /// <summary>What is in force.</summary>
    public static ImmutableDictionary<ServerKey, ServerOverride> InForce(SharedSettings settings) => settings.All
        .Where(setting => setting.Value is not null)
        .GroupBy(setting => setting.Key.Server)
        .ToImmutableDictionary(
            server => server.Key,
            server => new ServerOverride(server.Any(IsDrain), server.FirstOrDefault(setting => !IsDrain(setting))?.Value));

    /// <summary>A drain, or its end.</summary>
    public static SharedSetting Drain(ServerKey server, bool isDrained, SettingVersion version) =>
        new(new SettingKey(server, SettingKind.Drain), isDrained ? Drained : null, version);

    /// <summary>A weight; null = the file's.</summary>
    public static SharedSetting Weight(ServerKey server, int? weight, SettingVersion version) =>
        new(new SettingKey(server, SettingKind.Weight), (ushort?)weight, version);

    private static bool IsDrain(SharedSetting setting) => setting.Key.Kind == SettingKind.Drain;
}
