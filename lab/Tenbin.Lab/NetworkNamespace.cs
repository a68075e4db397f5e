using Tenbin.Lab.Processes;

namespace Tenbin.Lab;

/// <summary>One named network namespace. Programs enter its network only: mounts and files stay the host's.</summary>
/// <remarks><c>ip netns exec</c> would also make a mount namespace, and a bpffs mounted there dies with it.</remarks>
internal sealed class NetworkNamespace
{
    private readonly string[] _enter;

    private NetworkNamespace(string name)
    {
        Name = name;
        _enter = ["nsenter", $"--net=/run/netns/{name}", "--"];
    }

    public string Name { get; }

    public static async Task<NetworkNamespace> Create(string name)
    {
        (await Command.Run(["ip", "netns", "add", name])).Checked();
        var made = new NetworkNamespace(name);

        // Addresses must work at once: no duplicate detection, no router to wait for.
        await made.Sysctl(
            ("net.ipv6.conf.all.accept_dad", "0"),
            ("net.ipv6.conf.default.accept_dad", "0"),
            ("net.ipv6.conf.default.accept_ra", "0"));
        await made.Ip("link set lo up");
        return made;
    }

    public IReadOnlyList<string> Enter(IEnumerable<string> command) => [.. _enter, .. command];

    /// <summary>Runs <c>ip</c> commands in one batch (ip(8)); the first that fails fails the call.</summary>
    public async Task Ip(params IEnumerable<string> lines) =>
        (await Command.Run(["ip", "-n", Name, "-batch", "-"], string.Join('\n', lines) + "\n")).Checked();

    public async Task Sysctl(params IEnumerable<(string Key, string Value)> settings) =>
        (await Command.Run(
            Enter(["sh", "-e"]),
            string.Concat(settings.Select(s => $"echo '{s.Value}' >/proc/sys/{s.Key.Replace('.', '/')}\n")))).Checked();

    /// <summary>SIGKILL to every process in a namespace of a lab; returns when none is left.</summary>
    public static Task KillProcesses(string name) =>
        // The namespace is ours, so whatever runs in it is: no process id is trusted from a file.
        Wait.Until($"the processes in {name} to end", async () =>
        {
            var pids = (await Command.Run(["ip", "netns", "pids", name])).Output
                .Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (pids.Length > 0)
            {
                await Command.Run(["sh", "-c", "kill -s KILL \"$@\"", "kill", .. pids]);
            }

            return pids.Length == 0;
        });

    /// <summary>Runs nftables commands (nft(8)) in one transaction.</summary>
    public async Task Nft(string commands) => (await Command.Run(Enter(["nft", "-f", "-"]), commands)).Checked();
}
