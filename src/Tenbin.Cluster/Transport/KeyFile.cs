using System.Collections.Immutable;

namespace Tenbin.Cluster.Transport;

/// <summary>
/// The keys of a cluster, oldest first. All are accepted; a node sends with the active one. A key after the active one is
/// <i>staged</i>: every node must know it before one sends with it. A key before it is <i>retired</i>.
/// </summary>
public sealed partial class KeyFile
{
    private KeyFile(ImmutableArray<ClusterKey> keys, int active)
    {
        Keys = keys;
        ActiveIndex = active;
    }

    /// <summary>All keys, oldest first.</summary>
    public ImmutableArray<ClusterKey> Keys { get; }

    /// <summary>The key to send with.</summary>
    public ClusterKey Active => Keys[ActiveIndex];

    /// <summary>The key to send with next; null = none is staged.</summary>
    public ClusterKey? Staged => ActiveIndex + 1 < Keys.Length ? Keys[ActiveIndex + 1] : null;

    private int ActiveIndex { get; }

    /// <summary>A file with one new key.</summary>
    public static KeyFile Generate(DateTimeOffset now) => new([ClusterKey.Generate(1, now)], 0);

    /// <summary>First step of a rotation: a new key that is accepted, and not yet sent with.</summary>
    /// <exception cref="KeyFileException">One is staged already, or keys of the last rotation are left.</exception>
    public KeyFile Stage(DateTimeOffset now)
    {
        if (Staged is { } staged)
        {
            throw new KeyFileException($"key {staged.Id} is staged already: copy the file to every node, run 'tenbin reload' there, then 'tenbin key rotate --activate'");
        }

        if (ActiveIndex > 0)
        {
            throw new KeyFileException($"the last rotation is not finished: key {Keys[0].Id} is still accepted. Run 'tenbin key rotate --prune' first");
        }

        return new([.. Keys, ClusterKey.Generate((byte)(Active.Id % byte.MaxValue + 1), now)], ActiveIndex);
    }

    /// <summary>Second step: sends with the staged key; the old one is still accepted.</summary>
    /// <exception cref="KeyFileException">None is staged.</exception>
    public KeyFile Activate() => Staged is null
        ? throw new KeyFileException($"no key is staged: key {Active.Id} is the newest and active. 'tenbin key rotate' stages a new one")
        : new(Keys, ActiveIndex + 1);

    /// <summary>Last step: only the active key is left.</summary>
    /// <exception cref="KeyFileException">A key is staged, or there is nothing to drop.</exception>
    public KeyFile Prune()
    {
        if (Staged is { } staged)
        {
            throw new KeyFileException($"key {staged.Id} is staged and not active: run 'tenbin key rotate --activate' first");
        }

        return ActiveIndex == 0
            ? throw new KeyFileException($"nothing to drop: key {Active.Id} is the only one")
            : new([Active], 0);
    }

    /// <summary>Without the secrets (invariant 9).</summary>
    public override string ToString() => $"keys {string.Join(", ", Keys.Select(key => key.Id))}; {Active.Id} active";
}
