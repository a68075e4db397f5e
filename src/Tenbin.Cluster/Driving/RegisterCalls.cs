using System.Collections.Immutable;
using Tenbin.Cluster.Core;
using Tenbin.Cluster.Witness;

namespace Tenbin.Cluster.Driving;

/// <summary>Asks the witness on behalf of the core, and posts its answers. Every call ends at its deadline.</summary>
/// <param name="witness">The register.</param>
/// <param name="nodes">Names of the nodes, by index.</param>
/// <param name="groups">Names of the groups, by index.</param>
/// <param name="timeout">Of each call.</param>
public sealed class RegisterCalls(IWitnessRegister witness, ImmutableArray<string> nodes, ImmutableArray<string> groups, TimeSpan timeout)
{
    private const long NanosecondsInMillisecond = 1_000_000;
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromSeconds(2);
    private int _calls;

    /// <summary>How the witness answers.</summary>
    public WitnessHealth Health => witness.Health;

    /// <summary>
    /// Reads when nobody else asks: a node that only stands by is to know today that the witness, which it may need tomorrow,
    /// does not answer, or does again. Goes on until stopped; ends without an exception.
    /// </summary>
    public async Task LookAsync(TimeProvider time, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var calls = Volatile.Read(ref _calls);
                await Task.Delay(s_betweenLooks, time, stop).ConfigureAwait(false);
                if (calls == Volatile.Read(ref _calls))
                {
                    await ReadAsync(0, _ => { }).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked for.
        }
    }

    internal void Read(int group, Action<ClusterInput> post) => _ = ReadAsync(group, post);

    internal void Write(int group, RegisterContent content, Action<ClusterInput> post) => _ = Run(group, post, async deadline =>
    {
        var value = new RegisterValue(
            content.Epoch, nodes[content.Holder.Node], content.Holder.Tenure, content.Counter, (content.Lease + NanosecondsInMillisecond - 1) / NanosecondsInMillisecond);
        return await witness.Write(groups[group], value, content.Revision, deadline).ConfigureAwait(false) switch
        {
            WriteOutcome.Written written => new RegisterWritten(group, written.Revision),
            WriteOutcome.Refused refused => new RegisterRefused(group, Content(refused.Current)),
            _ => new RegisterSilent(group),
        };
    });

    private Task ReadAsync(int group, Action<ClusterInput> post) => Run(group, post, async deadline =>
        new RegisterRead(group, Content(await witness.Read(groups[group], deadline).ConfigureAwait(false))));

    private async Task Run(int group, Action<ClusterInput> post, Func<CancellationToken, Task<ClusterInput>> ask)
    {
        Interlocked.Increment(ref _calls);
        using var deadline = new CancellationTokenSource(timeout);
        ClusterInput answer;
        try
        {
            answer = await ask(deadline.Token).ConfigureAwait(false);
        }
        catch (WitnessException)
        {
            // Logged and counted by the witness itself.
            answer = new RegisterSilent(group);
        }

        post(answer);
    }

    /// <summary>A holder that is no member any more is one that only time can move.</summary>
    private RegisterContent? Content(RegisterReading reading) => reading.Value is not { } value
        ? null
        : new RegisterContent(
            value.Epoch, new Holder((byte)(nodes.IndexOf(value.Holder) is var node and >= 0 ? node : byte.MaxValue), value.Tenure), value.Counter,
            value.LeaseMilliseconds * NanosecondsInMillisecond, reading.Revision);
}
