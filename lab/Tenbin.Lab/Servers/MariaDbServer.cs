using System.Globalization;
using Tenbin.Lab.Processes;

namespace Tenbin.Lab.Servers;

/// <summary>
/// A MariaDB server on a machine, of Debian's <c>mariadb-server</c>, with its data in the machine's directory. Its
/// <c>@@report_host</c> is the machine's name.
/// </summary>
public sealed class MariaDbServer : IAsyncDisposable
{
    /// <summary>Starting it makes a page file and logs first; making its data waits for the disk again and again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60), PatienceForData = TimeSpan.FromMinutes(3);

    private readonly Machine _machine;
    private readonly string _directory;
    private readonly int _port;
    private LabProcess? _process;

    private MariaDbServer(Machine machine, int port)
    {
        (_machine, _port) = (machine, port);
        _directory = Path.Combine(machine.Directory, "mariadb");
    }

    public bool IsRunning => _process?.IsRunning == true;

    private string Socket => Path.Combine(_directory, "sql.sock");

    /// <summary>Makes its data, starts it and waits until it answers. It listens on every address of the machine.</summary>
    public static async Task<MariaDbServer> Start(Machine machine, int port = 3306)
    {
        var server = new MariaDbServer(machine, port);
        Directory.CreateDirectory(server._directory);
        (await machine.Run(
            [
                "mariadb-install-db", "--no-defaults", $"--datadir={server.Data}", "--user=root", "--auth-root-authentication-method=normal",
                "--skip-test-db", "--innodb-log-file-size=4M", "--innodb-buffer-pool-size=8M",
            ],
            PatienceForData)).Checked();
        await server.Start();
        return server;
    }

    /// <summary>Starts it again after <see cref="Kill"/>, with its data.</summary>
    public async Task Start()
    {
        _process = await _machine.Start(
        [
            "mariadbd", "--no-defaults", $"--datadir={Data}", $"--socket={Socket}", $"--pid-file={_directory}/pid", "--user=root",
            $"--port={_port.ToString(CultureInfo.InvariantCulture)}", "--bind-address=*", $"--report-host={_machine.Name}", "--skip-name-resolve", "--skip-log-bin", "--performance-schema=OFF",
            "--innodb-log-file-size=4M", "--innodb-buffer-pool-size=8M", "--innodb-flush-log-at-trx-commit=0", "--max-connections=300",
        ]);
        await Wait.Until(
            $"MariaDB on {_machine.Name} to answer",
            async () => _process.IsRunning
                ? (await Ask("SELECT 1")).ExitStatus == 0
                : throw new LabException($"MariaDB on {_machine.Name} ended:\n{_process.Output}"),
            Patience,
            _process.Output.ToString);
    }

    /// <summary>Runs statements as its administrator.</summary>
    public async Task<string> Run(string statements) => (await Ask(statements)).Checked().Output;

    /// <summary>An account that may log in from anywhere and do nothing else.</summary>
    public Task AddUser(string name, string password) => Run($"CREATE OR REPLACE USER '{name}'@'%' IDENTIFIED BY '{password}'");

    /// <summary>SIGSTOP: the kernel still accepts connections, and nothing is answered.</summary>
    public Task Pause() => _process?.Send(Signal.Stop) ?? Task.CompletedTask;

    /// <summary>SIGCONT.</summary>
    public Task Resume() => _process?.Send(Signal.Continue) ?? Task.CompletedTask;

    public Task Kill() => _process?.Kill() ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    private string Data => Path.Combine(_directory, "data");

    private Task<CommandResult> Ask(string statements) =>
        _machine.Run("mariadb", "--no-defaults", $"--socket={Socket}", "--user=root", "--batch", "--skip-column-names", "-e", statements);
}
