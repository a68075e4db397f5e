using System.Text.Json;
using Tenbin.Lab.Processes;

namespace Tenbin.Lab.Directors;

/// <summary>The <c>tenbin</c> daemon on a machine, with directories and a bpffs of its own, and its verbs.</summary>
public sealed class LabDirector : IAsyncDisposable
{
    private readonly Machine _machine;
    private readonly string _pins;
    private readonly LabSystemd _systemd;

    private LabDirector(Machine machine, string bpf)
    {
        _machine = machine;
        _pins = Path.Combine(bpf, "tenbin");
        _systemd = new LabSystemd(Path.Combine(machine.Directory, "systemd"));
        ConfigFile = Path.Combine(machine.Directory, "tenbin.yaml");
    }

    public string ConfigFile { get; }

    public Machine Machine => _machine;

    public string Name => _machine.Name;

    /// <summary>Where its programs and maps are pinned.</summary>
    public string PinDirectory => _pins;

    /// <summary>The daemon; null before the first start.</summary>
    public LabProcess? Daemon { get; private set; }

    /// <summary>Not after <see cref="PowerOff"/>.</summary>
    public bool HasPower { get; private set; } = true;

    /// <summary>Where its control socket is.</summary>
    public string RunDirectory => Path.Combine(_machine.Directory, "run");

    /// <summary>Options that every verb needs to find this daemon and not the machine's.</summary>
    public IReadOnlyList<string> Directories =>
    [
        "--run-directory", RunDirectory,
        "--state-directory", Path.Combine(_machine.Directory, "state"),
        "--bpf-directory", _pins,
    ];

    /// <summary>Prepares one; nothing runs yet.</summary>
    public static async Task<LabDirector> Create(LabNetwork network, Machine machine) =>
        new(machine, await network.MountBpf($"bpf-{machine.Name}"));

    /// <summary>Replaces the configuration file; a running daemon does not notice by itself.</summary>
    public Task WriteConfig(string yaml) => File.WriteAllTextAsync(ConfigFile, yaml);

    /// <summary>Words that run the daemon with less than root's rights, e.g. <c>setpriv</c> and its options; none by default.</summary>
    public IReadOnlyList<string> Wrapper { get; set; } = [];

    /// <summary>The file of the <c>tenbin</c> program; that of this build by default.</summary>
    public string Program { get; private set; } = Programs.Tenbin;

    /// <summary>Installs a copy of the program beside the old one, as an upgrade does; the next start runs it.</summary>
    public void ReplaceProgram()
    {
        var directory = Path.Combine(_machine.Directory, $"program-{Guid.NewGuid():N}");
        Directory.CreateDirectory(directory);
        var old = Path.GetDirectoryName(Program)!;
        foreach (var file in Directory.EnumerateFiles(old, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(directory, Path.GetRelativePath(old, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        Program = Path.Combine(directory, Path.GetFileName(Program));
    }

    /// <summary>Starts the daemon without waiting for anything.</summary>
    public async Task<LabProcess> Launch() =>
        Daemon = await _machine.Start([.. await _systemd.Wrapper(), .. Wrapper, Program, "run", "-c", ConfigFile, .. Directories]);

    /// <summary>Starts the daemon and waits until it answers.</summary>
    public async Task Start()
    {
        var daemon = await Launch();
        await Wait.Until(
            "the daemon to answer",
            async () => daemon.IsRunning
                ? (await Verb("status")).ExitStatus == 0
                : throw new LabException($"The daemon ended with status {await daemon.Ended}:\n{daemon.Output}"),
            evidence: daemon.Output.ToString);
    }

    /// <summary>SIGKILL to the daemon.</summary>
    public Task Kill() => Daemon!.Kill();

    /// <summary>The machine goes down in good order: its programs are told to end, then its power goes.</summary>
    public async Task ShutDown()
    {
        await _systemd.Say("stopping");
        await Stop();
        await PowerOff();
    }

    /// <summary>The machine loses its power: nothing says goodbye, and everything runs no more.</summary>
    public Task PowerOff()
    {
        HasPower = false;
        return _machine.PowerOff();
    }

    /// <summary>
    /// The machine boots: what a director keeps in the kernel and under <c>/run</c> is gone, its files are there. The
    /// daemon is not started.
    /// </summary>
    public async Task PowerOn()
    {
        await _machine.PowerOn();
        await _systemd.Say("running");
        HasPower = true;
        foreach (var directory in new[] { _pins, RunDirectory }.Where(Directory.Exists))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>SIGTERM to the daemon.</summary>
    public Task<int> Stop() => Daemon!.Stop();

    /// <summary>Runs a verb of <c>tenbin</c> against this daemon.</summary>
    public Task<CommandResult> Verb(params IEnumerable<string> words) =>
        _machine.Run([Program, .. words, .. Directories]);

    public async Task<DirectorStatus> Status() => JsonSerializer.Deserialize(
        (await Verb("status", "--output", "json")).Checked().Output, DirectorJson.Default.DirectorStatus)!;

    /// <summary>Waits until the status is as wanted; shows the last one, and the daemon's words, when it never is.</summary>
    public async Task<DirectorStatus> WaitFor(string what, Func<DirectorStatus, bool> holds, TimeSpan? deadline = null)
    {
        DirectorStatus? last = null;
        return await Wait.For(
            what,
            async () => holds(last = await Status()) ? last : null,
            deadline,
            () => $"{JsonSerializer.Serialize(last!, DirectorJson.Default.DirectorStatus)}\n{Daemon?.Output}");
    }

    /// <summary>Waits until every server of every service takes new sessions.</summary>
    public Task<DirectorStatus> WaitUntilAllUp() => WaitFor(
        "every server to be up",
        status => status.Services.Count > 0 && status.Services.All(service => service.Servers.All(server => server.State == "up")));

    /// <summary>Waits until one server of a service is in a state: <c>up</c>, <c>down</c>, <c>draining</c> …</summary>
    public Task<DirectorStatus> WaitForState(string service, string server, string state) => WaitFor(
        $"{server} of {service} to be {state}", status => status[service][server].State == state);

    public async ValueTask DisposeAsync()
    {
        if (Daemon is not null)
        {
            await Daemon.DisposeAsync();
        }
    }
}
