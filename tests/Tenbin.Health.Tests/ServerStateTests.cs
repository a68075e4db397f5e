using Tenbin.Model.Planning;
using Xunit;
using static Tenbin.Model.Planning.ServerHealth;

namespace Tenbin.Health.Tests;

public class ServerStateTests
{
    private static readonly DateTimeOffset Start = new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);

    [Theory]
    [InlineData("+", 3, 2, Up)]
    [InlineData("-", 3, 2, Down)]
    [InlineData("+--", 3, 2, Up)]
    [InlineData("+---", 3, 2, Down)]
    [InlineData("+--+--", 3, 2, Up)]
    [InlineData("-+", 3, 2, Down)]
    [InlineData("-++", 3, 2, Up)]
    [InlineData("-+-+", 3, 2, Down)]
    [InlineData("+-", 1, 1, Down)]
    [InlineData("-+", 1, 1, Up)]
    public void Invariant2_one_result_decides_from_unknown_then_fall_and_rise_do(
        string results, int fall, int rise, ServerHealth expected)
    {
        ServerState state = ServerState.Unknown(Start);
        Assert.Equal(Unknown, state.Health);

        Assert.Equal(expected, Follow(state, results, fall, rise).Health);
    }

    [Fact]
    public void A_carried_over_state_needs_as_many_results_as_one_that_was_seen()
    {
        ServerState up = ServerState.CarriedOver(Up, Start, "");
        ServerState down = ServerState.CarriedOver(Down, Start, "connection refused");

        Assert.Equal(Up, Follow(up, "--", 3, 2).Health);
        Assert.Equal(Down, Follow(up, "---", 3, 2).Health);
        Assert.Equal(Down, Follow(down, "+", 3, 2).Health);
        Assert.Equal(Up, Follow(down, "++", 3, 2).Health);
    }

    [Fact]
    public void Since_moves_only_when_health_changes()
    {
        ServerState state = ServerState.Unknown(Start).After(Passed(), 2, 2, Start.AddSeconds(1));
        state = state.After(Passed(), 2, 2, Start.AddSeconds(2));
        state = state.After(Failed("refused"), 2, 2, Start.AddSeconds(3));

        Assert.Equal(Start.AddSeconds(1), state.Since);
        Assert.Equal(Start.AddSeconds(3), state.LastCheck);

        Assert.Equal(Start.AddSeconds(4), state.After(Failed("refused"), 2, 2, Start.AddSeconds(4)).Since);
    }

    [Fact]
    public void The_reason_stays_until_the_server_is_up()
    {
        ServerState down = Follow(ServerState.Unknown(Start), "-", 3, 2);
        ServerState recovering = Follow(down, "+", 3, 2);

        Assert.Equal("refused", down.Reason);
        Assert.Equal("refused", recovering.Reason);
        Assert.Equal("", Follow(recovering, "+", 3, 2).Reason);
        Assert.Equal("refused", Follow(recovering, "+-", 3, 2).Reason);
    }

    [Fact]
    public void Counts_are_kept()
    {
        ServerState state = Follow(ServerState.Unknown(Start), "++--+---", 4, 2);

        Assert.Equal((8, 5, 0, 3), (state.TotalChecks, state.TotalFailures, state.Successes, state.Failures));
        Assert.Equal(TimeSpan.FromMilliseconds(7), state.Latency);
    }

    [Fact]
    public void Random_sequences_agree_with_a_search_of_the_whole_history()
    {
        int seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (int round = 0; round < 2_000; round++)
        {
            int fall = random.Next(1, 5);
            int rise = random.Next(1, 5);
            string history = "";
            ServerState state = ServerState.Unknown(Start);
            for (int step = 0; step < 40; step++)
            {
                history += random.Next(2) == 0 ? '+' : '-';
                state = Follow(state, history[^1..], fall, rise);
                Assert.True(Reference(history, fall, rise) == state.Health, $"seed {seed}: {history} fall {fall} rise {rise}");
            }
        }
    }

    private static ServerHealth Reference(string history, int fall, int rise)
    {
        ServerHealth health = Unknown;
        for (int end = 1; end <= history.Length; end++)
        {
            string seen = history[..end];
            health = health switch
            {
                Unknown => seen == "+" ? Up : Down,
                Up when seen.EndsWith(new string('-', fall), StringComparison.Ordinal) => Down,
                Down when seen.EndsWith(new string('+', rise), StringComparison.Ordinal) => Up,
                _ => health,
            };
        }
        return health;
    }

    private static ServerState Follow(ServerState state, string results, int fall, int rise) => results.Aggregate(
        state, (s, result) => s.After(result == '+' ? Passed() : Failed("refused"), fall, rise, Start));

    private static ProbeResult Passed() => ProbeResult.Up(TimeSpan.FromMilliseconds(5));

    private static ProbeResult Failed(string fault) => ProbeResult.Down(fault, TimeSpan.FromMilliseconds(7));
}
