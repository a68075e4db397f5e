using System.Net;
using Tenbin.Lab.Load;

namespace Tenbin.Lab.Agent;

/// <summary>One bulk transfer each way over one connection.</summary>
internal static class Bulk
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(50);

    public static async Task<int> Run(IPEndPoint service, long bytes)
    {
        Report.Write(await Transfer(service, bytes), LoadJson.Default.BulkRecord);
        return 0;
    }

    private static async Task<BulkRecord> Transfer(IPEndPoint service, long bytes)
    {
        using var timeUp = new CancellationTokenSource(Patience);
        var stop = timeUp.Token;
        string? server = null;
        var down = false;
        try
        {
            using var connection = new PeerConnection(await Dialler.Connect(service, stop));
            await connection.WriteLine("who", stop);
            server = await connection.ReadLine(stop);

            await connection.WriteLine($"send {bytes}", stop);
            var came = await connection.TakeData(bytes, stop);
            down = came == await connection.ReadLine(stop);

            await connection.WriteLine($"take {bytes}", stop);
            var went = await connection.SendData(bytes, stop);
            return new(server, bytes, down, went == await connection.ReadLine(stop), null);
        }
        catch (Exception e) when (Report.IsFailure(e))
        {
            return new(server, bytes, down, false, Report.Reason(e));
        }
    }
}
