using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Linux;

namespace Tenbin.Lab.Cloud.Books;

/// <summary>A machine beyond the VPC's edge.</summary>
/// <param name="Port">Where it is plugged into the fabric.</param>
/// <param name="Name">Its name.</param>
/// <param name="Mac">Its hardware address.</param>
/// <param name="V4">Its address.</param>
/// <param name="V6">Its IPv6 address, when it has one.</param>
public sealed record InternetHost(int Port, string Name, MacAddress Mac, Ip V4, Ip? V6);
