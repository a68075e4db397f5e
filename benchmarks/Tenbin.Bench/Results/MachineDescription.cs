using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Tenbin.Lab.Processes;

namespace Tenbin.Bench.Results;

/// <summary>What the figures were measured on; nothing that names the machine.</summary>
internal static partial class MachineDescription
{
    public static async Task<IReadOnlyList<string>> Machine()
    {
        var cpu = await File.ReadAllLinesAsync("/proc/cpuinfo");
        var memory = (await File.ReadAllLinesAsync("/proc/meminfo")).First(line => line.StartsWith("MemTotal", StringComparison.Ordinal));
        var kilobytes = long.Parse(memory.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        var isVirtual = cpu.Any(line => line.StartsWith("flags", StringComparison.Ordinal) && line.Contains(" hypervisor", StringComparison.Ordinal));
        return
        [
            string.Create(CultureInfo.InvariantCulture,
                $"{Value(cpu, "model name")}, {Environment.ProcessorCount} cores ({RuntimeInformation.OSArchitecture}), " +
                $"{kilobytes / 1024.0 / 1024:0} GB of memory{(isVirtual ? ", a virtual machine" : "")}"),
            $"Linux {Version((await File.ReadAllTextAsync("/proc/sys/kernel/osrelease")).Trim())}, {await Distribution()}",
        ];
    }

    public static async Task<string> Balancers() =>
        $"HAProxy {await Of("haproxy", "-v")}, nginx {await Of("nginx", "-v")} (server and stream), nftables {await Of("nft", "--version")}, " +
        $"wrk {await Of("wrk", "--version")}, iperf {await Of("iperf3", "--version")}";

    public static async Task<string> ClusterPrograms() =>
        $"keepalived {await Of("keepalived", "--version")}, heartbeat {await Of("/usr/libexec/heartbeat/heartbeat", "-V")}, " +
        $"etcd {await Of("etcd", "--version")}";

    private static string Value(string[] lines, string key) =>
        lines.FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown CPU";

    private static async Task<string> Distribution()
    {
        var release = await File.ReadAllLinesAsync("/etc/os-release");
        return release.First(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal))["PRETTY_NAME=".Length..].Trim('"');
    }

    private static async Task<string> Of(params string[] command)
    {
        var result = await Command.Run(command);
        return Version(result.Output + result.Errors);
    }

    private static string Version(string text) => VersionNumber().Match(text).Value;

    [GeneratedRegex(@"\d+(\.\d+)+")]
    private static partial Regex VersionNumber();
}
