using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Tenbin.Lab.Load;

/// <summary>Moves data both ways between a machine and a <see cref="Servers.PeerServer"/> service.</summary>
public static class BulkTransfer
{
    /// <param name="machine">The client.</param>
    /// <param name="service">Where it connects.</param>
    /// <param name="bytes">Bytes each way.</param>
    public static async Task<BulkRecord> Run(Machine machine, IPEndPoint service, long bytes)
    {
        var result = await machine.Run(
            Programs.Agent, "bulk", service.ToString(), bytes.ToString(CultureInfo.InvariantCulture));
        return JsonSerializer.Deserialize(result.Checked().Output, LoadJson.Default.BulkRecord)!;
    }
}
