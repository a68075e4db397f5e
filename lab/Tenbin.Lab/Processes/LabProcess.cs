using System.Diagnostics;
using System.Globalization;

namespace Tenbin.Lab.Processes;

/// <summary>A program that runs inside a machine. It dies with the process that runs the lab.</summary>
public sealed class LabProcess : IAsyncDisposable
{
    private static readonly TimeSpan PatienceForOrderlyEnd = TimeSpan.FromSeconds(20);
    private readonly Process _process;
    private readonly Action<string>? _onLine;

    private LabProcess(string commandLine, Process process, Action<string>? onLine)
    {
        CommandLine = commandLine;
        _process = process;
        _onLine = onLine;
        Id = process.Id;
        Ended = Follow();
    }

    public string CommandLine { get; }

    public int Id { get; }

    /// <summary>What it wrote to standard output and standard error.</summary>
    public OutputTail Output { get; } = new();

    /// <summary>Its exit status (128 + signal when killed), once it has ended and all its output is read.</summary>
    public Task<int> Ended { get; }

    public bool IsRunning => !Ended.IsCompleted;

    /// <summary>Starts <paramref name="command"/>.</summary>
    /// <param name="command">Program, then its arguments.</param>
    /// <param name="onLine">Gets every line of standard output; called from one thread at a time.</param>
    internal static async Task<LabProcess> Start(IReadOnlyList<string> command, Action<string>? onLine)
    {
        var process = await Spawner.Start(Command.StartInfo(command, redirectInput: false));
        return new(string.Join(' ', command), process, onLine);
    }

    /// <summary>Sends a signal; does nothing when the program has ended.</summary>
    public async Task Send(Signal signal)
    {
        if (IsRunning)
        {
            var number = ((int)signal).ToString(CultureInfo.InvariantCulture);
            await Command.Run(["sh", "-c", "kill -s \"$0\" \"$1\"", number, Id.ToString(CultureInfo.InvariantCulture)]);
        }
    }

    /// <summary>SIGKILL, and waits until it is gone.</summary>
    public async Task<int> Kill()
    {
        await Send(Signal.Kill);
        return await Ended;
    }

    /// <summary>SIGTERM, and waits until it is gone; SIGKILL when that takes longer than 20 s.</summary>
    /// <exception cref="LabException">It had to be killed.</exception>
    public async Task<int> Stop()
    {
        await Send(Signal.Terminate);
        try
        {
            return await Ended.WaitAsync(PatienceForOrderlyEnd);
        }
        catch (TimeoutException e)
        {
            await Kill();
            throw new LabException($"{CommandLine}\ndid not end on SIGTERM:\n{Output}", e);
        }
    }

    /// <summary>Waits until a line that holds <paramref name="text"/> has been written.</summary>
    public Task WaitForOutput(string text) => Wait.Until(
        $"\"{text}\" from {CommandLine}",
        () => Output.Contains(text) || (IsRunning ? false : throw new LabException($"{CommandLine}\nended:\n{Output}")),
        evidence: Output.ToString);

    public async ValueTask DisposeAsync()
    {
        await Kill();
        _process.Dispose();
    }

    private async Task<int> Follow()
    {
        await Task.WhenAll(Read(_process.StandardOutput, _onLine), Read(_process.StandardError, null));
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    private async Task Read(StreamReader reader, Action<string>? onLine)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            Output.Add(line);
            onLine?.Invoke(line);
        }
    }
}
