using System.Collections.Immutable;
using Tenbin.Addresses.RealServers;
using Tenbin.Cli.Screen;

namespace Tenbin.Cli.RealServers;

/// <summary>What <c>tenbin real-server</c> says to people. Pure.</summary>
internal static class RealServerText
{
    /// <summary>What is so and what is not.</summary>
    public static IEnumerable<Line> Check(ImmutableArray<RealServerItem> items) => items.Select(item => item.IsGood
        ? new Line(new Piece("ok     ", Tone.Good), new Piece(item.Name))
        : new Line(new Piece("WRONG  ", Tone.Bad), new Piece($"{item.Name}: {item.Fault}")));

    /// <summary>What was done, or would be.</summary>
    public static IEnumerable<Line> Changes(ImmutableArray<RealServerItem> wrong, bool isDone)
    {
        if (wrong.IsEmpty)
        {
            yield return Line.Of("there is nothing to do: all is so already");
        }

        foreach (var item in wrong)
        {
            yield return item.Change is { } change
                ? new Line(new Piece(isDone ? "did    " : "would  ", Tone.Good), new Piece($"{change}"), new Piece($"   # {item.Name} {item.Fault}", Tone.Quiet))
                : new Line(new Piece("WRONG  ", Tone.Bad), new Piece($"{item.Name}: {item.Fault}"));
        }
    }
}
