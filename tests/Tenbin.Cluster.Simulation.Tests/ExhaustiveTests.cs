using System.Globalization;
using Tenbin.Cluster.Core;
using Tenbin.Cluster.Simulation.Exhaustive;
using Tenbin.Cluster.Simulation.Mutants;
using Xunit;

namespace Tenbin.Cluster.Simulation;

/// <summary>The pair with a register, in every order of a bounded number of events.</summary>
public sealed class ExhaustiveTests(ITestOutputHelper output)
{
    /// <summary><c>TENBIN_EVENTS=1</c>: so many events more than in every run.</summary>
    private static int MoreEvents { get; } =
        Environment.GetEnvironmentVariable("TENBIN_EVENTS") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 0;

    public static TheoryData<int> Looks => [.. Enumerable.Range(0, Exploration.Usual.Length)];

    [Theory]
    [MemberData(nameof(Looks))]
    public void Invariants_6_and_7_hold_in_every_order(int look)
    {
        var bounds = Exploration.Usual[look];
        bounds = bounds with { Events = bounds.Events + MoreEvents };
        var failure = Exploration.Run(bounds, out var states, out var events);
        output.WriteLine($"{bounds}: {states} states, {events} events");
        Assert.Null(failure);
    }

    [Theory]
    [InlineData("a lease is counted from the answer")]
    [InlineData("a handover frees the register in any epoch")]
    [InlineData("the register is taken without waiting")]
    public void A_mistake_in_the_core_is_found(string name)
    {
        var failure = Compiler.FirstFailure(Compiler.Compile(Sources.With(Catalogue.All.Concat(Catalogue.OfOrder).Single(mutant => mutant.Name == name))));
        Assert.True(failure is not null, $"no order of events noticed: {name}");
        output.WriteLine(failure);
    }

    [Fact]
    public void A_copy_of_a_core_goes_on_as_the_core_does_and_shares_nothing()
    {
        foreach (var (_, state) in Starts.All(new Bounds(0, 0, 0, 0)))
        {
            foreach (var node in state.Nodes.Where(node => node.Core is not null))
            {
                var (core, now) = (node.Core!, node.ClockAt(state.Now) + PairState.Step);
                var (before, copy) = (Snapshot.Of(core), Snapshot.Copy(core));
                Assert.Equal(before, Snapshot.Of(copy));

                var said = copy.Step(now, new Tick());
                Assert.Equal(before, Snapshot.Of(core));
                Assert.NotEqual(before, Snapshot.Of(copy));

                Assert.Equal(said.Select(Snapshot.Of), core.Step(now, new Tick()).Select(Snapshot.Of));
                Assert.Equal(Snapshot.Of(copy), Snapshot.Of(core));
            }
        }
    }
}
