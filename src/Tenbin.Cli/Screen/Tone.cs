namespace Tenbin.Cli.Screen;

/// <summary>What a piece of text says by its looks.</summary>
internal enum Tone
{
    /// <summary>Ordinary.</summary>
    Plain,

    /// <summary>There if wanted.</summary>
    Quiet,

    /// <summary>A heading.</summary>
    Strong,

    /// <summary>All is well.</summary>
    Good,

    /// <summary>Worth a look.</summary>
    Caution,

    /// <summary>Needs someone.</summary>
    Bad,
}
