using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;
using Tenbin.Model.Tests.Configuration;
using Xunit;

namespace Tenbin.Model.Tests.Planning;

public sealed class PlanTests
{
    private const string Text = """
        services:
          web:
            listen: 10.0.0.1:80/tcp
            forward: nat
            scheduler: mh
            hash: source-port
            table-size: 401
            persistence: { for: 60s }
            allow-from: [10.0.0.0/8]
            on-link-clients: allow
            servers: [{ address: 10.0.0.11, weight: 5 }, 10.0.0.12, { address: 10.0.0.13, weight: 0 }]
            fallback: 10.0.0.19:8080
        """;

    private static readonly TenbinConfig Config = Loading.Valid(Text);
    private static readonly Dictionary<ServerKey, ServerOverride> None = [];

    /// <summary>Health of the three servers → admission of these and of the fallback. O open, D drain, X down.</summary>
    [Theory]
    [InlineData("UUU", "OODD")]
    [InlineData("UDU", "OXDD")]
    [InlineData("DUD", "XOXD")]
    [InlineData("DDD", "XXXO")]
    [InlineData("DDU", "XXDO")]
    public void Health_decides_who_is_open(string health, string admissions) =>
        Assert.Equal(admissions, Admissions(Make(health, None)));

    [Fact]
    public void Invariant2_a_server_of_unknown_health_gets_nothing() => Assert.Equal("XXXO", Admissions(Make("???", None)));

    [Fact]
    public void A_drained_server_keeps_only_old_sessions() =>
        Assert.Equal("DODD", Admissions(Make("UUU", Overrides((11, new ServerOverride(true, null))))));

    [Fact]
    public void A_drained_server_that_is_down_is_down() =>
        Assert.Equal("XODD", Admissions(Make("DUU", Overrides((11, new ServerOverride(true, null))))));

    [Fact]
    public void The_fallback_serves_when_all_that_are_up_are_drained() => Assert.Equal(
        "DXDO", Admissions(Make("UDU", Overrides((11, new ServerOverride(true, null))))));

    [Fact]
    public void A_drained_fallback_takes_no_new_sessions() => Assert.Equal(
        "XXXD", Admissions(Make("DDD", new Dictionary<ServerKey, ServerOverride> { [Key(19, 8080)] = new(true, null) })));

    [Fact]
    public void An_operators_weight_stands_for_the_files()
    {
        var service = Make("UUU", Overrides((11, new ServerOverride(false, 0)), (13, new ServerOverride(false, 9))));
        Assert.Equal("DOOD", Admissions(service));
        Assert.Equal([0, 1, 9, 1], service.Servers.Select(s => s.Weight));
    }

    [Fact]
    public void An_override_of_a_server_that_is_gone_does_nothing() =>
        Assert.Equal("OODD", Admissions(Make("UUU", Overrides((99, new ServerOverride(true, 7))))));

    [Fact]
    public void Everything_of_the_service_is_carried_over()
    {
        var (planned, service) = (Make("UUU", None), Config.Services[0]);
        Assert.Equal(
            (service.Name, service.Listen, service.Scheduler, service.Hash, service.TableSize, service.Persistence, service.OnLinkClients),
            (planned.Name, planned.Listen, planned.Scheduler, planned.Hash, planned.TableSize, planned.Persistence, planned.OnLinkClients));
        Assert.Equal(service.AllowFrom, planned.AllowFrom);
        Assert.Equal(
            ["10.0.0.11:80", "10.0.0.12:80", "10.0.0.13:80", "10.0.0.19:8080"], planned.Servers.Select(s => s.Address.ToString()));
    }

    [Fact]
    public void An_open_server_has_a_weight() => Assert.All(
        Make("UUU", None).Servers.Where(s => s.Admission == Admission.Open), s => Assert.True(s.Weight >= 1));

    private static DesiredService Make(string health, IReadOnlyDictionary<ServerKey, ServerOverride> overrides) => Plan.Make(
        Config,
        key => health[(key.Server.Address.GetAddressBytes()[3] - 11)] switch
        {
            'U' => ServerHealth.Up,
            'D' => ServerHealth.Down,
            _ => ServerHealth.Unknown,
        },
        overrides,
        node: null).Services[0];

    private static string Admissions(DesiredService service) => string.Concat(service.Servers.Select(s => s.Admission switch
    {
        Admission.Open => 'O',
        Admission.Drain => 'D',
        _ => 'X',
    }));

    private static Dictionary<ServerKey, ServerOverride> Overrides(params (byte Server, ServerOverride Override)[] entries) =>
        entries.ToDictionary(e => Key(e.Server, 80), e => e.Override);

    private static ServerKey Key(byte last, ushort port) => new("web", new ServerAddress(new([10, 0, 0, last]), port));
}
