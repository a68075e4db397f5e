using System.Collections.Concurrent;
using System.Net;
using Tenbin.Addresses;
using Tenbin.Aws.Calls;
using Tenbin.Aws.Movers;
using Tenbin.Linux;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Aws.Tests.Fakes;

/// <summary>The movers over a fake cloud, with times that suit a test.</summary>
internal sealed class Bench : IAsyncDisposable
{
    public static readonly GroupAddress Vip = new(IPAddress.Parse("10.0.0.199"), 24, MoverKind.AwsPrivateIp);
    private static readonly MoverOptions s_options = new()
    {
        MoveTimeout = TimeSpan.FromSeconds(60), Agreement = TimeSpan.FromMilliseconds(300), Repeat = TimeSpan.FromMilliseconds(500),
        Trust = TimeSpan.FromMilliseconds(200), FirstLook = TimeSpan.FromMilliseconds(5), LastLook = TimeSpan.FromMilliseconds(20), RouteLook = TimeSpan.FromMilliseconds(20),
    };

    public required FakeCloud Cloud { get; init; }

    public required AwsSession Session { get; init; }

    public required AwsMovers Movers { get; init; }

    public FakeLocal Local { get; init; } = new();

    public required ListLog Log { get; init; }

    public ConcurrentQueue<MovePhase> Phases { get; init; } = [];

    public bool IsExclusive { get; set; } = true;

    public static Dictionary<string, string?> Environment => new() { ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE", ["AWS_SECRET_ACCESS_KEY"] = "secret-of-the-test" };

    public static CancellationToken Patient => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    public IAddressMover this[MoverKind kind] => Movers.ByKind[kind];

    public IAddressMover PrivateIp => this[MoverKind.AwsPrivateIp];

    public static async Task<Bench> Start(
        Func<MoverOptions, MoverOptions>? options = null, Action<FakeCloud>? prepare = null, params GroupAddress[] addresses)
    {
        var cloud = await FakeCloud.Start();
        prepare?.Invoke(cloud);
        var log = new ListLog();
        var session = SessionOf(cloud, log);
        var (local, phases) = (new FakeLocal(), new ConcurrentQueue<MovePhase>());
        Bench? bench = null;
        var movers = new AwsMovers(
            session, "lvs01", [new GroupSettings { Name = "front", Addresses = [.. addresses] }], (options ?? (same => same))(s_options), local,
            name => name == "eth0" ? MacAddress.Parse(FakeCloud.Mac) : null, _ => bench!.IsExclusive, phases.Enqueue, log);
        return bench = new Bench { Cloud = cloud, Session = session, Movers = movers, Local = local, Log = log, Phases = phases };
    }

    public static AwsSession SessionOf(FakeCloud cloud, ListLog? log = null, Dictionary<string, string?>? environment = null, AttemptRules? rules = null, TimeProvider? time = null)
    {
        var variables = environment ?? Environment;
        // No profile of whoever runs the tests.
        variables.TryAdd("AWS_PROFILE", "there-is-no-such-profile");
        return new AwsSession(
            new AwsSettings { Region = "eu-north-1", Endpoint = cloud.Url, Metadata = cloud.Url, MetadataTimeout = TimeSpan.FromSeconds(2) },
            new AwsEnvironment(name => variables.GetValueOrDefault(name)),
            rules ?? new AttemptRules { Timeout = TimeSpan.FromSeconds(10), Hedge = TimeSpan.FromMilliseconds(250), FirstPause = TimeSpan.FromMilliseconds(5), LastPause = TimeSpan.FromMilliseconds(50) },
            time ?? TimeProvider.System, log ?? new ListLog());
    }

    /// <summary>Asks until the answer is as wanted: looks are shared for a moment.</summary>
    public static async Task<string?> FindFault(IAddressMover mover, GroupAddress address, Func<string?, bool> isWanted)
    {
        while (true)
        {
            var found = await mover.FindFault(address, Patient);
            if (isWanted(found))
            {
                return found;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Movers.DisposeAsync();
        Session.Dispose();
        await Cloud.DisposeAsync();
    }
}
