using Tenbin.Lab.Cloud.Addressing;

namespace Tenbin.Lab.Cloud.Books;

/// <summary>A public address of the account.</summary>
/// <param name="AllocationId"><c>eipalloc-…</c></param>
/// <param name="Public">The address.</param>
/// <param name="Association">What it stands for; null when it stands for nothing.</param>
public sealed record ElasticIp(string AllocationId, Ip Public, Association? Association = null);

/// <summary>The private address that a public one stands for.</summary>
/// <param name="Id"><c>eipassoc-…</c></param>
/// <param name="InterfaceId">The interface that holds it.</param>
/// <param name="Private">The private address.</param>
public sealed record Association(string Id, string InterfaceId, Ip Private);
