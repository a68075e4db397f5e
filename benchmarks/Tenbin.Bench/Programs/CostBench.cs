using System.Net;
using System.Security.Cryptography;
using Tenbin.Bench.Results;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Linux.Bpf;
using Tenbin.Model;

namespace Tenbin.Bench.Programs;

/// <summary>Nanoseconds per packet of the programs, by the kernel's program test run (BPF_PROG_TEST_RUN).</summary>
internal sealed class CostBench(int batches, int coldRuns, int coldSessions, Action<string> progress)
{
    /// <summary>Where the kernel puts code and tables in memory differs from load to load, and with it the cost, up to twofold.</summary>
    private const int Loads = 5;

    private const int HotSessions = 10_000;
    private const uint TcRedirect = 7, XdpRedirect = 4, XdpTx = 3;
    private readonly byte[] _scratch = new byte[256];

    public IReadOnlyList<ProgramCost> Run(CancellationToken stop)
    {
        using var yardstick = Yardstick.Open();
        yardstick.LoadOnly(Yardstick.EmptyTc, Yardstick.EmptyXdp);
        yardstick.Load();
        using var emptyTc = yardstick.Program(Yardstick.EmptyTc);
        using var emptyXdp = yardstick.Program(Yardstick.EmptyXdp);

        List<ProgramCost> costs = [];
        foreach (var (name, isV6, method, isReply) in Cases())
        {
            stop.ThrowIfCancellationRequested();
            progress($"  {name}");
            var one = Client(isV6, 0);
            List<double>[] hot = [[], []];
            for (var load = 1; load < Loads; load++)
            {
                using var other = Bed.Make(HotSessions);
                AddHot(other, hot, emptyTc, emptyXdp, one, isV6, method, isReply);
            }

            using var bed = Bed.Make(2 * coldSessions);
            var service = AddHot(bed, hot, emptyTc, emptyXdp, one, isV6, method, isReply);
            var clients = Enumerable.Range(1, coldSessions).Select(number => Client(isV6, number)).ToArray();
            bed.Enter(clients, one, service);
            RandomNumberGenerator.Shuffle<IPEndPoint>(clients);
            foreach (var hook in Enum.GetValues<HookKind>())
            {
                var half = clients.AsSpan((int)hook * coldRuns, coldRuns);
                var cold = Cold(bed.Program(hook), hook == HookKind.Tc ? emptyTc : emptyXdp, hook, half, service, isReply);
                costs.Add(new ProgramCost(hook, name, Spread.Quartiles(hot[(int)hook]), cold));
            }
        }

        return costs;
    }

    private static IEnumerable<(string Name, bool IsV6, ServerMethod Method, bool IsReply)> Cases() =>
        from isV6 in (bool[])[false, true]
        from kind in ((ServerMethod, bool)[])[(ServerMethod.Dsr, false), (ServerMethod.Nat, false), (ServerMethod.Nat, true)]
        let way = kind.Item1 == ServerMethod.Dsr ? "dsr" : kind.Item2 ? "nat, reply" : "nat, request"
        select ($"{way}, {(isV6 ? "IPv6" : "IPv4")}", isV6, kind.Item1, kind.Item2);

    private void Begin(Bed bed, ServiceAddress service, ServerMethod method, IPEndPoint client)
    {
        bed.Establish(HookKind.Xdp, client, service, _scratch);
        if (method == ServerMethod.Nat)
        {
            bed.Establish(HookKind.Xdp, client, Bed.Twin(service), _scratch);
        }

        if (!bed.IsEstablished(client, service))
        {
            throw new InvalidOperationException($"no session of {client} with {service}: the figures would mean nothing");
        }
    }

    /// <summary>Measures one session of a service of this bed, by both hooks.</summary>
    private ServiceAddress AddHot(
        Bed bed, List<double>[] hot, BpfProgram emptyTc, BpfProgram emptyXdp, IPEndPoint client, bool isV6, ServerMethod method, bool isReply)
    {
        var service = bed.AddService(isV6, method);
        Begin(bed, service, method, client);
        AddHot(hot[(int)HookKind.Tc], bed.Program(HookKind.Tc), emptyTc, Packet(HookKind.Tc, client, service, isReply));
        AddHot(hot[(int)HookKind.Xdp], bed.Program(HookKind.Xdp), emptyXdp, Packet(HookKind.Xdp, client, service, isReply));
        return service;
    }

    private void AddHot(List<double> added, BpfProgram program, BpfProgram empty, byte[] packet)
    {
        for (var batch = 0; batch < batches; batch++)
        {
            var nothing = empty.TestRun(packet, _scratch, Bed.Repeats).Duration;
            var run = program.TestRun(packet, _scratch, Bed.Repeats);
            RequireForwarded(program, run.ReturnValue);
            added.Add((double)run.Duration - nothing);
        }
    }

    private Spread Cold(
        BpfProgram program, BpfProgram empty, HookKind hook, ReadOnlySpan<IPEndPoint> clients, ServiceAddress service, bool isReply)
    {
        List<double> added = [];
        foreach (var client in clients)
        {
            var packet = Packet(hook, client, service, isReply);
            var nothing = empty.TestRun(packet, _scratch).Duration;
            var run = program.TestRun(packet, _scratch);
            RequireForwarded(program, run.ReturnValue);
            added.Add((double)run.Duration - nothing);
        }

        return Spread.Quartiles(added);
    }

    private static void RequireForwarded(BpfProgram program, uint verdict)
    {
        if (verdict is not (TcRedirect or XdpRedirect or XdpTx))
        {
            throw new InvalidOperationException($"program {program.Name} ended with {verdict} instead of forwarding: the figures would mean nothing");
        }
    }

    private static byte[] Packet(HookKind hook, IPEndPoint client, ServiceAddress service, bool isReply)
    {
        var twin = Bed.Twin(service);
        return isReply
            ? Frame.Tcp(Bed.Mac(hook), new IPEndPoint(twin.Address, twin.Port), client, Frame.Ack)
            : Frame.Tcp(Bed.Mac(hook), client, new IPEndPoint(service.Address, service.Port), Frame.Ack);
    }

    private static IPEndPoint Client(bool isV6, int number) => new(
        IPAddress.Parse(isV6 ? $"fd77:98::{number >> 14:x}" : $"10.98.{number >> 22}.{(number >> 14) & 0xff}"),
        1024 + (number & 0x3fff));
}
