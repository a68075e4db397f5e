using System.Diagnostics.CodeAnalysis;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Values;

/// <summary><c>172.18.1.199:80/tcp</c>, <c>[2001:db8::1]:53/udp</c>.</summary>
internal static class ListenAddresses
{
    private const string Example = "172.18.1.199:80/tcp";

    /// <summary>Null after an error was reported.</summary>
    public static ServiceAddress? Listen(this Value value)
    {
        if (value.Text(Example) is not { } text)
        {
            return null;
        }

        if (!TryParse(text, out var listen, out var problem))
        {
            value.Fail(problem);
            return null;
        }

        return listen;
    }

    private static bool TryParse(string text, out ServiceAddress listen, [NotNullWhen(false)] out string? problem)
    {
        listen = default;
        var slash = text.LastIndexOf('/');
        if (slash < 0)
        {
            problem = $"names no protocol; write /tcp or /udp behind the port, e.g. {Example}";
            return false;
        }

        Protocol? protocol = text[(slash + 1)..] switch { "tcp" => Protocol.Tcp, "udp" => Protocol.Udp, _ => null };
        if (protocol is null)
        {
            problem = "has an unknown protocol behind the slash; use tcp or udp";
            return false;
        }

        if (!HostPort.TrySplit(text[..slash], out var host, out var port, out problem))
        {
            return false;
        }

        if (port is null)
        {
            problem = host.Contains(':', StringComparison.Ordinal)
                ? "has no port, or an IPv6 address without brackets; write e.g. [2001:db8::1]:80/tcp"
                : $"has no port; write e.g. {Example}";
            return false;
        }

        if (!Addresses.TryParse(host, out var address, out problem))
        {
            return false;
        }

        problem = Addresses.WhyUnfit(address);
        listen = new ServiceAddress(address, port.Value, protocol.Value);
        return problem is null;
    }
}
