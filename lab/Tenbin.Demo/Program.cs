using Tenbin.Cli.Screen;
using Tenbin.Demo.Article;
using Tenbin.Demo.Small;

namespace Tenbin.Demo;

/// <summary>Shows Tenbin at work and counts what clients see of it. See ./demo.</summary>
internal static class Program
{
    /// <summary>128 + SIGINT.</summary>
    public const int Interrupted = 130;

    private const int BadUsage = 64;

    public static async Task<int> Main(string[] args)
    {
        var terminal = Terminal.OfProcess();
        switch (args)
        {
            case []:
                return await ArticleDemo.Run(terminal);
            case ["small"]:
                return await SmallDemo.Run(terminal);
            default:
                await terminal.Error.WriteLineAsync("usage: ./demo [small]");
                return BadUsage;
        }
    }
}
