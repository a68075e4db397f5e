using System.Text;
using Tenbin.Forwarding.Scheduling;

namespace Tenbin.Forwarding.Tests.Scheduling;

public sealed class MaglevTableTests
{
    private const int Size = 65_537;

    private static readonly int[] s_equal = [.. Enumerable.Repeat(1, 100)];
    private static readonly int[] s_mixed = [.. Enumerable.Range(0, 100).Select(i => 1 + i % 5)];

    public static TheoryData<int[]> Weights => [s_equal, s_mixed];

    [Theory]
    [MemberData(nameof(Weights))]
    public void Each_share_is_within_one_percent_of_its_weight(int[] weights)
    {
        var table = Make(Names(weights.Length), weights);
        var counts = table.CountBy(server => server).ToDictionary();
        for (var i = 0; i < weights.Length; i++)
        {
            var exact = (double)weights[i] / weights.Sum() * Size;
            Assert.InRange(counts[i], exact * 0.99, exact * 1.01);
        }
    }

    [Theory]
    [MemberData(nameof(Weights))]
    public void Losing_any_one_of_a_hundred_servers_moves_at_most_one_percent_of_the_other_slots(int[] weights)
    {
        var names = Names(weights.Length);
        var before = Make(names, weights);
        for (var lost = 0; lost < weights.Length; lost++)
        {
            var left = Enumerable.Range(0, weights.Length).Where(i => i != lost).ToArray();
            var after = Make([.. left.Select(i => names[i])], [.. left.Select(i => weights[i])]);
            var moved = Enumerable.Range(0, Size).Count(slot => before[slot] != lost && before[slot] != left[after[slot]]);
            Assert.True(moved <= Size / 100, $"losing server {lost} (weight {weights[lost]}) moved {moved} of {Size} slots that were not its own");
        }
    }

    [Theory]
    [MemberData(nameof(Weights))]
    public void The_order_of_the_file_does_not_matter(int[] weights)
    {
        var names = Names(weights.Length);
        var order = Enumerable.Range(0, weights.Length).ToArray();
        new Random(1).Shuffle(order);
        var straight = Make(names, weights).Select(server => names[server]);
        var shuffled = Make([.. order.Select(i => names[i])], [.. order.Select(i => weights[i])]).Select(server => names[order[server]]);
        Assert.Equal(straight, shuffled);
    }

    [Fact]
    public void A_weight_that_changes_a_little_moves_little()
    {
        var names = Names(100);
        int[] changed = [.. s_equal.Select(weight => weight * 10)];
        var before = Make(names, changed);
        changed[7] = 11;
        var after = Make(names, changed);
        Assert.InRange(Enumerable.Range(0, Size).Count(slot => before[slot] != after[slot]), 1, Size / 50);
    }

    [Theory]
    [InlineData(1, 251)]
    [InlineData(3, 509)]
    [InlineData(100, 16_381)]
    [InlineData(655, 65_537)]
    [InlineData(65_536, 8_388_593)]
    public void A_table_has_a_hundred_slots_for_each_server(int servers, int size) => Assert.Equal(size, MaglevTable.SizeFor(servers));

    [Fact]
    public void Every_size_is_prime() => Assert.All(
        Enumerable.Range(0, 17).Select(power => MaglevTable.SizeFor(1 << power)),
        size => Assert.DoesNotContain(Enumerable.Range(2, (int)Math.Sqrt(size) - 1), divisor => size % divisor == 0));

    [Fact]
    public void One_server_has_it_all() => Assert.All(Make(Names(1), [5]), server => Assert.Equal(0, server));

    [Fact]
    public void The_mapping_never_changes_between_versions()
    {
        // Directors of two versions side by side must agree; this value is what the first version computed.
        var hash = Make(Names(10), [.. Enumerable.Repeat(1, 10)]).Aggregate(17, (sum, server) => unchecked(sum * 31 + server));
        Assert.Equal(Pinned, hash);
    }

    private const int Pinned = -2083915191;

    private static int[] Make(string[] names, int[] weights) =>
        MaglevTable.Make([.. names.Select(name => MaglevTable.Identity(Encoding.ASCII.GetBytes(name)))], weights, Size);

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(i => $"172.18.{i / 250}.{i % 250}:80")];
}
