using System.Globalization;
using Tenbin.Lab.Processes;

namespace Tenbin.Lab.Servers;

/// <summary>
/// An nginx web server of one process on a machine: answers <c>/</c> with the machine's name and
/// <c>/check.html</c> with OK, over IPv4 and IPv6.
/// </summary>
public sealed class NginxServer : IAsyncDisposable
{
    private readonly Machine _machine;
    private readonly string _directory;
    private LabProcess? _process;

    private NginxServer(Machine machine, string directory)
    {
        _machine = machine;
        _directory = directory;
    }

    public string Name => _machine.Name;

    public bool IsRunning => _process?.IsRunning == true;

    /// <summary>Starts one and waits until it answers.</summary>
    public static Task<NginxServer> Start(Machine machine, params IEnumerable<int> ports) => Start(machine, ports, [], null);

    /// <summary>Starts one that also ends TLS, and waits until it answers.</summary>
    public static Task<NginxServer> Start(Machine machine, int port, int tlsPort, WebCertificate certificate) =>
        Start(machine, [port], [tlsPort], certificate);

    private static async Task<NginxServer> Start(
        Machine machine, IEnumerable<int> ports, IEnumerable<int> tlsPorts, WebCertificate? certificate)
    {
        var directory = Path.Combine(machine.Directory, "nginx");
        Directory.CreateDirectory(Path.Combine(directory, "www"));
        var server = new NginxServer(machine, directory);
        await File.WriteAllTextAsync(Path.Combine(directory, "nginx.conf"), Configuration(machine.Name, Listen(ports, "") + Listen(tlsPorts, "ssl ") + Tls(certificate)));
        await server.SetHealthy(true);
        await server.Start();
        return server;
    }

    /// <summary>Starts it again after <see cref="Stop"/> or <see cref="Kill"/>.</summary>
    public async Task Start()
    {
        _process = await _machine.Start(["nginx", "-p", _directory, "-c", "nginx.conf", "-e", "stderr"]);
        await Wait.Until(
            $"nginx on {Name} to listen",
            async () =>
            {
                if (!_process.IsRunning)
                {
                    throw new LabException($"nginx on {Name} ended:\n{_process.Output}");
                }

                return (await _machine.Run("ss", "--no-header", "--listening", "--tcp")).Output.Length > 0;
            },
            evidence: _process.Output.ToString);
    }

    /// <summary>Whether <c>/check.html</c> answers 200 OK, or 404.</summary>
    public async Task SetHealthy(bool healthy)
    {
        var file = Path.Combine(_directory, "www", "check.html");
        if (healthy)
        {
            await File.WriteAllTextAsync(file, "OK\n");
        }
        else
        {
            File.Delete(file);
        }
    }

    public async Task Stop()
    {
        if (_process is not null)
        {
            await _process.Stop();
        }
    }

    public async Task Kill()
    {
        if (_process is not null)
        {
            await _process.Kill();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    private static string Listen(IEnumerable<int> ports, string words) => string.Concat(ports.Select(port => string.Create(
        CultureInfo.InvariantCulture, $"listen {port} {words}backlog=4096; listen [::]:{port} {words}backlog=4096; ")));

    private static string Tls(WebCertificate? certificate) =>
        certificate is null ? "" : $"ssl_certificate {certificate.CertificateFile}; ssl_certificate_key {certificate.KeyFile};";

    private static string Configuration(string name, string listen) =>
        $$"""
        daemon off;
        master_process off;
        user root;
        pid nginx.pid;
        error_log stderr warn;
        events { worker_connections 8192; }
        http {
            access_log off;
            client_body_temp_path body;
            proxy_temp_path proxy;
            fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi;
            scgi_temp_path scgi;
            keepalive_timeout 3600s;
            keepalive_requests 100000000;
            server {
                {{listen}}
                location = / { return 200 "{{name}}\n"; }
                location / { root www; }
            }
        }
        """;
}
