using System.Security.Cryptography;
using System.Text;
using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Linux;

namespace Tenbin.Lab.Cloud.Topology;

/// <summary>Ids that follow from names, so that they are the same in every run.</summary>
internal static class Ids
{
    /// <summary><c>i-0…</c> with 17 hexadecimal digits, as AWS's have.</summary>
    public static string Of(string kind, string name) =>
        $"{kind}-0{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind} {name}")))[..16]}";

    /// <summary><c>02:00</c> and the four bytes of an address: it tells machines apart in a capture.</summary>
    public static MacAddress Mac(Ip v4)
    {
        Span<byte> mac = [2, 0, 0, 0, 0, 0];
        v4.CopyTo(mac[2..]);
        return new(mac);
    }
}
