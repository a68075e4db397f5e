using System.Collections.Immutable;
using Tenbin.Director.Findings;
using Tenbin.Director.Status;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Reloading;

/// <summary>Says in sentences what differs between two configurations.</summary>
internal static class ConfigDiff
{
    /// <summary>One sentence for each difference, in file order; empty when they mean the same.</summary>
    public static ImmutableArray<string> Describe(TenbinConfig before, TenbinConfig after)
    {
        var changes = ImmutableArray.CreateBuilder<string>();
        var old = before.Services.ToDictionary(service => service.Name);
        foreach (var service in after.Services)
        {
            if (old.Remove(service.Name, out var was))
            {
                Compare(was, service, changes);
            }
            else
            {
                changes.Add($"service {service.Name} added: {service.Listen}, real servers {service.Servers.Length}");
            }
        }

        changes.AddRange(before.Services.Where(s => old.ContainsKey(s.Name)).Select(s => $"service {s.Name} removed: {s.Listen}"));
        return changes.ToImmutable();
    }

    private static void Compare(VirtualService was, VirtualService now, ImmutableArray<string>.Builder changes)
    {
        void Setting(string key, string a, string b)
        {
            if (a != b)
            {
                changes.Add($"service {now.Name}: {key} changed from {a} to {b}");
            }
        }

        Setting("listen", was.Listen.ToString(), now.Listen.ToString());
        Setting("scheduler", Names.Of(was.Scheduler), Names.Of(now.Scheduler));
        Setting("hash", was.Hash.ToString(), now.Hash.ToString());
        Setting("table-size", $"{was.TableSize}", $"{now.TableSize}");
        Setting("persistence", $"{was.Persistence?.ToString() ?? "none"}", $"{now.Persistence?.ToString() ?? "none"}");
        Setting("allow-from", string.Join(", ", was.AllowFrom), string.Join(", ", now.AllowFrom));
        Setting("on-link-clients", was.OnLinkClients.ToString(), now.OnLinkClients.ToString());
        Setting("fallback", $"{was.Fallback?.Address.ToString() ?? "none"}", $"{now.Fallback?.Address.ToString() ?? "none"}");
        Servers(was, now, changes);
    }

    private static void Servers(VirtualService was, VirtualService now, ImmutableArray<string>.Builder changes)
    {
        var old = was.Servers.ToDictionary(server => server.Address);
        foreach (var server in now.Servers)
        {
            var key = new ServerKey(now.Name, server.Address);
            if (!old.Remove(server.Address, out var before))
            {
                changes.Add($"{key} added: {Names.Of(server.Forward)}, weight {server.Weight}");
                continue;
            }

            if (before.Weight != server.Weight)
            {
                changes.Add($"{key}: weight changed from {before.Weight} to {server.Weight}");
            }

            if (before.Forward != server.Forward)
            {
                changes.Add($"{key}: forward changed from {Names.Of(before.Forward)} to {Names.Of(server.Forward)}");
            }

            if (Check(before.Check) != Check(server.Check))
            {
                changes.Add($"{key}: check changed");
            }
        }

        changes.AddRange(was.Servers.Where(s => old.ContainsKey(s.Address)).Select(s => $"{new ServerKey(was.Name, s.Address)} removed"));
    }

    private static string Check(Check check) =>
        $"{CheckFingerprint.Of(check)} {check.Every} {check.Timeout} {check.Jitter} {check.Fall} {check.Rise}";
}
