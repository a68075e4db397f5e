using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tenbin.LabTests.Running;

/// <summary>Writes configuration files, service by service.</summary>
internal sealed class SiteConfig
{
    /// <summary>A server is seen down after about half a second.</summary>
    public const string TcpCheck = "{ type: tcp, every: 250ms, timeout: 250ms, fall: 2, rise: 1 }";

    /// <summary>The same, asking an nginx of the lab.</summary>
    public const string WebCheck =
        "{ type: http, path: /check.html, expect: OK, every: 250ms, timeout: 250ms, fall: 2, rise: 1 }";

    private readonly StringBuilder _text = new("services:\n");

    /// <summary>Adds a service.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="listen">Where clients connect.</param>
    /// <param name="protocol"><c>tcp</c> or <c>udp</c>.</param>
    /// <param name="forward"><c>nat</c> or <c>dsr</c>.</param>
    /// <param name="servers">Each an address, or a whole flow mapping.</param>
    /// <param name="check">The check.</param>
    /// <param name="more">Further keys, a line each.</param>
    public SiteConfig Service(
        string name,
        IPEndPoint listen,
        string protocol,
        string forward,
        IEnumerable<object> servers,
        string check = TcpCheck,
        params IEnumerable<string> more)
    {
        _text.Append(CultureInfo.InvariantCulture, $"  {name}:\n");
        _text.Append(CultureInfo.InvariantCulture, $"    listen: \"{listen}/{protocol}\"\n");
        _text.Append(CultureInfo.InvariantCulture, $"    forward: {forward}\n");
        _text.Append(CultureInfo.InvariantCulture, $"    servers: [{string.Join(", ", servers.Select(Server))}]\n");
        _text.Append(CultureInfo.InvariantCulture, $"    check: {check}\n");
        foreach (var line in more)
        {
            _text.Append(CultureInfo.InvariantCulture, $"    {line}\n");
        }

        return this;
    }

    public override string ToString() => _text.ToString();

    private static string Server(object server) => server switch
    {
        IPAddress { AddressFamily: AddressFamily.InterNetworkV6 } address => $"\"{address}\"",
        _ => server.ToString()!,
    };
}
