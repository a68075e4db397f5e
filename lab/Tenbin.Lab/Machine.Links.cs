namespace Tenbin.Lab;

/// <summary>Which way a cut link loses frames.</summary>
public enum LinkCut
{
    /// <summary>Nothing passes.</summary>
    Both,

    /// <summary>What the machine sends is lost; it still hears.</summary>
    FromMachine,

    /// <summary>What is sent to the machine is lost; it is still heard.</summary>
    ToMachine,
}

/// <summary>Its links: cut, mended, unplugged; and the whole machine, powered off and on.</summary>
public sealed partial class Machine
{
    /// <summary>Loses frames at the switch, while the machine sees its carrier as before. Replaces an earlier cut.</summary>
    public Task Cut(Nic nic, LinkCut cut = LinkCut.Both) => _switch.Nft(
        $$"""
        table netdev cut-{{nic.Port}}
        delete table netdev cut-{{nic.Port}}
        table netdev cut-{{nic.Port}} {
            {{(cut == LinkCut.ToMachine ? "" : Drop("ingress", nic))}}
            {{(cut == LinkCut.FromMachine ? "" : Drop("egress", nic))}}
        }

        """);

    /// <summary>Ends a cut; does nothing when there is none.</summary>
    public Task Mend(Nic nic) => _switch.Nft($"table netdev cut-{nic.Port}\ndelete table netdev cut-{nic.Port}\n");

    /// <summary>Pulls cables out: the machine sees its carrier go.</summary>
    public Task Unplug(params IEnumerable<Nic> nics) => _switch.Ip(nics.Select(nic => $"link set {nic.Port} down"));

    /// <summary>Plugs them in again.</summary>
    public Task Plug(params IEnumerable<Nic> nics) => _switch.Ip(nics.Select(nic => $"link set {nic.Port} up"));

    /// <summary>Its way into another fabric; null when it is on segments alone.</summary>
    public ICable? Cable { get; set; }

    /// <summary>Takes it from the network all at once, so that nothing can say goodbye, then ends its processes.</summary>
    public async Task PowerOff()
    {
        await Unplug(_nics);
        await (Cable?.Pull() ?? Task.CompletedTask);
        await NetworkNamespace.KillProcesses(Namespace);
    }

    /// <summary>
    /// Brings it back with new interfaces, which hold its own addresses and gateway, and no program or address that was
    /// put on the old ones. Its sysctls stay; its processes are for the caller to start.
    /// </summary>
    public async Task PowerOn()
    {
        await _switch.Ip(_nics.Select(nic => $"link delete {nic.Port}"));
        foreach (var nic in _nics)
        {
            await PlugIn(nic);
        }

        await (Cable?.PutBack() ?? Task.CompletedTask);
        await Ip(_gateways.Values.Select(via => $"route replace default via {via}"));
    }

    private static string Drop(string hook, Nic nic) =>
        $"chain {hook} {{ type filter hook {hook} device {nic.Port} priority 0; policy drop; }}";
}
