namespace Tenbin.Lab.Directors;

/// <summary>What a director's machine says of itself when the daemon asks <c>systemctl is-system-running</c>.</summary>
internal sealed class LabSystemd(string directory)
{
    /// <summary>First in the search path of what the daemon runs.</summary>
    private const string First = "/usr/local/sbin";

    private string State => Path.Combine(directory, "state");

    /// <summary>Words that run a program where this <c>systemctl</c> comes before the machine's own.</summary>
    public async Task<IReadOnlyList<string>> Wrapper()
    {
        if (!Directory.Exists(directory))
        {
            Directory.CreateDirectory(directory);
            await Say("running");
            var program = Path.Combine(directory, "systemctl");
            await File.WriteAllTextAsync(program, $"#!/bin/sh\nexec cat '{State}'\n");
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return ["unshare", "--mount", "--propagation", "private", "sh", "-c", $"mount --bind '{directory}' {First} && exec \"$@\"", "sh"];
    }

    /// <param name="state">E.g. <c>running</c>, <c>stopping</c>.</param>
    public Task Say(string state) => File.WriteAllTextAsync(State, state);
}
