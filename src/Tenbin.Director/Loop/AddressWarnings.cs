using System.Collections.Immutable;
using System.Net;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Loop;

/// <summary>Warns of virtual addresses that this machine does not hold and no group moves.</summary>
internal static class AddressWarnings
{
    /// <summary>One sentence for each such address.</summary>
    public static ImmutableArray<string> Of(TenbinConfig config, IReadOnlySet<IPAddress> local) =>
    [
        .. config.Services
            .Where(service => config.GroupOf(service.Listen.Address) is null && !local.Contains(service.Listen.Address))
            .GroupBy(service => service.Listen.Address)
            .Select(group => $"{string.Join(", ", group.Select(service => service.Name))}: {group.Key} is on no interface of this "
                + "machine; clients reach it only if the network routes it here, else add it, e.g. "
                + $"'ip address add {group.Key}/{(group.Key.GetAddressBytes().Length == 4 ? 32 : 128)} dev lo'"),
    ];
}
