namespace Tenbin.Director.Overrides;

/// <summary>Content of <c>overrides.json</c>.</summary>
/// <param name="Servers">One entry for each server that an operator has drained or weighed.</param>
internal sealed record OverridesDocument(OverridesEntry[] Servers);

/// <summary>What an operator has set for one server.</summary>
/// <param name="Service">Service name.</param>
/// <param name="Server">Address and port.</param>
/// <param name="Drained">Drained.</param>
/// <param name="Weight">Weight; null = the file's.</param>
internal sealed record OverridesEntry(string Service, string Server, bool Drained, int? Weight);
