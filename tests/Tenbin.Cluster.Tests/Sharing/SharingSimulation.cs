using System.Collections.Immutable;
using Tenbin.Cluster.Sharing;
using Tenbin.Cluster.Transport;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Cluster.Tests.Sharing;

/// <summary>Nodes on logical time, with a network between that loses, delays, reorders and doubles.</summary>
internal sealed class SharingSimulation(int seed, int nodes)
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(100);
    private readonly PriorityQueue<(byte From, byte To, byte[] Payload), TimeSpan> _network = new();
    private SimNode[]? _nodes;

    public Random Random { get; } = new(seed);

    public double Loss { get; set; }

    public double Doubled { get; set; }

    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMilliseconds(20);

    public TimeSpan Now { get; private set; } = TimeSpan.FromHours(1);

    /// <summary>What all commands have made.</summary>
    public List<SharedSetting> Commands { get; } = [];

    /// <summary>Payloads sent.</summary>
    public int Sent { get; private set; }

    public SimNode[] Nodes => _nodes ??= [.. Enumerable.Range(0, nodes).Select(node => new SimNode(this, (byte)node, nodes))];

    /// <summary>All nodes that run have the same, and know it.</summary>
    public bool HasConverged => Running.All(node => node.Settings.InOrder().SequenceEqual(Running.First().Settings.InOrder()))
        && Running.All(node => node.Report().Where(peer => Nodes[peer.Node].IsRunning).All(peer => peer.IsSame == true));

    private IEnumerable<SimNode> Running => Nodes.Where(node => node.IsRunning);

    public void Pass(TimeSpan time)
    {
        for (var end = Now + time; Now < end; Now += s_step)
        {
            Step();
        }
    }

    /// <summary>Lets time pass until all have the same; false when they have not within two minutes.</summary>
    public bool Converges()
    {
        for (var end = Now + TimeSpan.FromMinutes(2); Now < end && !HasConverged; Now += s_step)
        {
            Step();
        }

        return HasConverged;
    }

    public void Post(byte from, byte to, byte[] payload)
    {
        if (payload.Length is 0 or > ClusterLinks.MaxPayload)
        {
            throw new InvalidOperationException($"a payload of {payload.Length} bytes");
        }

        Sent++;
        for (var copies = Random.NextDouble() < Doubled ? 2 : 1; copies > 0; copies--)
        {
            if (Random.NextDouble() >= Loss)
            {
                _network.Enqueue((from, to, payload), Now + (MaxDelay * Random.NextDouble()));
            }
        }
    }

    private void Step()
    {
        foreach (var node in Running)
        {
            node.Tick();
        }

        while (_network.TryPeek(out _, out var due) && due <= Now)
        {
            var (from, to, payload) = _network.Dequeue();
            Nodes[to].Receive(from, payload);
        }
    }
}

/// <summary>A node as the director makes one of its parts.</summary>
internal sealed class SimNode(SharingSimulation world, byte self, int nodes)
{
    private SettingsExchange _exchange = new(nodes, self, (to, payload) => world.Post(self, to, payload));
    private TimeSpan _tickAt = TimeSpan.FromMilliseconds(self * 300);

    public bool IsRunning { get; private set; } = true;

    /// <summary>On its disk as well.</summary>
    public SharedSettings Settings { get; private set; } = SharedSettings.Empty;

    public ImmutableHashSet<ServerKey> Known { get; set; } = Some.Servers(1_000);

    public ConfigFingerprint File { get; set; } = Some.File(1, ("data-plane", 1));

    /// <summary>How far its wall clock is off.</summary>
    public TimeSpan ClockError { get; set; }

    public long Refused => _exchange.Refused;

    public void Command(Func<SettingVersion, SharedSetting> make)
    {
        var setting = make(Settings.Next(self, DateTimeOffset.UnixEpoch + world.Now + ClockError));
        Settings = Settings.With([setting], out _);
        world.Commands.Add(setting);
        _exchange.Announce([setting]);
    }

    public void Stop() => IsRunning = false;

    public void Start()
    {
        IsRunning = true;
        _exchange = new SettingsExchange(nodes, self, (to, payload) => world.Post(self, to, payload));
    }

    public void Tick()
    {
        if (world.Now >= _tickAt)
        {
            _tickAt = world.Now + TimeSpan.FromSeconds(1);
            _exchange.Tick(world.Now, Settings, File);
        }
    }

    public void Receive(byte from, byte[] payload)
    {
        if (IsRunning)
        {
            Settings = Settings.With(_exchange.Receive(world.Now, from, payload, Settings, File).Where(setting => Known.Contains(setting.Key.Server)), out _);
        }
    }

    public ImmutableArray<PeerSettings> Report() => _exchange.Report(world.Now, File);
}
