using System.Collections.Immutable;
using System.Net;

namespace Tenbin.Forwarding;

/// <summary>Addresses that are served and announced here only until a common deadline.</summary>
/// <param name="Name">The group's name in the file: by it a new daemon knows again what an earlier one left.</param>
/// <param name="Index">Its number for <see cref="IGate.SetDeadline"/>, below <see cref="IGate.MaxGroups"/>.</param>
/// <param name="Addresses">IPv4 or IPv6; each in one group only.</param>
public sealed record GatedGroup(string Name, int Index, ImmutableArray<IPAddress> Addresses);
