using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tenbin.Director.Storage;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Findings;

/// <summary>
/// Keeps what the checks found over a restart of the daemon (invariant 2). It lies in the run directory: after a
/// restart of the machine nothing is known.
/// </summary>
internal sealed partial class FindingsFile(string path, ILogger logger)
{
    private bool _failing;

    /// <summary>Findings for servers of <paramref name="config"/> whose check asks what it asked then.</summary>
    public ImmutableDictionary<ServerKey, ServerFinding> Read(TenbinConfig config)
    {
        FindingsDocument? document;
        try
        {
            document = AtomicFile.Read(path, StorageJson.Default.FindingsDocument);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            LogUnreadable(path, e.Message);
            return ImmutableDictionary<ServerKey, ServerFinding>.Empty;
        }

        var checks = Fingerprints(config);
        var known = ImmutableDictionary.CreateBuilder<ServerKey, ServerFinding>();
        foreach (var entry in document?.Servers ?? [])
        {
            if (!IPEndPoint.TryParse(entry.Server, out var server))
            {
                continue;
            }

            var key = new ServerKey(entry.Service, new ServerAddress(server.Address, (ushort)server.Port));
            if (checks.TryGetValue(key, out var check) && check == entry.Check)
            {
                known[key] = new ServerFinding(entry.Up ? ServerHealth.Up : ServerHealth.Down, entry.Reason, entry.Since);
            }
        }

        return known.ToImmutable();
    }

    /// <summary>
    /// Writes the findings. A failure is logged once and tried again at the next change: traffic matters more than
    /// what a restart would know.
    /// </summary>
    public void Write(TenbinConfig config, ImmutableDictionary<ServerKey, ServerFinding> findings)
    {
        var checks = Fingerprints(config);
        var entries = findings
            .Where(pair => pair.Value.Health != ServerHealth.Unknown && checks.ContainsKey(pair.Key))
            .OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal)
            .Select(pair => new FindingsEntry(
                pair.Key.Service, pair.Key.Server.ToString(), checks[pair.Key],
                pair.Value.Health == ServerHealth.Up, pair.Value.Reason, pair.Value.Since))
            .ToArray();
        try
        {
            AtomicFile.Write(path, new FindingsDocument(entries), StorageJson.Default.FindingsDocument);
            _failing = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_failing)
            {
                LogUnwritable(path, e.Message);
            }

            _failing = true;
        }
    }

    private static Dictionary<ServerKey, string> Fingerprints(TenbinConfig config)
    {
        var checks = new Dictionary<ServerKey, string>();
        foreach (var service in config.Services)
        {
            foreach (var server in service.Servers)
            {
                checks[new ServerKey(service.Name, server.Address)] = CheckFingerprint.Of(server.Check);
            }
        }

        return checks;
    }
}
