using Microsoft.Extensions.Logging;
using Tenbin.Director.Logs;

namespace Tenbin.Director.Tests.Logs;

public sealed class LineLoggerProviderTests
{
    [Fact]
    public void Every_line_is_written_before_the_end()
    {
        var output = new StringWriter();
        using (var provider = new LineLoggerProvider(output, LogLayout.Journal, TimeProvider.System))
        {
            var logger = provider.CreateLogger("director");
            for (var i = 0; i < 100; i++)
            {
                Write(logger, $"line {i}");
            }
        }

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"<6>line {i}"), output.ToString().TrimEnd().Split('\n'));
    }

    [Fact]
    public void An_output_that_does_not_move_holds_nobody_up_and_losses_are_counted()
    {
        using var output = new HeldWriter();
        using var provider = new LineLoggerProvider(output, LogLayout.Journal, TimeProvider.System);
        var logger = provider.CreateLogger("director");
        for (var i = 0; i < 15_000; i++)
        {
            Write(logger, "line");
        }

        output.Release();
        provider.Dispose();

        Assert.Contains("log lines were lost", output.ToString(), StringComparison.Ordinal);
    }

    private static void Write(ILogger logger, string message) =>
        logger.Log(LogLevel.Information, default, message, null, (text, _) => text);

    private sealed class HeldWriter : StringWriter
    {
        private readonly ManualResetEventSlim _gate = new();

        public void Release() => _gate.Set();

        public override void Write(string? value)
        {
            _gate.Wait();
            base.Write(value);
        }
    }
}
