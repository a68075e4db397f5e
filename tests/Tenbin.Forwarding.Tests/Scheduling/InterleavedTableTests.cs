using Tenbin.Forwarding.Scheduling;

namespace Tenbin.Forwarding.Tests.Scheduling;

public sealed class InterleavedTableTests
{
    [Theory]
    [InlineData(new[] { 1 }, 1)]
    [InlineData(new[] { 1, 1, 1 }, 3)]
    [InlineData(new[] { 3, 2, 1 }, 6)]
    [InlineData(new[] { 100, 50, 200 }, 7)]
    [InlineData(new[] { 65535, 65535 }, 2)]
    [InlineData(new[] { 7, 13 }, 20)]
    public void Each_server_gets_just_its_weight_in_the_shortest_table(int[] weights, int slots)
    {
        var table = InterleavedTable.Make(weights);
        Assert.Equal(slots, table.Length);
        for (var i = 0; i < weights.Length; i++)
        {
            Assert.Equal((long)weights[i] * slots, table.Count(server => server == i) * weights.Sum(weight => (long)weight));
        }
    }

    [Fact]
    public void A_heavy_server_gets_no_bursts()
    {
        var table = InterleavedTable.Make([5, 1, 1]);
        Assert.DoesNotContain(Enumerable.Range(0, table.Length), i => Enumerable.Range(i, 4).All(j => table[j % table.Length] == 0));

        var many = InterleavedTable.Make([100, .. Enumerable.Repeat(1, 100)]);
        Assert.DoesNotContain(Enumerable.Range(0, many.Length), i => Enumerable.Range(i, 3).All(j => many[j % many.Length] == 0));
    }

    [Fact]
    public void Equal_servers_take_strict_turns() =>
        Assert.Equal([0, 1, 2], InterleavedTable.Make([2, 2, 2]));

    [Fact]
    public void Any_run_of_turns_is_close_to_the_weights()
    {
        int[] weights = [9, 4, 2, 1];
        var table = InterleavedTable.Make(weights);
        for (var server = 0; server < weights.Length; server++)
        {
            var share = (double)weights[server] / weights.Sum();
            for (var length = 1; length <= table.Length; length++)
            {
                Assert.InRange(table.Take(length).Count(turn => turn == server) - share * length, -1.5, 1.5);
            }
        }
    }

    [Fact]
    public void Weights_that_need_too_long_a_table_are_rounded_and_nobody_is_left_out()
    {
        int[] weights = [65535, 65534, 65533, 1];
        var table = InterleavedTable.Make(weights);
        Assert.InRange(table.Length, 1, InterleavedTable.MaxSlots + weights.Length);
        var counts = table.CountBy(server => server).ToDictionary();
        Assert.All([0, 1, 2], server => Assert.InRange(counts[server], 21_600, 22_100));
        Assert.Equal(1, counts[3]);
    }

    [Fact]
    public void Random_weights_keep_their_shares()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            int[] weights = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(1, 65_536))];
            var table = InterleavedTable.Make(weights);
            var counts = table.CountBy(server => server).ToDictionary();
            for (var i = 0; i < weights.Length; i++)
            {
                var exact = (double)weights[i] / weights.Sum(weight => (long)weight) * table.Length;
                Assert.True(Math.Abs(counts[i] - exact) <= Math.Max(1, exact / 100) + 1, $"seed {seed}, round {round}: server {i} has {counts[i]} of {exact}");
            }
        }
    }
}
