using System.Net;

namespace Tenbin.Linux.Netlink;

/// <summary>An address of an interface.</summary>
/// <param name="InterfaceIndex">The interface.</param>
/// <param name="Address">The address itself (not that of a point-to-point peer).</param>
/// <param name="PrefixLength">Bits of its network.</param>
/// <param name="IsTentative">IPv6: duplicate detection still runs (or failed), the address is not in use yet.</param>
public sealed record InterfaceAddress(int InterfaceIndex, IPAddress Address, int PrefixLength, bool IsTentative)
{
    internal const ushort AttributeAddress = 1, AttributeLocal = 2, AttributeLifetimes = 6, AttributeFlags = 8;
    private const uint FlagNoDuplicateDetection = 2, FlagDuplicate = 8, FlagTentative = 0x40, FlagNoPrefixRoute = 0x200;

    /// <summary>The IFA_F_ bits; IPv4 knows no duplicate detection.</summary>
    internal static uint FlagsOf(AddressOptions options, bool v6) =>
        (v6 && options.HasFlag(AddressOptions.NoDuplicateDetection) ? FlagNoDuplicateDetection : 0)
        | (options.HasFlag(AddressOptions.NoPrefixRoute) ? FlagNoPrefixRoute : 0);

    internal static InterfaceAddress? Parse(NetlinkMessage message)
    {
        if (message.Header.Type != RouteMessage.NewAddress || !message.TryRead<AddressMessage>(out var fixedPart, out var attributes))
        {
            return null;
        }

        IPAddress? address = null, local = null;
        uint flags = fixedPart.Flags;
        while (attributes.MoveNext())
        {
            switch (attributes.Type)
            {
                case AttributeAddress:
                    address = attributes.Address;
                    break;
                case AttributeLocal:
                    local = attributes.Address;
                    break;
                case AttributeFlags:
                    flags = attributes.Number;
                    break;
            }
        }

        return (local ?? address) is { } own
            ? new InterfaceAddress(fixedPart.Index, own, fixedPart.PrefixLength, (flags & (FlagTentative | FlagDuplicate)) != 0)
            : null;
    }
}
