using System.Diagnostics;

namespace Tenbin.Lab.Processes;

/// <summary>Runs a program to its end.</summary>
public static class Command
{
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(60);

    /// <summary>Runs <paramref name="command"/>; past the deadline it is killed and the call fails.</summary>
    /// <param name="command">Program, then its arguments.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="deadline">Default 60 s.</param>
    /// <exception cref="LabException">The program cannot be started or ran past the deadline.</exception>
    public static async Task<CommandResult> Run(
        IReadOnlyList<string> command, string input = "", TimeSpan? deadline = null)
    {
        using var process = await Spawner.Start(StartInfo(command, redirectInput: true));
        var line = string.Join(' ', command);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await Feed(process, input);

        var patience = deadline ?? DefaultDeadline;
        using var timeUp = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(timeUp.Token);
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            throw new LabException($"{line}\ndid not end within {patience.TotalSeconds} s:\n{await errors}{await output}", e);
        }

        return new(line, process.ExitCode, await output, await errors);
    }

    internal static ProcessStartInfo StartInfo(IReadOnlyList<string> command, bool redirectInput)
    {
        var info = new ProcessStartInfo("setpriv")
        {
            RedirectStandardInput = redirectInput,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "--pdeathsig", "KILL", "--" },
        };
        foreach (var word in command)
        {
            info.ArgumentList.Add(word);
        }

        return info;
    }

    private static async Task Feed(Process process, string input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading its input; its exit status tells whether that is a failure.
        }
    }
}
