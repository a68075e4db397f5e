using System.Text;
using Tenbin.Cli.Screen;

namespace Tenbin.Cli.Tests.Fakes;

internal sealed class FakeTerminal
{
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    public Task<int> RunAsync(params string[] args)
    {
        var terminal = new Terminal { Out = new StringWriter(_out), Error = new StringWriter(_error) };
        return TenbinProgram.RunAsync(args, terminal, TestContext.Current.CancellationToken);
    }
}
