using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Linux.Bpf;

namespace Tenbin.Forwarding.Ebpf.Reconciling;

/// <summary>Makes a trie of prefixes hold just what it shall.</summary>
internal static class PrefixWriter
{
    /// <summary>Returns how many prefixes were added; stale ones are removed by <see cref="Prune"/>.</summary>
    public static int Add(BpfMap trie, IReadOnlySet<ScopedPrefix> wanted)
    {
        var missing = wanted.Except(Held(trie)).ToArray();
        foreach (var prefix in missing)
        {
            trie.Update(prefix, 1u);
        }

        return missing.Length;
    }

    /// <summary>Removes all but <paramref name="wanted"/>. Returns how many went.</summary>
    public static int Prune(BpfMap trie, IReadOnlySet<ScopedPrefix> wanted)
    {
        var stale = Held(trie).Where(prefix => !wanted.Contains(prefix)).ToArray();
        foreach (var prefix in stale)
        {
            trie.Delete(prefix);
        }

        return stale.Length;
    }

    private static IEnumerable<ScopedPrefix> Held(BpfMap trie) => trie.Entries<ScopedPrefix, uint>().Select(pair => pair.Key);
}
