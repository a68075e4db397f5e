using Tenbin.Linux.Interop;
using Tenbin.Linux.Netlink;

namespace Tenbin.Linux.Bpf;

/// <summary>
/// Programs at the clsact hook of tc. They stay attached until detached or until the interface goes. Works in the
/// calling thread's network namespace.
/// </summary>
public static unsafe class BpfTc
{
    private const uint Replace = 1;
    private const uint IngressParent = 0xfffffff2, EgressParent = 0xfffffff3;

    /// <summary>
    /// Attaches <paramref name="program"/> in direct-action mode; a program already in the slot is replaced in one
    /// step, no packet passes between. Makes the clsact qdisc when it is missing.
    /// </summary>
    public static void Attach(BpfTcSlot slot, BpfProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        using var log = LibBpfLog.Begin();
        var hook = Hook(slot);
        var result = LibBpf.TcHookCreate(&hook);
        if (result is < 0 and not -Errno.EEXIST)
        {
            throw Failed("make the clsact qdisc", slot, result, log.Text);
        }

        var options = Options(slot);
        options.ProgramFd = program.Descriptor.Number;
        options.Flags = Replace;
        result = LibBpf.TcAttach(&hook, &options);
        if (result < 0)
        {
            throw Failed($"attach program {program.Name}", slot, result, log.Text);
        }
    }

    /// <summary>Id of the program in the slot; null when there is none.</summary>
    public static uint? Query(BpfTcSlot slot)
    {
        using var log = LibBpfLog.Begin();
        var hook = Hook(slot);
        var options = Options(slot);
        return LibBpf.TcQuery(&hook, &options) switch
        {
            >= 0 => options.ProgramId,
            var result when IsAbsent(result) => null,
            var result => throw Failed("query the program", slot, result, log.Text),
        };
    }

    /// <summary>Detaches the program in the slot; false when there was none. The qdisc stays: others may use it.</summary>
    public static bool Detach(BpfTcSlot slot)
    {
        using var log = LibBpfLog.Begin();
        var hook = Hook(slot);
        var options = Options(slot);
        return LibBpf.TcDetach(&hook, &options) switch
        {
            >= 0 => true,
            var result when IsAbsent(result) => false,
            var result => throw Failed("detach the program", slot, result, log.Text),
        };
    }

    /// <summary>All filters of an interface in one direction, other programs' included, in no certain order.</summary>
    public static IReadOnlyList<BpfTcFilter> List(int interfaceIndex, BpfTcDirection direction)
    {
        using var netlink = RouteNetlink.Open();
        var request = new NetlinkRequest(RouteMessage.GetTrafficFilter, NetlinkHeader.Dump).With(new TrafficMessage
        {
            Index = interfaceIndex,
            Parent = direction == BpfTcDirection.Ingress ? IngressParent : EgressParent,
        });
        return netlink.Dump(request, $"list the tc filters of interface {interfaceIndex}", message => BpfTcFilter.Parse(message, direction));
    }

    /// <summary>Removes the clsact qdisc when no filter is left in either direction; false when one is, or there is no qdisc.</summary>
    public static bool RemoveEmptyHook(int interfaceIndex)
    {
        if (List(interfaceIndex, BpfTcDirection.Ingress).Count > 0 || List(interfaceIndex, BpfTcDirection.Egress).Count > 0)
        {
            return false;
        }

        using var log = LibBpfLog.Begin();
        TcHook hook = new()
        {
            Size = (nuint)sizeof(TcHook),
            InterfaceIndex = interfaceIndex,
            AttachPoint = (uint)BpfTcDirection.Ingress | (uint)BpfTcDirection.Egress,
        };
        return LibBpf.TcHookDestroy(&hook) switch
        {
            >= 0 => true,
            var result when IsAbsent(result) => false,
            var result => throw BpfException.From($"remove the clsact qdisc of interface {interfaceIndex}", result, log.Text),
        };
    }

    // ENOENT: no such filter. EINVAL: no clsact qdisc, or no filter of that priority. ENODEV: no such interface.
    private static bool IsAbsent(int result) => result is -Errno.ENOENT or -Errno.EINVAL or -Errno.ENODEV;

    private static TcHook Hook(BpfTcSlot slot) => new()
    {
        Size = (nuint)sizeof(TcHook),
        InterfaceIndex = slot.InterfaceIndex,
        AttachPoint = (uint)slot.Direction,
    };

    private static TcOptions Options(BpfTcSlot slot)
    {
        ArgumentOutOfRangeException.ThrowIfZero(slot.Handle);
        ArgumentOutOfRangeException.ThrowIfZero(slot.Priority);
        return new() { Size = (nuint)sizeof(TcOptions), Handle = slot.Handle, Priority = slot.Priority };
    }

    private static BpfException Failed(string what, BpfTcSlot slot, int result, string log) => BpfException.From(
        $"{what} at tc {(slot.Direction == BpfTcDirection.Ingress ? "ingress" : "egress")} of interface {slot.InterfaceIndex}", result, log);
}
