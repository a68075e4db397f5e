namespace Tenbin.Addresses.Scripts;

/// <summary>What a script says of its resource.</summary>
public enum ScriptState
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It is stopped cleanly.</summary>
    Stopped,

    /// <summary>Neither: it failed, or the script cannot tell.</summary>
    Failed,
}

/// <summary>An answer of <see cref="ResourceScript.Look"/>.</summary>
/// <param name="State">What it is.</param>
/// <param name="Reason">In the script's terms, a clause for people.</param>
public sealed record ScriptAnswer(ScriptState State, string Reason);
