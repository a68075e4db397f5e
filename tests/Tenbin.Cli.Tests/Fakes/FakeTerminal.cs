using Tenbin.Cli.Screen;

namespace Tenbin.Cli.Tests.Fakes;

internal sealed class FakeTerminal
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public Terminal Terminal => new() { Out = _out, Error = _error };

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    public Task<int> RunAsync(params string[] args) => TenbinProgram.RunAsync(args, Terminal, TestContext.Current.CancellationToken);
}
