using System.ComponentModel;
using System.Diagnostics;

namespace Tenbin.Linux.Processes;

/// <summary>
/// A program that is run to its end. It leads a session of its own, so that one signal reaches all that it started,
/// and it gets a clean environment: the daemon's own may hold secrets, and its notify socket is not for others.
/// </summary>
/// <param name="Program">Absolute path, or the name of a program in the system's own directories.</param>
/// <param name="Arguments">Passed through no shell.</param>
public sealed record Command(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>util-linux: makes the program a session leader, so that its process id names its whole group.</summary>
    public const string SetSid = "/usr/bin/setsid";

    private const string SearchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>A process that left the session may hold the output open; the verdict does not wait for it.</summary>
    private static readonly TimeSpan s_outputGrace = TimeSpan.FromMilliseconds(250);

    /// <summary>Variables beyond PATH and LANG.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>At the deadline it gets SIGTERM, and SIGKILL so much later; zero: SIGKILL at once.</summary>
    public TimeSpan Grace { get; init; }

    /// <summary>What it leaves behind after an end in time lives on, as a service that it started must. Else all is killed.</summary>
    public bool LeavesService { get; init; }

    /// <summary>Runs it; its output is read to the end, and little of it kept.</summary>
    /// <param name="time">Clock of the graces.</param>
    /// <param name="deadline">When it is ended.</param>
    /// <exception cref="Win32Exception">It could not be started.</exception>
    public async Task<CommandResult> RunAsync(TimeProvider time, CancellationToken deadline)
    {
        using var process = new Process { StartInfo = Describe() };
        await Launcher.StartAsync(process).ConfigureAwait(false);
        process.StandardInput.Close();
        var errors = new FirstLine(process.StandardError.BaseStream);
        var output = new FirstLine(process.StandardOutput.BaseStream);
        var inTime = await ExitAsync(process, deadline).ConfigureAwait(false);
        if (!inTime && Grace > TimeSpan.Zero)
        {
            ProcessGroup.Terminate(process.Id);
            using var grace = new CancellationTokenSource(Grace, time);
            await ExitAsync(process, grace.Token).ConfigureAwait(false);
        }

        var stays = inTime && LeavesService;
        if (!stays)
        {
            // The leader first: it may not have become one yet.
            process.Kill();
            ProcessGroup.Kill(process.Id);
        }

        // A service that still holds the outputs is read until it closes them: it must not meet a broken pipe.
        await EndAsync(Task.WhenAll(errors.End, output.End), time).ConfigureAwait(false);
        if (!stays)
        {
            errors.Dispose();
            output.Dispose();
        }

        // One that was killed may hang in the kernel for long; it is not waited for.
        return new CommandResult(inTime, inTime ? process.ExitCode : 128 + 9, errors.Text is { Length: > 0 } error ? error : output.Text);
    }

    private static async Task<bool> ExitAsync(Process process, CancellationToken deadline)
    {
        try
        {
            await process.WaitForExitAsync(deadline).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task EndAsync(Task outputs, TimeProvider time)
    {
        try
        {
            await outputs.WaitAsync(s_outputGrace, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Someone outside the session holds an output open, or a service that stays.
        }
    }

    private ProcessStartInfo Describe()
    {
        var start = new ProcessStartInfo(SetSid, [Program, .. Arguments])
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = SearchPath;
        start.Environment["LANG"] = "C.UTF-8";
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
