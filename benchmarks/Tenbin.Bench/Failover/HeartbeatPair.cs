using System.Globalization;
using Tenbin.Lab;
using Tenbin.Lab.Processes;

namespace Tenbin.Bench.Failover;

/// <summary>heartbeat 3 with its default times and a haresources file.</summary>
internal sealed class HeartbeatPair : PlainPair
{
    private readonly Dictionary<Machine, LabProcess> _holders = [];

    private HeartbeatPair(int rounds, LabNetwork network, Segment lan)
        : base("heartbeat 3, default", rounds, network, lan)
    {
    }

    public static async Task<IFailoverPair> Create(int rounds)
    {
        var (network, lan, client, nodes) = await Build();
        var pair = new HeartbeatPair(rounds, network, lan) { Client = client, Nodes = nodes };
        foreach (var node in nodes)
        {
            await pair.Prepare(node);
        }

        return pair;
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var holder in _holders.Values)
        {
            await holder.DisposeAsync();
        }

        // It is a daemon: it does not end with what started it, but with its machine.
        await base.DisposeAsync();
    }

    protected override bool IsRunning(Machine node) => _holders.TryGetValue(node, out var holder) && holder.IsRunning;

    protected override IEnumerable<string> Words(Machine node) => _holders.TryGetValue(node, out var holder) ? holder.Output.Lines : [];

    /// <summary>
    /// In a UTS and a mount namespace of its own: it knows itself by its host name, and its paths are compiled in. A shell
    /// stays behind, by which later commands find these namespaces.
    /// </summary>
    protected override async Task StartTool(Machine node)
    {
        var (etc, lib) = (Etc(node), Lib(node));
        _holders[node] = await node.Start(
        [
            "unshare", "--mount", "--uts", "--propagation", "private", "--", "sh", "-ec",
            $"""
            hostname {node.Name}
            mount --bind {etc} /etc/ha.d
            mount --bind {lib} /var/lib/heartbeat
            mount -t tmpfs tmpfs /run
            mkdir -p /run/heartbeat/ccm /run/heartbeat/dopd /run/resource-agents /run/lock
            chown -R hacluster:haclient /run/heartbeat
            ulimit -c 0
            /usr/libexec/heartbeat/heartbeat
            echo started
            exec sleep infinity
            """,
        ]);
        await _holders[node].WaitForOutput("started");
    }

    protected override async Task Yield(Machine holder) => (await Inside(holder, "/usr/share/heartbeat/hb_standby")).Checked();

    protected override Task WaitUntilReady(Machine holder, Machine other) => Wait.Until(
        $"{Name}: both nodes to be active and settled",
        async () => await Says(holder, "active", "nodestatus", other.Name)
            && await Says(other, "active", "nodestatus", holder.Name)
            && await IsSettled(holder)
            && await IsSettled(other),
        TimeSpan.FromMinutes(2));

    private async Task Prepare(Machine node)
    {
        (await Command.Run(["cp", "-a", "/etc/ha.d", Etc(node)])).Checked();
        (await Command.Run(["cp", "-a", "/var/lib/heartbeat", Lib(node)])).Checked();
        var names = string.Join(' ', Nodes.Select(each => each.Name));
        await Write(node, "ha.cf",
            $"""
            logfile {Path.Combine(node.Directory, "heartbeat.log")}
            {string.Join('\n', Nodes.Select(each => $"ucast {Lan} {each.Nics[0].V4}"))}
            auto_failback off
            node {names}

            """);
        await Write(node, "haresources", $"{Nodes[0].Name} IPaddr2::{Address}/24/{Lan}\n");
        await Write(node, "authkeys", "auth 1\n1 sha1 lab\n");
    }

    /// <summary>Only its owner may read what it writes: heartbeat asks that of authkeys.</summary>
    private static async Task Write(Machine node, string file, string text)
    {
        var path = Path.Combine(Etc(node), file);
        await File.WriteAllTextAsync(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private async Task<bool> IsSettled(Machine node) =>
        (await Inside(node, "cl_status", "rscstatus")).Output.Trim() is not ("" or "transition");

    private async Task<bool> Says(Machine node, string wanted, params string[] question) =>
        (await Inside(node, ["cl_status", .. question])).Output.Trim() == wanted;

    /// <summary>Runs a program where a node's heartbeat runs.</summary>
    private Task<CommandResult> Inside(Machine node, params string[] command) => Command.Run(
    [
        "nsenter", "--target", _holders[node].Id.ToString(CultureInfo.InvariantCulture), "--mount", "--uts", "--net", "--", .. command,
    ]);

    private static string Etc(Machine node) => Path.Combine(node.Directory, "ha.d");

    private static string Lib(Machine node) => Path.Combine(node.Directory, "heartbeat");
}
