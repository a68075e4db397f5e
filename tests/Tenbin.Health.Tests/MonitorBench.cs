using System.Net;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;
using Tenbin.TestKit;

namespace Tenbin.Health.Tests;

/// <summary>A monitor on a manual clock, whose probes start on the thread that moves the clock.</summary>
internal sealed class MonitorBench : IDisposable
{
    public const string A = "10.0.0.1";
    public const string B = "10.0.0.2";

    public MonitorBench(int seed = 1)
    {
        Probe = new(Time);
        Monitor = new(Probe, Time, new Random(seed), Log, run => run.Execute());
    }

    public ManualTime Time { get; } = new();

    public ScriptedProbe Probe { get; }

    public LogLines Log { get; } = new();

    public HealthMonitor Monitor { get; }

    public static TcpCheck EverySecond { get; } = new()
    {
        Every = TimeSpan.FromSeconds(1),
        Timeout = TimeSpan.FromMilliseconds(500),
        Jitter = 0,
        Fall = 3,
        Rise = 2,
    };

    public static ServerKey KeyOf(string server, string service = "web") => new(service, new(IPAddress.Parse(server), 80));

    public static CheckedServer Server(string server, Check? check = null, string service = "web") =>
        new(KeyOf(server, service), new(IPAddress.Loopback, 80, Protocol.Tcp), check ?? EverySecond);

    public ServerHealth HealthOf(string server, string service = "web") => StateOf(server, service).Health;

    public ServerState StateOf(string server, string service = "web") => Monitor.Snapshot()[KeyOf(server, service)];

    public void Run(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    public List<ServerTransition> TakeTransitions()
    {
        List<ServerTransition> taken = [];
        while (Monitor.Transitions.TryRead(out ServerTransition? transition))
        {
            taken.Add(transition);
        }
        return taken;
    }

    public void Dispose() => Monitor.Dispose();
}
