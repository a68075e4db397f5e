using System.Reflection;

namespace Tenbin.Cluster.Simulation.Mutants;

/// <summary>The texts of core and simulation, as they were when this assembly was built.</summary>
internal static class Sources
{
    /// <summary>By name; those of the core begin with <c>core/</c>.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = Assembly.GetExecutingAssembly().GetManifestResourceNames().ToDictionary(name => name, Read);

    /// <summary>All of them, with a mutant's changes.</summary>
    public static Dictionary<string, string> With(Mutant mutant)
    {
        var sources = new Dictionary<string, string>(All);
        foreach (var (file, find, replace) in mutant.Changes)
        {
            var name = file.Contains('/') ? $"{file}.cs" : $"core/{file}.cs";
            var parts = sources[name].Split(find);
            if (parts.Length != 2)
            {
                throw new InvalidOperationException($"The mutant '{mutant.Name}' is stale: {name} has {parts.Length - 1} times the text: {find}");
            }

            sources[name] = string.Join(replace, parts);
        }

        return sources;
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
