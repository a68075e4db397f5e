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
            using var bed = Bed.Make(2 * coldSessions);
            var service = bed.AddService(isV6, method);
            var one = Client(isV6, 0);
            Begin(bed, service, method, one);
            var hot = Enum.GetValues<HookKind>().Select(hook =>
                Hot(bed.Program(hook), hook == HookKind.Tc ? emptyTc : emptyXdp, Packet(hook, one, service, isReply))).ToArray();

            var clients = Enumerable.Range(1, coldSessions).Select(number => Client(isV6, number)).ToArray();
            bed.Enter(clients, one, service);
            RandomNumberGenerator.Shuffle<IPEndPoint>(clients);
            foreach (var hook in Enum.GetValues<HookKind>())
            {
                var half = clients.AsSpan((int)hook * coldRuns, coldRuns);
                var cold = Cold(bed.Program(hook), hook == HookKind.Tc ? emptyTc : emptyXdp, hook, half, service, isReply);
                costs.Add(new ProgramCost(hook, name, hot[(int)hook], cold));
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

    private Spread Hot(BpfProgram program, BpfProgram empty, byte[] packet)
    {
        List<double> added = [];
        for (var batch = 0; batch < batches; batch++)
        {
            var nothing = empty.TestRun(packet, _scratch, Bed.Repeats).Duration;
            var run = program.TestRun(packet, _scratch, Bed.Repeats);
            RequireForwarded(program, run.ReturnValue);
            added.Add((double)run.Duration - nothing);
        }

        return Spread.Of(added);
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
