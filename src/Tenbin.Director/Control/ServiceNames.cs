using System.Net;
using Tenbin.Director.Loop;
using Tenbin.Model;

namespace Tenbin.Director.Control;

/// <summary>Finds the service that an operator means: by name, or by <c>VIP:PORT[/tcp|udp]</c>.</summary>
internal static class ServiceNames
{
    /// <summary>
    /// The address meant by <paramref name="text"/>, whether or not a service has it. Without a protocol it is the
    /// one that a service has, else TCP.
    /// </summary>
    /// <exception cref="CommandRefusedException">It is neither a service's name nor an address with a port.</exception>
    public static ServiceAddress Find(string text, DirectorView view)
    {
        var services = view.Config.Config.Services;
        if (services.FirstOrDefault(service => service.Name == text) is { } named)
        {
            return named.Listen;
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var (place, protocol) = slash < 0 ? (text, null) : (text[..slash], text[(slash + 1)..]);
        if (!IPEndPoint.TryParse(place, out var endPoint) || endPoint.Port == 0 || protocol is not (null or "tcp" or "udp"))
        {
            throw new CommandRefusedException(
                400, $"'{text}' is neither a service's name nor an address such as 172.18.1.199:80/tcp or [2001:db8::1]:53/udp");
        }

        var tcp = new ServiceAddress(endPoint.Address, (ushort)endPoint.Port, Protocol.Tcp);
        var udp = tcp with { Protocol = Protocol.Udp };
        return protocol switch
        {
            "tcp" => tcp,
            "udp" => udp,
            _ when services.All(service => service.Listen != tcp) && services.Any(service => service.Listen == udp) => udp,
            _ => tcp,
        };
    }
}
