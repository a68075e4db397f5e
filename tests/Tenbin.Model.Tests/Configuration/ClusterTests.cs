using System.Globalization;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Model.Tests.Configuration;

public sealed class ClusterTests
{
    public static TheoryData<HeartbeatTiming> Timings => [HeartbeatTiming.Default, HeartbeatTiming.Fast];

    [Theory]
    [MemberData(nameof(Timings))]
    public void Invariant6_named_timings_keep_their_own_rules(HeartbeatTiming timing)
    {
        const double Rho = HeartbeatTiming.ClockRateError;
        Assert.True(timing.Hold >= timing.LeastHold);
        Assert.True(timing.Hold <= timing.Lease * ((1 - Rho) / (1 + Rho)));
        Assert.True(timing.Lease <= timing.DeadAfter);
        Assert.True(timing.RestartGrace >= timing.Lease && timing.RestartGrace <= TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Only_a_heartbeat_that_allows_for_short_stalls_needs_a_daemon_before_ordinary_processes()
    {
        Assert.True(HeartbeatTiming.Fast.NeedsRealTime);
        Assert.False(HeartbeatTiming.Default.NeedsRealTime);
    }

    [Fact]
    public void A_pair_may_serve_alone_when_told_to() =>
        Assert.Equal(WithoutMajority.Serve, Read("nodes: { a: 10.0.0.11, b: 10.0.0.12 }, without-majority: serve").WithoutMajority);

    [Fact]
    public void A_pair_with_a_witness_may_serve_without_a_majority_too() => Assert.NotNull(
        Read("nodes: { a: 10.0.0.11, b: 10.0.0.12 }, without-majority: serve, witness: { type: etcd, endpoints: 'https://etcd.example.com:2379' }").Witness);

    [Fact]
    public void Three_nodes_need_neither_witness_nor_policy() => Assert.Equal(
        ["c", "a", "b"], Read("nodes: { c: 10.0.0.13, a: 10.0.0.11, b: 10.0.0.12 }").Nodes.Select(n => n.Name));

    [Fact]
    public void Heartbeat_fast_is_a_named_timing() =>
        Assert.Equal(HeartbeatTiming.Fast, Read("nodes: { a: 10.0.0.11, b: 10.0.0.12 }, without-majority: serve, heartbeat: fast").Heartbeat);

    [Theory]
    [InlineData("{ every: 102ms }")]
    [InlineData("{ every: 110ms, dead-after: 424ms }")]
    [InlineData("{ every: 110ms, stall-allowance: 28ms }")]
    [InlineData("{ every: 20ms, dead-after: 131ms }")]
    [InlineData("{ dead-after: 3s, restart-grace: 2850ms }")]
    public void What_a_refusal_offers_is_accepted(string heartbeat) =>
        Read($"nodes: {{ a: 10.0.0.11, b: 10.0.0.12 }}, without-majority: serve, heartbeat: {heartbeat}");

    [Fact]
    public void Every_offer_of_a_random_refusal_is_accepted()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var times = new Dictionary<string, int> { ["every"] = random.Next(5, 1_000), ["dead-after"] = random.Next(20, 5_000), ["stall-allowance"] = random.Next(1, 500) };
            var message = Errors(times).FirstOrDefault();
            foreach (var (key, offer) in Offers(message ?? ""))
            {
                Assert.Empty(Errors(new(times) { [key] = offer }));
            }
        }

        IEnumerable<string> Errors(Dictionary<string, int> times)
        {
            var keys = string.Join(", ", times.Select(t => $"{t.Key}: {t.Value}ms"));
            return Loading.Load(File($"nodes: {{ a: 10.0.0.11, b: 10.0.0.12 }}, without-majority: serve, heartbeat: {{ {keys} }}"))
                .Errors.Select(e => $"seed {seed}: {e}");
        }
    }

    [Fact]
    public void The_password_is_read_beside_the_configuration_file_and_not_shown()
    {
        var witness = Read(
            "nodes: { a: 10.0.0.11, b: 10.0.0.12 }, witness: { type: etcd, endpoints: 'http://10.0.0.9:2379', user: u, password-file: pw }").Witness!;
        Assert.Equal(("u", "s3cret", "/tenbin"), (witness.User, witness.Password, witness.Prefix));
        Assert.DoesNotContain("s3cret", witness.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Relative_paths_begin_where_the_configuration_file_lies()
    {
        var asked = "";
        var text = File("nodes: { a: 10.0.0.11, b: 10.0.0.12 }, witness: { type: etcd, endpoints: 'http://10.0.0.9:2379', user: u, password-file: pw }");
        var result = ConfigLoader.Load(text.Replace("/k", "keys/k", StringComparison.Ordinal), "/etc/tenbin/t.yaml", _ => null, path => asked = path);
        Assert.Equal("/etc/tenbin/pw", asked);
        Assert.Equal("/etc/tenbin/keys/k", result.Config!.Cluster!.KeyFile);
    }

    private static IEnumerable<(string Key, int Milliseconds)> Offers(string message)
    {
        foreach (var part in message.Split("raise ").SelectMany(p => p.Split("lower ")).Skip(1))
        {
            var words = part.Split('\'');
            yield return (words[1], int.Parse(words[2][" to ".Length..words[2].IndexOf("ms", StringComparison.Ordinal)], CultureInfo.InvariantCulture));
        }
    }

    private static ClusterSettings Read(string keys) => Loading.Valid(File(keys)).Cluster!;

    private static string File(string keys) => $"services: {{}}\ngroups: {{ g: {{ addresses: 10.0.0.1/24 }} }}\ncluster: {{ key-file: /k, {keys} }}\n";
}
