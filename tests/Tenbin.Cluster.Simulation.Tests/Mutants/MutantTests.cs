using Xunit;

namespace Tenbin.Cluster.Simulation.Mutants;

/// <summary>The test of the test.</summary>
public sealed class MutantTests(ITestOutputHelper output)
{
    /// <summary>Within so many schedules.</summary>
    private const int Seeds = 5_000;

    /// <summary><c>TENBIN_MUTANT=register</c>: those whose name has this in it.</summary>
    public static TheoryData<string> Names =>
    [
        .. Catalogue.All.Select(mutant => mutant.Name)
            .Where(name => name.Contains(Environment.GetEnvironmentVariable("TENBIN_MUTANT") ?? "", StringComparison.Ordinal)),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mistake_in_the_core_is_found(string name)
    {
        var image = Compiler.Compile(Sources.With(Catalogue.All.Single(mutant => mutant.Name == name)));
        var failure = Compiler.FirstFailure(image, Seeds);
        Assert.True(failure is not null, $"{Seeds} schedules did not notice: {name}");
        output.WriteLine(failure);
    }

    [Fact]
    public void Without_a_mistake_the_same_way_finds_nothing() =>
        Assert.Null(Compiler.FirstFailure(Compiler.Compile(Sources.With(new Mutant("none"))), 200));
}
