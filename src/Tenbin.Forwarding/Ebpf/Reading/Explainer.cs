using System.Net;
using System.Runtime.InteropServices;
using Tenbin.Forwarding.Ebpf.Kernel;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Model;

namespace Tenbin.Forwarding.Ebpf.Reading;

/// <summary>Asks the kernel program itself where a packet would go: it runs, dry, on a packet made for the question.</summary>
internal sealed class Explainer(PinnedImage image)
{
    private const uint NoServer = uint.MaxValue;

    public Explanation Explain(IPEndPoint client, ServiceAddress service)
    {
        var packet = QuestionPacket.Make(client, service);
        var output = new byte[packet.Length];
        image.Explain.TestRun(packet, output);
        var answer = MemoryMarshal.Read<ExplanationEntry>(output);
        ServerAddress? server = answer.Server != NoServer && image.Maps.Servers.TryLookup(answer.Server, out ServerEntry entry)
            ? entry.ToServerAddress()
            : null;
        var isForwarded = answer.Reason is ExplainReason.Session or ExplainReason.Persistence or ExplainReason.Scheduler;
        return new Explanation(isForwarded ? server : null, Reason(answer, service), [.. Steps(answer, client, service, server)]);
    }

    private static string Reason(ExplanationEntry answer, ServiceAddress service) => answer.Reason switch
    {
        ExplainReason.NoService => $"no virtual service listens on {service}: the packet is left to this machine's own stack",
        ExplainReason.GateClosed =>
            $"the gate of {service.Address} is closed here: dropped; the address belongs to a group that this node holds no lease for",
        ExplainReason.Session => "it belongs to a live session, which stays on its server",
        ExplainReason.Persistence => "the client is persistent and its server is open",
        ExplainReason.Scheduler => $"the scheduler's next choice: slot {answer.Slot} of {answer.Slots}",
        ExplainReason.NotAllowed => "the client is not in the service's allow-from list: dropped",
        ExplainReason.OnLinkClient =>
            "the client is on-link for its nat server, whose reply would bypass the director: refused; " +
            "use dsr, or route the replies here and set on-link-clients: allow",
        _ => "no real server is open: dropped",
    };

    private static IEnumerable<string> Steps(ExplanationEntry answer, IPEndPoint client, ServiceAddress service, ServerAddress? server)
    {
        if (answer.Reason == ExplainReason.GateClosed)
        {
            yield return $"gate of {service.Address}: closed";
            yield break;
        }

        if (answer.Reason == ExplainReason.NoService)
        {
            yield return $"virtual service {service}: none";
            yield break;
        }

        yield return $"virtual service {service}: found";
        if (answer.Reason == ExplainReason.Session)
        {
            yield return $"session {client} → {service}: live, on {server}";
            yield break;
        }

        yield return $"session {client} → {service}: none";
        yield return answer.Reason switch
        {
            ExplainReason.NotAllowed => $"allow list: {client.Address} is not on it",
            ExplainReason.Persistence => $"persistence: {client.Address} is kept on {server}",
            ExplainReason.OnLinkClient => $"scheduler: {server}, but {client.Address} is on-link there",
            ExplainReason.Scheduler => $"scheduler: slot {answer.Slot} of {answer.Slots} is {server}",
            _ => "scheduler: its table is empty",
        };
    }
}
