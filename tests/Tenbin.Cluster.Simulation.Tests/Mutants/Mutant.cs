namespace Tenbin.Cluster.Simulation.Mutants;

/// <summary>The core with one mistake.</summary>
/// <param name="Name">The mistake.</param>
/// <param name="Changes">What is written instead of what.</param>
public sealed record Mutant(string Name, params Change[] Changes)
{
    public override string ToString() => Name;
}

/// <summary>One change of the text.</summary>
/// <param name="File">Without its ending: of the core, or with its folder.</param>
/// <param name="Find">Text that is there once.</param>
/// <param name="Replace">Text in its place.</param>
public sealed record Change(string File, string Find, string Replace);
