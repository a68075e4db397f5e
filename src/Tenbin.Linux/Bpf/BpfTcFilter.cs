using Tenbin.Linux.Netlink;

namespace Tenbin.Linux.Bpf;

/// <summary>A filter found at the clsact hook, ours or another's.</summary>
/// <param name="Slot">Where it is.</param>
/// <param name="Kind"><c>bpf</c>, or another classifier: <c>flower</c>, <c>matchall</c>, …</param>
/// <param name="ProgramId">Id of its program; null when it is not BPF.</param>
/// <param name="Name">Name given when it was attached, e.g. <c>tenbin_tc:[42]</c>; null when none.</param>
public sealed record BpfTcFilter(BpfTcSlot Slot, string Kind, uint? ProgramId, string? Name)
{
    private const ushort AttributeKind = 1, AttributeOptions = 2;
    private const ushort BpfName = 7, BpfId = 11;

    internal static BpfTcFilter? Parse(NetlinkMessage message, BpfTcDirection direction)
    {
        // The kernel also tells a filter chain's head, with handle 0.
        if (message.Header.Type != RouteMessage.NewTrafficFilter || !message.TryRead<TrafficMessage>(out var fixedPart, out var attributes) || fixedPart.Handle == 0)
        {
            return null;
        }

        var kind = "";
        uint? program = null;
        string? name = null;
        while (attributes.MoveNext())
        {
            if (attributes.Type == AttributeKind)
            {
                kind = attributes.Text;
            }
            else if (attributes.Type == AttributeOptions && kind == "bpf")
            {
                var options = attributes.Nested;
                while (options.MoveNext())
                {
                    program = options.Type == BpfId ? options.Number : program;
                    name = options.Type == BpfName ? options.Text : name;
                }
            }
        }

        // tcm_info: priority in the high half, EtherType in the low one.
        return new BpfTcFilter(new BpfTcSlot(fixedPart.Index, direction, fixedPart.Handle, (ushort)(fixedPart.Info >> 16)), kind, program, name);
    }
}
