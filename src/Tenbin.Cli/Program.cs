using Tenbin.Cli;
using Tenbin.Cli.Screen;

return await TenbinProgram.RunAsync(args, Terminal.OfProcess());
