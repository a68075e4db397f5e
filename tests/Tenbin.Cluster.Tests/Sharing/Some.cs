using System.Collections.Immutable;
using System.Net;
using Tenbin.Cluster.Sharing;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Cluster.Tests.Sharing;

/// <summary>Servers, settings and files for tests.</summary>
internal static class Some
{
    public static ServerKey Server(int number, string service = "web") =>
        new(service, new ServerAddress(new IPAddress([10, 0, (byte)(number >> 8), (byte)number]), 80));

    public static SharedSetting Drain(int server, bool isDrained, long counter, byte node = 0) =>
        new(new SettingKey(Server(server), SettingKind.Drain), isDrained ? (ushort)1 : null, new SettingVersion(counter, node));

    public static SharedSetting Weight(int server, int? weight, long counter, byte node = 0) =>
        new(new SettingKey(Server(server), SettingKind.Weight), (ushort?)weight, new SettingVersion(counter, node));

    public static SharedSettings Set(params IEnumerable<SharedSetting> settings) => SharedSettings.Empty.With(settings, out _);

    public static ConfigFingerprint File(ulong whole, params IEnumerable<(string Name, int Value)> sections) =>
        new(whole, [.. sections.Select(section => new SectionFingerprint(section.Name, (ulong)section.Value))]);

    public static ImmutableHashSet<ServerKey> Servers(int count) => [.. Enumerable.Range(0, count).Select(number => Server(number))];

    /// <summary>In an order, for comparisons.</summary>
    public static IEnumerable<SharedSetting> InOrder(this SharedSettings settings) =>
        settings.All.OrderBy(setting => $"{setting.Key}", StringComparer.Ordinal);
}
