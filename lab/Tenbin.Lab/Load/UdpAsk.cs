using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Tenbin.Lab.Load;

/// <summary>Asks a <see cref="Servers.PeerServer"/> service over UDP.</summary>
public static class UdpAsk
{
    /// <summary>Sends <paramref name="count"/> datagrams, each from a socket of its own, and waits for each answer.</summary>
    /// <param name="machine">The client.</param>
    /// <param name="service">Where it asks.</param>
    /// <param name="count">How many.</param>
    /// <param name="bytes">Payload of each, at least 16.</param>
    public static async Task<IReadOnlyList<RequestRecord>> Run(
        Machine machine, IPEndPoint service, int count, int bytes = 64)
    {
        var result = await machine.Run(
            Programs.Agent, "udp", service.ToString(),
            count.ToString(CultureInfo.InvariantCulture), bytes.ToString(CultureInfo.InvariantCulture));
        return
        [
            .. result.Checked().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize(line, LoadJson.Default.RequestRecord)!),
        ];
    }
}
