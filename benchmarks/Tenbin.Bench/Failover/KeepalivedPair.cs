using Tenbin.Lab;
using Tenbin.Lab.Processes;

namespace Tenbin.Bench.Failover;

/// <summary>VRRP by keepalived.</summary>
internal sealed class KeepalivedPair : PlainPair
{
    private readonly string _settings;
    private readonly Dictionary<Machine, LabProcess> _daemons = [];

    private KeepalivedPair(string name, string settings, int rounds, LabNetwork network, Segment lan)
        : base(name, rounds, network, lan) => _settings = settings;

    /// <summary>VRRP version 2, an advertisement a second.</summary>
    public static Task<IFailoverPair> Default(int rounds) => Create("keepalived, default", "", rounds);

    /// <summary>VRRP version 3 with an advertisement every so often.</summary>
    public static Task<IFailoverPair> Every(string seconds, string name, int rounds) =>
        Create($"keepalived, {name}", $"version 3\n    advert_int {seconds}", rounds);

    public override async ValueTask DisposeAsync()
    {
        foreach (var daemon in _daemons.Values)
        {
            await daemon.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    protected override bool IsRunning(Machine node) => _daemons.TryGetValue(node, out var daemon) && daemon.IsRunning;

    protected override IEnumerable<string> Words(Machine node) => _daemons.TryGetValue(node, out var daemon) ? daemon.Output.Lines : [];

    protected override async Task StartTool(Machine node)
    {
        var file = Path.Combine(node.Directory, "keepalived.conf");
        await File.WriteAllTextAsync(file, Configuration(node));
        var (parent, child) = (Path.Combine(node.Directory, "keepalived.pid"), Path.Combine(node.Directory, "vrrp.pid"));

        // A machine that has booted has none left in /run.
        File.Delete(parent);
        File.Delete(child);
        _daemons[node] = await node.Start(
        [
            "keepalived", "--dont-fork", "--vrrp", "--log-console", "--log-detail", "--use-file", file, "--pid", parent, "--vrrp_pid", child,
        ]);
    }

    /// <summary>An orderly end: it says so with priority 0 (RFC 5798, 6.4.3).</summary>
    protected override Task Yield(Machine holder) => _daemons[holder].Stop();

    protected override Task WaitUntilReady(Machine holder, Machine other) => Wait.Until(
        $"{Name} on {other.Name} to be backup",
        () => _daemons[other].Output.Lines.LastOrDefault(line => line.Contains(" STATE", StringComparison.Ordinal))
            ?.Contains("BACKUP STATE", StringComparison.Ordinal) == true,
        evidence: _daemons[other].Output.ToString);

    private static async Task<IFailoverPair> Create(string name, string settings, int rounds)
    {
        var (network, lan, client, nodes) = await Build();
        return new KeepalivedPair(name, settings, rounds, network, lan) { Client = client, Nodes = nodes };
    }

    // Without preemption the one that returns stays the second, as in the other pairs.
    private string Configuration(Machine node) =>
        $$"""
        global_defs {
            router_id {{node.Name}}
        }
        vrrp_instance address {
            state BACKUP
            nopreempt
            interface {{Lan}}
            virtual_router_id 51
            {{_settings}}
            virtual_ipaddress {
                {{Address}}/24
            }
        }

        """;
}
