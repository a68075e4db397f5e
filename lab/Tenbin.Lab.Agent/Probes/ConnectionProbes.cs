using System.Net;

namespace Tenbin.Lab.Agent.Probes;

/// <summary>A connection and one request for each probe.</summary>
internal sealed class ConnectionProbes(IPEndPoint service, OpenProbes open, CancellationToken stop) : IProbes
{
    public void Send(long number)
    {
        open.Open(number);
        _ = Ask(number);
    }

    public void Dispose()
    {
    }

    private async Task Ask(long number)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(OpenProbes.Patience);
        try
        {
            using var connection = new PeerConnection(await Dialler.Connect(service, patience.Token));
            await connection.WriteLine("who", patience.Token);
            var server = await connection.ReadLine(patience.Token) ?? throw new EndOfStreamException();
            open.End(number, server, null);
        }
        catch (Exception e) when (Report.IsFailure(e))
        {
            open.End(number, null, Report.Reason(e));
        }
    }
}
