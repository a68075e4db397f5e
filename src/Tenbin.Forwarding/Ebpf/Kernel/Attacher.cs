using System.Collections.Immutable;
using Tenbin.Forwarding.Ebpf.Gating;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Forwarding.Ebpf.NextHops;
using Tenbin.Linux.Bpf;
using Tenbin.Model.Configuration;

namespace Tenbin.Forwarding.Ebpf.Kernel;

/// <summary>
/// Keeps the programs where packets come in. Another program in the place of ours is replaced in one step; what other
/// people attached beside it stays.
/// </summary>
internal sealed class Attacher(PinnedImage image, GateTable gates, DataPlaneSettings settings)
{
    // A handle and priority of our own: other filters may run before (lower) or after.
    private const uint Handle = 0x7e6e;
    private const ushort Priority = 0x7e6e;

    /// <summary>Attaches where it is missing, detaches where it is not wanted any more, and records the interfaces' MACs.</summary>
    public void Reconcile(INextHops hops, List<string> changes, List<string> warnings, List<string> followed)
    {
        var wanted = Wanted(hops, warnings);
        var hasGates = gates.AreInUse;
        foreach (var place in wanted)
        {
            // On an interface that is new the programs are missing by nature, on a known one somebody took them away.
            var news = WriteInterface(place, followed) ? followed : changes;
            if (image.Xdp is { } xdp)
            {
                AttachXdp(place, xdp, news, warnings);
            }

            AttachTc(place, Ingress(place.Index), image.Tc, "tc program", news);
            if (hasGates)
            {
                AttachTc(place, Egress(place.Index), image.GateEgress, "gate", news);
            }
        }

        // One that is only down keeps its program: it must be there before the first packet when it comes up again.
        foreach (var link in hops.Links)
        {
            var stays = link.MayBalance && IsNamed(link.Name);
            if (!(stays && hasGates) && BpfTc.Detach(Egress(link.Index)))
            {
                changes.Add($"gate detached from {link.Name}, where no address is gated");
            }

            if (!stays && BpfTc.Detach(Ingress(link.Index)))
            {
                changes.Add($"tc program detached from {link.Name}, {(link.MayBalance ? "which the file does not name" : "now a port of another interface")}");
            }
        }

        ForgetInterfaces(hops);
        DetachXdp(index => image.Xdp is not null && hops.Links.Any(link => link.Index == index && link.MayBalance && IsNamed(link.Name)), changes);
    }

    public ImmutableArray<Attachment> Attachments(INextHops hops)
    {
        var xdp = image.LinkPaths().Select(link => link.InterfaceIndex).ToHashSet();
        return
        [
            .. from place in hops.Interfaces
               where BpfTc.Query(Ingress(place.Index)) == image.Tc.Id
               select new Attachment(place.Name, xdp.Contains(place.Index) ? "xdp+tc" : "tc"),
        ];
    }

    /// <summary>Detaches everything of ours from the interfaces of this network namespace.</summary>
    public static void DetachAll(string pinDirectory, INextHops hops)
    {
        foreach (var link in hops.Links)
        {
            if (BpfTc.Detach(Ingress(link.Index)) | BpfTc.Detach(Egress(link.Index)))
            {
                BpfTc.RemoveEmptyHook(link.Index);
            }
        }

        var links = PinnedImage.LinkDirectory(pinDirectory);
        foreach (var path in Directory.Exists(links) ? Directory.GetFiles(links) : [])
        {
            using var link = BpfXdpLink.OpenPinned(path);
            link.Detach();
        }
    }

    private static BpfTcSlot Ingress(int interfaceIndex) => new(interfaceIndex, BpfTcDirection.Ingress, Handle, Priority);

    private static BpfTcSlot Egress(int interfaceIndex) => new(interfaceIndex, BpfTcDirection.Egress, Handle, Priority);

    private bool IsNamed(string name) => settings.Interfaces.IsEmpty || settings.Interfaces.Contains(name);

    private List<Interface> Wanted(INextHops hops, List<string> warnings)
    {
        if (settings.Interfaces.IsEmpty)
        {
            return [.. hops.Interfaces];
        }

        foreach (var name in settings.Interfaces.Where(name => hops.Interfaces.All(place => place.Name != name)))
        {
            warnings.Add($"interface {name} is missing, down, not Ethernet or a port of another; nothing is balanced on it");
        }

        return [.. hops.Interfaces.Where(place => settings.Interfaces.Contains(place.Name))];
    }

    private bool WriteInterface(Interface place, List<string> followed)
    {
        var entry = new InterfaceEntry { Mac = MacEntry.From(place.Mac), Mtu = (uint)place.Mtu };
        var isKnown = image.Maps.Interfaces.TryLookup((uint)place.Index, out InterfaceEntry held);
        if (!isKnown || held != entry)
        {
            image.Maps.Interfaces.Update((uint)place.Index, entry);
            followed.Add($"interface {place.Name}: MAC {place.Mac}, MTU {place.Mtu}");
        }

        return !isKnown;
    }

    private void ForgetInterfaces(INextHops hops)
    {
        var known = hops.Interfaces.Select(place => (uint)place.Index).ToHashSet();
        foreach (var (index, _) in image.Maps.Interfaces.Entries<uint, InterfaceEntry>().Where(pair => !known.Contains(pair.Key)).ToArray())
        {
            image.Maps.Interfaces.Delete(index);
        }
    }

    private static void AttachTc(Interface place, BpfTcSlot slot, BpfProgram program, string what, List<string> changes)
    {
        if (BpfTc.Query(slot) != program.Id)
        {
            BpfTc.Attach(slot, program);
            changes.Add($"{what} attached to {place.Name}");
        }
    }

    private void AttachXdp(Interface place, BpfProgram xdp, List<string> changes, List<string> warnings)
    {
        var path = image.LinkPath(place.Index);
        if (File.Exists(path))
        {
            using var pinned = BpfXdpLink.OpenPinned(path);
            if (pinned.InterfaceIndex == place.Index)
            {
                if (pinned.ProgramId != xdp.Id)
                {
                    pinned.Update(xdp);
                    changes.Add($"XDP program replaced on {place.Name}");
                }

                return;
            }

            // The link lost its interface, which may have come back under the same index.
            File.Delete(path);
        }

        try
        {
            using var link = BpfXdpLink.Attach(place.Index, xdp);
            link.Pin(path);
            changes.Add($"XDP program attached to {place.Name}");
        }
        catch (BpfException refused)
        {
            warnings.Add($"no XDP on {place.Name}, tc does its work there: {refused.Message}");
        }
    }

    private void DetachXdp(Func<int, bool> stays, List<string> changes)
    {
        foreach (var (path, index) in image.LinkPaths().Where(link => !stays(link.InterfaceIndex)).ToArray())
        {
            using (var link = BpfXdpLink.OpenPinned(path))
            {
                link.Detach();
            }

            File.Delete(path);
            changes.Add($"XDP program detached from interface {index}, where it is not wanted any more");
        }
    }
}
