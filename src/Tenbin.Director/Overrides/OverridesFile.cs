using System.Net;
using System.Text.Json;
using Tenbin.Cluster.Sharing;
using Tenbin.Director.Storage;
using Tenbin.Model;

namespace Tenbin.Director.Overrides;

/// <summary>Keeps drains and weights over restarts of daemon and machine.</summary>
internal sealed class OverridesFile(string path)
{
    /// <summary>What operators have set.</summary>
    /// <param name="servers">Of others nothing is kept.</param>
    /// <exception cref="StartupException">
    /// The file is there and cannot be read. Starting without it would send traffic to servers that were drained.
    /// </exception>
    public SharedSettings Read(IReadOnlySet<ServerKey> servers)
    {
        try
        {
            var document = AtomicFile.Read(path, StorageJson.Default.OverridesDocument);
            return SharedSettings.Empty.With((document?.Servers ?? []).SelectMany(entry => Read(entry, servers)), out _);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                ExitStatus.Failed,
                $"{path}: the drains and weights set by operators cannot be read: {e.Message} "
                + "Mend the file, or remove it to forget them.",
                e);
        }
    }

    /// <summary>Writes them, on disk when it returns.</summary>
    /// <exception cref="IOException">The disk is full, or the path cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Not permitted.</exception>
    public void Write(SharedSettings settings)
    {
        var entries = settings.All
            .GroupBy(setting => setting.Key.Server)
            .OrderBy(server => server.Key.ToString(), StringComparer.Ordinal)
            .Select(server => Entry(server.Key, server.ToDictionary(setting => setting.Key.Kind)))
            .ToArray();
        AtomicFile.Write(path, new OverridesDocument(entries), StorageJson.Default.OverridesDocument);
    }

    private static OverridesEntry Entry(ServerKey server, Dictionary<SettingKind, SharedSetting> settings)
    {
        var (drain, weight) = (settings.GetValueOrDefault(SettingKind.Drain), settings.GetValueOrDefault(SettingKind.Weight));
        return new OverridesEntry(server.Service, server.Server.ToString(), drain?.Value is not null, weight?.Value)
        {
            DrainSet = Stamp(drain),
            WeightSet = Stamp(weight),
        };
    }

    private static OverrideStamp? Stamp(SharedSetting? setting) =>
        setting is null ? null : new OverrideStamp(setting.Version.Counter, setting.Version.Node);

    private static IEnumerable<SharedSetting> Read(OverridesEntry entry, IReadOnlySet<ServerKey> servers)
    {
        if (!IPEndPoint.TryParse(entry.Server, out var server))
        {
            yield break;
        }

        var key = new ServerKey(entry.Service, new ServerAddress(server.Address, (ushort)server.Port));
        if (!servers.Contains(key))
        {
            yield break;
        }

        if (entry.Drained || entry.DrainSet is not null)
        {
            yield return OverrideSettings.Drain(key, entry.Drained, Version(entry.DrainSet));
        }

        if (entry.Weight is < 0 or > ushort.MaxValue)
        {
            throw new JsonException($"{key} has weight {entry.Weight}, and a weight is 0–65535.");
        }

        if (entry.Weight is not null || entry.WeightSet is not null)
        {
            yield return OverrideSettings.Weight(key, entry.Weight, Version(entry.WeightSet));
        }
    }

    private static SettingVersion Version(OverrideStamp? stamp) =>
        stamp is null ? default : new SettingVersion(Math.Clamp(stamp.Counter, 0, SettingVersion.MaxCounter), stamp.Node);
}
