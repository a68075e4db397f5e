using Tenbin.Model.Configuration;

namespace Tenbin.Cluster.Sharing;

/// <summary>Puts a peer's file together from its parts, in whatever order they come.</summary>
/// <param name="file">Fingerprint of the whole file.</param>
/// <param name="count">How many parts there are.</param>
internal sealed class FileSections(ulong file, int count)
{
    private readonly FilePart?[] _parts = new FilePart?[count];
    private int _missing = count;

    public ulong File => file;

    public int Count => _parts.Length;

    /// <summary>All there is; null while a part is missing.</summary>
    public ConfigFingerprint? Whole { get; private set; }

    public void Add(FilePart part)
    {
        if (_parts[part.Part] is null)
        {
            _parts[part.Part] = part;
            if (--_missing == 0)
            {
                Whole = new ConfigFingerprint(file, [.. _parts.SelectMany(one => one!.Sections)]);
            }
        }
    }
}
