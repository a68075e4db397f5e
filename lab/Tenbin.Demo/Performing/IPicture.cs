using Tenbin.Cli.Screen;

namespace Tenbin.Demo.Performing;

/// <summary>What a play looks like.</summary>
internal interface IPicture
{
    /// <summary>Looks around; what does not answer stays as it was seen last.</summary>
    Task Look();

    /// <summary>Draws what was seen.</summary>
    /// <param name="width">Columns of the screen.</param>
    /// <param name="height">Rows that are there for it.</param>
    IReadOnlyList<Line> Draw(int width, int height);
}
