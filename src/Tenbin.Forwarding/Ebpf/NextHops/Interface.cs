using System.Net;
using Tenbin.Linux;

namespace Tenbin.Forwarding.Ebpf.NextHops;

/// <summary>An interface that packets may come in on.</summary>
/// <param name="Index">Kernel index.</param>
/// <param name="Name">Name.</param>
/// <param name="Mac">Its MAC.</param>
/// <param name="Mtu">Bytes of layer 3.</param>
/// <param name="Networks">Networks of its addresses, link-local ones left out.</param>
/// <param name="Addresses">Those addresses.</param>
internal sealed record Interface(int Index, string Name, MacAddress Mac, int Mtu, IReadOnlyList<IPNetwork> Networks, IReadOnlyList<IPAddress> Addresses);
