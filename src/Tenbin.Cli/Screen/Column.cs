namespace Tenbin.Cli.Screen;

/// <summary>One column of a table.</summary>
/// <param name="Header">Header.</param>
/// <param name="Right">Numbers stand at the right.</param>
/// <param name="Keep">Columns with the lowest number go first when the screen is narrow; 0 = always kept.</param>
internal sealed record Column(string Header, bool Right = false, int Keep = 0);
