using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Tenbin.Aws.Checks;

/// <summary>The addresses that AWS keeps in each subnet (VPC user guide, "Subnet sizing"). Pure.</summary>
internal static class ReservedAddresses
{
    private static readonly string[] s_first = ["the address of the subnet itself", "that of the VPC's router", "that of the VPC's DNS", "kept by AWS for later"];

    /// <summary>What it is; null when it is free to use.</summary>
    public static string? Why(IPAddress address, ImmutableArray<IPNetwork> networks)
    {
        if (address.AddressFamily != AddressFamily.InterNetwork || networks.FirstOrDefault(one => one.Contains(address)) is not { PrefixLength: > 0 } network)
        {
            return null;
        }

        var offset = Number(address) - Number(network.BaseAddress);
        var last = (1L << (32 - network.PrefixLength)) - 1;
        return offset < s_first.Length ? $"{s_first[offset]} ({network})" : offset == last ? $"the broadcast address of the subnet ({network})" : null;
    }

    private static long Number(IPAddress address) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());
}
