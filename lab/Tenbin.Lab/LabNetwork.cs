using Tenbin.Lab.Processes;

namespace Tenbin.Lab;

/// <summary>
/// Machines joined by Ethernet segments, all inside network namespaces of this run's own. Needs root.
/// Several may exist at once; disposing takes everything down.
/// </summary>
public sealed class LabNetwork : IAsyncDisposable
{
    private readonly LabIdentity _identity;
    private readonly NetworkNamespace _switch;
    private readonly List<Machine> _machines = [];
    private byte _segments;
    private int _ports;

    private LabNetwork(LabIdentity identity, NetworkNamespace @switch)
    {
        _identity = identity;
        _switch = @switch;
    }

    /// <summary>Six hexadecimal digits, part of every name that this run makes.</summary>
    public string Id => _identity.Id;

    /// <summary>For files; removed with the lab.</summary>
    public string Directory => _identity.Directory;

    public IReadOnlyList<Machine> Machines => _machines;

    public static async Task<LabNetwork> Create()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            throw new LabException("A lab makes network namespaces: run it as root.");
        }

        var identity = LabIdentity.Create();
        return new(identity, await NetworkNamespace.Create(identity.NamespacePrefix + "switch"));
    }

    /// <summary>Removes what labs whose process has died left behind; labs in use stay.</summary>
    /// <returns>The ids of the labs removed.</returns>
    public static async Task<IReadOnlyList<string>> ClearLeftovers()
    {
        var dead = LabIdentity.All().Where(identity => !identity.OwnerLives()).ToList();
        foreach (var identity in dead)
        {
            await Cleaner.Clear(identity);
        }

        return [.. dead.Select(identity => identity.Id)];
    }

    /// <summary>
    /// Takes down every lab of this process, whatever goes on in it: for a run that is interrupted. No lab and no process can be
    /// started afterwards.
    /// </summary>
    public static async Task Abandon()
    {
        Spawner.Reserve();
        foreach (var identity in LabIdentity.All().Where(identity => identity.IsOwn()).ToList())
        {
            await Cleaner.Clear(identity);
        }
    }

    /// <summary>Adds a segment.</summary>
    /// <param name="name">Also the machines' interface name on it; at most 11 characters.</param>
    public async Task<Segment> AddSegment(string name)
    {
        var segment = new Segment(name, ++_segments);
        await _switch.Ip(
            $"link add {segment.Bridge} type bridge stp_state 0 forward_delay 0 mcast_snooping 0",
            $"link set {segment.Bridge} up");
        return segment;
    }

    /// <summary>Adds a machine, not yet plugged in anywhere.</summary>
    public async Task<Machine> AddMachine(string name)
    {
        var directory = Path.Combine(Directory, name);
        System.IO.Directory.CreateDirectory(directory);
        var own = await NetworkNamespace.Create(_identity.NamespacePrefix + name);
        var machine = new Machine(name, directory, own, _switch, () => ++_ports);
        _machines.Add(machine);
        return machine;
    }

    /// <summary>Adds a machine on one segment.</summary>
    public async Task<Machine> AddMachine(string name, Segment segment, int host)
    {
        var machine = await AddMachine(name);
        await machine.Join(segment, host);
        return machine;
    }

    /// <summary>A place on a segment for a <see cref="Guests.Guest"/>.</summary>
    public Nic AddGuestNic(Segment segment, int host) => new(segment, "eth0", segment.V4(host), segment.V6(host), $"port{++_ports}");

    /// <summary>Mounts a bpffs of its own under the lab's directory, in the host's mount namespace.</summary>
    /// <returns>Its mount point.</returns>
    public async Task<string> MountBpf(string name)
    {
        var point = Path.Combine(Directory, name);
        System.IO.Directory.CreateDirectory(point);
        (await Command.Run(["mount", "-t", "bpf", "bpf", point])).Checked();
        return point;
    }

    /// <summary>Makes the switch's end of a guest's interface.</summary>
    internal Task AddTap(Nic nic) => _switch.Ip(
        $"tuntap add dev {nic.Port} mode tap",
        $"link set {nic.Port} master {nic.Segment.Bridge} up");

    /// <summary>Starts a program in the switch's namespace.</summary>
    internal Task<LabProcess> StartInSwitch(IEnumerable<string> command) => LabProcess.Start(_switch.Enter(command), onLine: null);

    public async ValueTask DisposeAsync() => await Cleaner.Clear(_identity);
}
