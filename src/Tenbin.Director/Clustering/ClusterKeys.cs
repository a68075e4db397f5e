using Tenbin.Cluster.Transport;

namespace Tenbin.Director.Clustering;

/// <summary>The cluster's key file, which a reload reads again with the configuration: so keys rotate without a restart.</summary>
/// <param name="path">Key <c>key-file</c>.</param>
/// <param name="inUse">What it held at the start.</param>
/// <param name="use">Hands keys to the links.</param>
internal sealed class ClusterKeys(string path, KeyFile inUse, Action<KeyFile> use)
{
    private KeyFile _inUse = inUse;

    /// <summary>Reads the file; the keys in use go on.</summary>
    /// <exception cref="KeyFileException">It cannot be used.</exception>
    public KeyFile Read() => KeyFile.Load(path);

    /// <summary>Uses what was read.</summary>
    /// <returns>A sentence when the links use other keys now, else null.</returns>
    public string? Use(KeyFile read)
    {
        var (before, now) = ($"{_inUse}", $"{read}");
        _inUse = read;
        use(read);
        return before == now ? null : $"key file {path}: {now}; before {before}";
    }
}
