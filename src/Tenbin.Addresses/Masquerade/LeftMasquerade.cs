using System.Collections.Immutable;
using Tenbin.Model.Configuration;

namespace Tenbin.Addresses.Masquerade;

/// <summary>nftables tables of groups that a daemon has left in the kernel.</summary>
public static class LeftMasquerade
{
    /// <summary>
    /// Removes all that Tenbin made from the network namespace of the process, but for those of the groups to be kept: they
    /// start or stop by themselves. Needs CAP_NET_ADMIN.
    /// </summary>
    /// <returns>A sentence for each one removed.</returns>
    /// <exception cref="ResourceException">They cannot be removed.</exception>
    public static ImmutableArray<string> Remove(IReadOnlyCollection<GroupSettings> kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        var own = Masquerading.Own();
        var removed = ImmutableArray.CreateBuilder<string>();
        foreach (var table in own.Where(table => !kept.Any(settings => settings.Masquerade is not null && MasqueradeTable.NameOf(settings.Name) == table.Name)).ToList())
        {
            Masquerading.Remove(table, own, TimeProvider.System, CancellationToken.None).GetAwaiter().GetResult();
            own.Remove(table);
            removed.Add($"removed the nftables table {table.Name}, by which a group masqueraded");
        }

        return removed.ToImmutable();
    }
}
