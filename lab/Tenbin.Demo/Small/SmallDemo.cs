using Tenbin.Cli.Screen;
using Tenbin.Demo.Performing;

namespace Tenbin.Demo.Small;

/// <summary><c>./demo small</c>: one director, four real servers, faults, and what a client sees of them.</summary>
internal static class SmallDemo
{
    public static async Task<int> Run(Terminal terminal)
    {
        var ledger = new Ledger();
        var picture = new SmallPicture(ledger);
        var ending = await Performance.Run(terminal, picture, stage => SmallPlay.Run(ledger, picture, stage));
        return ending == Ending.Interrupted ? Program.Interrupted : SmallSummary.Write(terminal, ledger, ending);
    }
}
