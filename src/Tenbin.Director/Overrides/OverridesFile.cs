using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Tenbin.Director.Storage;
using Tenbin.Model;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Overrides;

/// <summary>Keeps drains and weights over restarts of daemon and machine.</summary>
internal sealed class OverridesFile(string path)
{
    /// <summary>What operators have set.</summary>
    /// <exception cref="StartupException">
    /// The file is there and cannot be read. Starting without it would send traffic to servers that were drained.
    /// </exception>
    public ImmutableDictionary<ServerKey, ServerOverride> Read()
    {
        OverridesDocument? document;
        try
        {
            document = AtomicFile.Read(path, StorageJson.Default.OverridesDocument);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                ExitStatus.Failed,
                $"{path}: the drains and weights set by operators cannot be read: {e.Message} "
                + "Mend the file, or remove it to forget them.",
                e);
        }

        var overrides = ImmutableDictionary.CreateBuilder<ServerKey, ServerOverride>();
        foreach (var entry in document?.Servers ?? [])
        {
            if (IPEndPoint.TryParse(entry.Server, out var server))
            {
                var key = new ServerKey(entry.Service, new ServerAddress(server.Address, (ushort)server.Port));
                overrides[key] = new ServerOverride(entry.Drained, entry.Weight);
            }
        }

        return overrides.ToImmutable();
    }

    /// <summary>Writes them, on disk when it returns.</summary>
    /// <exception cref="IOException">The disk is full, or the path cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Not permitted.</exception>
    public void Write(ImmutableDictionary<ServerKey, ServerOverride> overrides)
    {
        var entries = overrides
            .OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal)
            .Select(pair => new OverridesEntry(
                pair.Key.Service, pair.Key.Server.ToString(), pair.Value.Drained, pair.Value.Weight))
            .ToArray();
        AtomicFile.Write(path, new OverridesDocument(entries), StorageJson.Default.OverridesDocument);
    }
}
