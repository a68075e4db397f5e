using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Books;

namespace Tenbin.Lab.Cloud.Topology;

/// <summary>An instance that runs: its machine, and what the VPC knows of it.</summary>
public sealed class VpcInstance : ICable
{
    public const string Device = "eth0";
    private readonly Vpc _vpc;
    private readonly int _mtu;

    internal VpcInstance(Vpc vpc, Machine machine, string id, string interfaceId, int mtu)
    {
        _vpc = vpc;
        _mtu = mtu;
        Machine = machine;
        machine.Cable = this;
        Id = id;
        InterfaceId = interfaceId;
    }

    public Machine Machine { get; }

    public string Name => Machine.Name;

    /// <summary><c>i-…</c></summary>
    public string Id { get; }

    /// <summary><c>eni-…</c> of <see cref="Device"/>.</summary>
    public string InterfaceId { get; }

    /// <summary>The interface as the VPC's book has it now.</summary>
    public NetworkInterface Interface => _vpc.Control.Book.Interfaces[InterfaceId];

    public int Port => Interface.Port;

    /// <summary>Its primary private address.</summary>
    public Ip Address => Interface.V4[0];

    /// <summary>Loses all of its traffic, or no longer; the machine sees no difference.</summary>
    public Task SetCut(bool cut) => _vpc.Switch.SetCut(Port, cut);

    /// <summary>
    /// Takes its power away: it is gone from the network all at once, then its processes end. The VPC's book keeps its
    /// addresses, and says that it runs.
    /// </summary>
    public Task PowerOff() => Machine.PowerOff();

    /// <summary>Brings it back with a new <see cref="Device"/> that holds its primary address. Processes are for the caller to start.</summary>
    public Task PowerOn() => Machine.PowerOn();

    /// <summary>What its state is in the VPC's book: a stopped one gets nothing, and routes to it lead nowhere.</summary>
    public void SetRunning(bool running) => _vpc.Control.Change(book => book.With(book.Instances[Id] with { Running = running }));

    public void SetSourceDestCheck(bool on) => _vpc.Control.Change(book => book.With(book.Interfaces[InterfaceId] with { SourceDestCheck = on }));

    Task ICable.Pull() => SetCut(true);

    async Task ICable.PutBack()
    {
        await _vpc.Switch.Unplug(Port);
        await Connect();
        await SetCut(false);
    }

    internal Task Connect() => Cabling.Instance(_vpc.Switch, Machine, _vpc.Control.Book, Interface, Device, _mtu);
}
