using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Tenbin.Linux.Ping;

namespace Tenbin.Addresses.Tracking;

/// <summary>What a <see cref="GatewayCheck"/> finds.</summary>
/// <param name="IsIsolated">No gateway answers: this node should step back.</param>
/// <param name="Reason">For people.</param>
public sealed record GatewayVerdict(bool IsIsolated, string Reason);

/// <summary>
/// Pings the gateways: a node that reaches none of them is cut off, whatever its peer says. One answer is enough for
/// the contrary at once; three rounds without any are needed for isolation.
/// </summary>
/// <param name="gateways">Whom to ask; none: never isolated.</param>
/// <param name="pinger">Asks them.</param>
/// <param name="every">Between two rounds; an answer counts within the same time.</param>
/// <param name="time">Clock and timers.</param>
/// <param name="changed">Called with the first verdict and each other one; quick, on a pool thread.</param>
public sealed class GatewayCheck(
    ImmutableArray<IPAddress> gateways, Pinger pinger, TimeSpan every, TimeProvider time, Action<GatewayVerdict> changed)
{
    private const int RoundsToIsolation = 3;

    private readonly string?[] _faults = new string?[gateways.Length];

    /// <summary>The verdict; null before there is one.</summary>
    public GatewayVerdict? Current { get; private set; }

    /// <summary>Asks until stopped; ends without an exception.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        if (gateways.IsEmpty)
        {
            Judge(new GatewayVerdict(false, "no gateways are configured"));
            return;
        }

        try
        {
            for (var silent = 0; ;)
            {
                var pause = Task.Delay(every, time, stop);
                await Task.WhenAll(gateways.Select((gateway, index) => AskAsync(gateway, index, stop))).ConfigureAwait(false);
                silent = _faults.Contains(null) ? 0 : silent + 1;
                if (silent == 0)
                {
                    Judge(new GatewayVerdict(false, $"{_faults.Count(fault => fault is null)} of {gateways.Length} gateways answer"));
                }
                else if (silent >= RoundsToIsolation)
                {
                    Judge(new GatewayVerdict(true, $"no gateway answers: {string.Join("; ", gateways.Zip(_faults).Select(pair => $"{pair.First}: {pair.Second}"))}"));
                }

                await pause.ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked for.
        }
    }

    private async Task AskAsync(IPAddress gateway, int index, CancellationToken stop)
    {
        using var timeout = new CancellationTokenSource(every, time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        try
        {
            _faults[index] = await pinger.AskAsync(gateway, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            _faults[index] = "no echo reply";
        }
        catch (SocketException e)
        {
            _faults[index] = e.SocketErrorCode == SocketError.AccessDenied ? "a ping is not permitted: the daemon needs CAP_NET_RAW" : e.Message;
        }
    }

    private void Judge(GatewayVerdict verdict)
    {
        if (verdict.IsIsolated != Current?.IsIsolated)
        {
            changed(verdict);
        }

        Current = verdict;
    }
}
