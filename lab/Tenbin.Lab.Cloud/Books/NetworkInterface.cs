using System.Collections.Immutable;
using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Linux;

namespace Tenbin.Lab.Cloud.Books;

/// <summary>An elastic network interface.</summary>
public sealed record NetworkInterface
{
    /// <summary><c>eni-…</c></summary>
    public required string Id { get; init; }

    /// <summary>Where it is plugged into the fabric.</summary>
    public required int Port { get; init; }

    public required MacAddress Mac { get; init; }

    public required string SubnetId { get; init; }

    /// <summary>Null when it is attached to none.</summary>
    public string? InstanceId { get; init; }

    public int DeviceIndex { get; init; }

    /// <summary>AWS's own: the interface of a VPC endpoint.</summary>
    public bool IsManaged { get; init; }

    /// <summary>Primary first, then secondary ones in the order in which they were assigned.</summary>
    public required ImmutableArray<Ip> V4 { get; init; }

    public ImmutableArray<Ip> V6 { get; init; } = [];

    public ImmutableArray<string> Groups { get; init; } = [];

    public bool SourceDestCheck { get; init; } = true;

    /// <summary>fe80:: and the MAC as modified EUI-64 (RFC 4291 appendix A).</summary>
    public Ip LinkLocal
    {
        get
        {
            Span<byte> bytes = [0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xfe, 0, 0, 0];
            Span<byte> mac = stackalloc byte[MacAddress.Size];
            Mac.CopyTo(mac);
            mac[..3].CopyTo(bytes[8..]);
            mac[3..].CopyTo(bytes[13..]);
            bytes[8] ^= 2;
            return Ip.FromV6(bytes);
        }
    }

    public bool Holds(Ip address) => V4.Contains(address) || V6.Contains(address);
}
