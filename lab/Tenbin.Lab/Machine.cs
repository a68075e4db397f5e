using System.Net;
using System.Net.Sockets;
using Tenbin.Lab.Processes;

namespace Tenbin.Lab;

/// <summary>A machine: a network namespace with interfaces, and a directory for its programs' files.</summary>
public sealed partial class Machine
{
    private readonly NetworkNamespace _switch;
    private readonly NetworkNamespace _own;
    private readonly Func<int> _nextPort;
    private readonly List<Nic> _nics = [];
    private readonly Dictionary<AddressFamily, IPAddress> _gateways = [];

    internal Machine(string name, string directory, NetworkNamespace own, NetworkNamespace @switch, Func<int> nextPort)
    {
        Name = name;
        Directory = directory;
        _own = own;
        _switch = @switch;
        _nextPort = nextPort;
    }

    public string Name { get; }

    /// <summary>For its programs' files; removed with the lab.</summary>
    public string Directory { get; }

    /// <summary>Name of its network namespace, as in <c>ip netns</c>.</summary>
    public string Namespace => _own.Name;

    public IReadOnlyList<Nic> Nics => _nics;

    /// <summary>Plugs it into a segment, with addresses of both families.</summary>
    /// <param name="segment">The interface gets its name.</param>
    /// <param name="host">1–254, its place in the segment's networks.</param>
    public async Task<Nic> Join(Segment segment, int host)
    {
        var nic = new Nic(segment, segment.Name, segment.V4(host), segment.V6(host), $"port{_nextPort()}");
        await PlugIn(nic);
        _nics.Add(nic);
        return nic;
    }

    /// <summary>Its interface on a segment that it has joined.</summary>
    public Nic On(Segment segment) => _nics.First(nic => nic.Segment == segment);

    /// <summary>Adds a virtual address: a /32, or a /128 that the machine's own connections do not start from.</summary>
    /// <remarks>
    /// Without <c>preferred_lft 0</c> a health check of an IPv6 server in the same network would leave from the
    /// virtual address (longest match, RFC 6724), which a server behind dsr takes for its own.
    /// </remarks>
    public Task AddVirtualAddress(IPAddress address, string device) => Ip(IsV6(address)
        ? $"address add {address}/128 dev {device} nodad preferred_lft 0"
        : $"address add {address}/32 dev {device}");

    /// <summary>Makes <paramref name="via"/> the default gateway of its family.</summary>
    public Task SetGateway(IPAddress via)
    {
        _gateways[via.AddressFamily] = via;
        return Ip($"route replace default via {via}");
    }

    /// <summary>Turns it into a router for both families.</summary>
    public Task Forward() => Sysctl(("net.ipv4.ip_forward", "1"), ("net.ipv6.conf.all.forwarding", "1"));

    public Task SetMtu(Nic nic, int bytes) => Ip($"link set {nic.Name} mtu {bytes}");

    /// <summary>Switches an offload, named as in ethtool(8): <c>tx</c>, <c>tso</c>, <c>gso</c>, <c>gro</c>.</summary>
    public async Task SetOffload(Nic nic, string feature, bool on) =>
        (await Run("ethtool", "-K", nic.Name, feature, on ? "on" : "off")).Checked();

    /// <summary>
    /// Makes the switch's end of a link take frames that an XDP program at this end sends: a veth hands them over only
    /// to a peer that has an XDP program of its own (drivers/net/veth.c, veth_xdp_flush).
    /// </summary>
    public async Task TakeXdpFrames(Nic nic)
    {
        var program = Path.Combine(Directory, "pass.o");
        (await Command.Run(
            ["clang", "-O2", "-target", "bpf", "-x", "c", "-", "-c", "-o", program],
            "__attribute__((section(\"xdp\"))) int pass(void *frame) { return 2; }\n")).Checked();
        await _switch.Ip($"link set dev {nic.Port} xdp object {program} section xdp");
    }

    /// <summary>Runs <c>ip</c> commands inside it, without the leading <c>ip</c>.</summary>
    public Task Ip(params IEnumerable<string> lines) => _own.Ip(lines);

    public Task Sysctl(params IEnumerable<(string Key, string Value)> settings) => _own.Sysctl(settings);

    /// <summary>Runs a program inside it to its end.</summary>
    public Task<CommandResult> Run(params IEnumerable<string> command) => Command.Run(_own.Enter(command));

    /// <summary>The same, for one that may take long.</summary>
    public Task<CommandResult> Run(IEnumerable<string> command, TimeSpan deadline) => Command.Run(_own.Enter(command), deadline: deadline);

    /// <summary>Starts a program inside it.</summary>
    /// <param name="command">Program, then its arguments.</param>
    /// <param name="onLine">Gets every line of its standard output.</param>
    public Task<LabProcess> Start(IEnumerable<string> command, Action<string>? onLine = null) =>
        LabProcess.Start(_own.Enter(command), onLine);

    /// <summary>Sum of all checksum errors that its kernel has counted, whatever the protocol.</summary>
    public async Task<long> ChecksumErrors()
    {
        var counters = (await Run("nstat", "--ignore", "--noupdate", "--zeros")).Checked().Output;
        return counters.Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 1 && words[0].EndsWith("CsumErrors", StringComparison.Ordinal))
            .Sum(words => long.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    private async Task PlugIn(Nic nic)
    {
        await _switch.Ip(
            $"link add {nic.Port} type veth peer name {nic.Name} address {nic.Mac} netns {Namespace}",
            $"link set {nic.Port} master {nic.Segment.Bridge} up");
        await _own.Ip(
            $"link set {nic.Name} up",
            $"address add {nic.V4}/24 dev {nic.Name}",
            $"address add {nic.V6}/64 dev {nic.Name} nodad");
    }

    private static bool IsV6(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6;
}
