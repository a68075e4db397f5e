using System.Net;
using System.Net.Sockets;
using Tenbin.Lab.Processes;

namespace Tenbin.Lab.Servers;

/// <summary>One member of an etcd cluster: Debian's <c>etcd</c> in a process of its own.</summary>
public sealed class EtcdServer : IAsyncDisposable
{
    private readonly string _directory;
    private readonly Func<IEnumerable<string>, Task<LabProcess>> _start;
    private readonly Func<IEnumerable<string>, Task<CommandResult>> _run;
    private LabProcess? _process;

    /// <param name="name">Of the member.</param>
    /// <param name="address">Where it listens.</param>
    /// <param name="directory">For its data.</param>
    /// <param name="start">Starts a program where the member lives.</param>
    /// <param name="run">Runs a program there to its end.</param>
    internal EtcdServer(
        string name,
        IPAddress address,
        string directory,
        Func<IEnumerable<string>, Task<LabProcess>> start,
        Func<IEnumerable<string>, Task<CommandResult>> run)
    {
        Name = name;
        Url = Http(address, 2379);
        PeerUrl = Http(address, 2380);
        _directory = directory;
        _start = start;
        _run = run;
    }

    public string Name { get; }

    /// <summary>What clients name as endpoint.</summary>
    public Uri Url { get; }

    private Uri PeerUrl { get; }

    public bool IsRunning => _process?.IsRunning == true;

    /// <summary>Starts it again after <see cref="Stop"/> or <see cref="Kill"/>, with its data; returns when it serves.</summary>
    /// <remarks>It serves once a majority of the members is there.</remarks>
    public async Task Start()
    {
        await Launch();
        await WaitUntilReady();
    }

    public Task Stop() => _process?.Stop() ?? Task.CompletedTask;

    public Task Kill() => _process?.Kill() ?? Task.CompletedTask;

    /// <summary>SIGSTOP: its connections stay, and nothing is answered.</summary>
    public Task Pause() => _process?.Send(Signal.Stop) ?? Task.CompletedTask;

    /// <summary>SIGCONT.</summary>
    public Task Resume() => _process?.Send(Signal.Continue) ?? Task.CompletedTask;

    /// <summary>Runs <c>etcdctl</c> against this member, from where it lives.</summary>
    public Task<CommandResult> Etcdctl(params IEnumerable<string> arguments) =>
        _run(["etcdctl", "--endpoints", Origin(Url), .. arguments]);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    /// <summary>Options of etcd(1) that all members share; to be set before the first start.</summary>
    internal IReadOnlyList<string> Shared { get; set; } = [];

    internal string AsInitialMember => $"{Name}={Origin(PeerUrl)}";

    internal async Task Launch() => _process = await _start(
    [
        "etcd", "--name", Name, "--data-dir", Path.Combine(_directory, "data"), "--logger", "zap", "--log-outputs", "stderr",
        "--listen-client-urls", Origin(Url), "--advertise-client-urls", Origin(Url),
        "--listen-peer-urls", Origin(PeerUrl), "--initial-advertise-peer-urls", Origin(PeerUrl),
        // A lab's data outlives no crash of the machine, and other tests must not wait for its disk.
        "--unsafe-no-fsync",
        .. Shared,
    ]);

    internal Task WaitUntilReady() => _process!.WaitForOutput("serving client traffic");

    private static Uri Http(IPAddress address, int port) =>
        new(address.AddressFamily == AddressFamily.InterNetworkV6 ? $"http://[{address}]:{port}" : $"http://{address}:{port}");

    /// <summary>Without the slash at the end, which etcd does not take.</summary>
    private static string Origin(Uri url) => url.GetLeftPart(UriPartial.Authority);
}
