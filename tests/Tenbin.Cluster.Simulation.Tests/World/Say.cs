using System.Globalization;
using Tenbin.Cluster.Core;

namespace Tenbin.Cluster.Simulation.World;

/// <summary>Inputs and outputs as one short line.</summary>
public static class Say
{
    public static string Input(ClusterInput input) => input switch
    {
        Received received => $"<- {received.From + 1}: {Message(received.Message)}",
        RegisterRead read => $"<- register read: {Content(read.Content)}",
        RegisterRefused refused => $"<- register refused: {Content(refused.Content)}",
        _ => $"<- {input}",
    };

    public static string Output(ClusterOutput output) => output switch
    {
        Send send => $"-> {send.To + 1}: {Message(send.Message)}",
        Record record => $"-> record g{record.Group} epoch {record.Grant.Epoch} for {Holder(record.Grant.Holder)} until {Time(record.Grant.Until)}",
        SetGate gate => $"-> gate g{gate.Group} until {Time(gate.Deadline)}",
        WriteRegister write => $"-> register write g{write.Group}: {Content(write.Content)}",
        Notice notice => $"** g{notice.Group} {notice.Text}",
        _ => $"-> {output}",
    };

    private static string Message(ClusterMessage message) => message switch
    {
        Beat beat => $"beat {string.Join(' ', beat.Claims.Select(Claim))}",
        VoteRequest request => $"{(request.IsPreVote ? "prevote" : "vote")}? g{request.Group} epoch {request.Epoch} for {Holder(request.Candidate)} sent {Time(request.SentAt)} handed {request.Handed?.Epoch}",
        VoteReply reply => $"{(reply.IsPreVote ? "prevote" : "vote")} {(reply.IsGranted ? "granted" : "refused")} g{reply.Group} epoch {reply.Epoch} sent {Time(reply.SentAt)} known {reply.Known} free {reply.IsFree}",
        _ => message.ToString()!,
    };

    private static string Claim(GroupClaim claim) =>
        $"[epoch {claim.Epoch}{(claim.IsHolder ? " HOLDS" : "")}{(claim.IsReady ? "" : " unready")}{(claim.IsReluctant ? " reluctant" : "")}{(claim.IsContested ? " contested" : "")} fit {claim.Fitness}]";

    private static string Content(RegisterContent? content) => content is null
        ? "nothing"
        : $"epoch {content.Epoch} of {Holder(content.Holder)} counter {content.Counter} lease {content.Lease / Span.Millisecond} revision {content.Revision}";

    private static string Holder(Holder holder) => $"{holder.Node + 1}/{holder.Tenure & 0xFFF:x}";

    private static string Time(long time) => (time / 1e6).ToString("F1", CultureInfo.InvariantCulture);
}
