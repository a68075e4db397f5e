using System.Net;
using Microsoft.AspNetCore.Http;
using Tenbin.Director.Api;
using Tenbin.Director.Loop;
using Tenbin.Forwarding;
using Tenbin.Model;

namespace Tenbin.Director.Control;

/// <summary><c>GET /v1/explain</c>.</summary>
/// <param name="Client">Client; port 0 when none was given.</param>
/// <param name="Service">Service.</param>
internal sealed record ExplainQuery(IPEndPoint Client, ServiceAddress Service)
{
    /// <summary>From the query string.</summary>
    /// <exception cref="CommandRefusedException">A part is missing or wrong; the message says how it should be.</exception>
    public static ExplainQuery Parse(IQueryCollection query, DirectorView view)
    {
        if (SessionQuery.Single(query, "client") is not { } client || SessionQuery.Single(query, "service") is not { } service)
        {
            throw new CommandRefusedException(400, "explain needs client=ADDRESS[:PORT] and service=VIP:PORT[/tcp|udp]");
        }

        if (!IPEndPoint.TryParse(client, out var endPoint))
        {
            throw new CommandRefusedException(
                400, $"client '{client}' is not an address such as 203.0.113.7, 203.0.113.7:40000 or [2001:db8::7]:40000");
        }

        var address = ServiceNames.Find(service, view);
        return endPoint.AddressFamily == address.Address.AddressFamily
            ? new ExplainQuery(endPoint, address)
            : throw new CommandRefusedException(400, $"client {endPoint.Address} and service {address} are not of one IP version");
    }

    /// <summary>Asks the data plane.</summary>
    public ExplainAnswer Run(IDataPlane plane)
    {
        var answer = plane.Explain(Client, Service);
        var client = Client.Port == 0 ? Client.Address.ToString() : Client.ToString();
        return new ExplainAnswer(client, Service.ToString(), answer.Server?.ToString(), answer.Reason, answer.Steps);
    }
}
