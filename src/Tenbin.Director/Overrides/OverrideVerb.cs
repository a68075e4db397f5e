namespace Tenbin.Director.Overrides;

/// <summary>What an operator does to a real server.</summary>
internal enum OverrideVerb
{
    /// <summary>No new sessions.</summary>
    Drain,

    /// <summary>New sessions again.</summary>
    Undrain,

    /// <summary>Another weight, or the file's again.</summary>
    Weight,
}
