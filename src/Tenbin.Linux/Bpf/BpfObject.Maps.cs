namespace Tenbin.Linux.Bpf;

/// <content>Maps before the load.</content>
public sealed unsafe partial class BpfObject
{
    /// <summary>Entries that a map has room for, as it stands in the file or was set since.</summary>
    public uint MaxEntries(string map) => LibBpf.MapMaxEntries(FindMap(map));

    /// <summary>Sets the entries that a map has room for.</summary>
    public void SetMaxEntries(string map, uint entries)
    {
        RequireNotLoaded();
        Check(LibBpf.MapSetMaxEntries(FindMap(map), entries), $"set size of map {map} to {entries}");
    }

    /// <summary>At load, uses the map pinned at <paramref name="path"/> if there is one, else pins the new one there.</summary>
    public void SetPinPath(string map, string path)
    {
        RequireNotLoaded();
        Check(LibBpf.MapSetPinPath(FindMap(map), path), $"set pin path of map {map} to {path}");
    }

    /// <summary>
    /// Why <paramref name="existing"/> cannot stand in for <paramref name="map"/> (type, key size, value size, flags
    /// or room differ); null when it can.
    /// </summary>
    public string? Incompatibility(string map, BpfMap existing)
    {
        ArgumentNullException.ThrowIfNull(existing);
        var wanted = FindMap(map);
        return Difference("type", (BpfMapType)LibBpf.MapType(wanted), existing.Type)
            ?? Difference("key size", LibBpf.MapKeySize(wanted), existing.KeySize)
            ?? Difference("value size", LibBpf.MapValueSize(wanted), existing.ValueSize)
            ?? Difference("flags", LibBpf.MapFlags(wanted), existing.Flags)
            ?? Difference("room", LibBpf.MapMaxEntries(wanted), existing.MaxEntries);
    }

    /// <summary>The programs will use <paramref name="existing"/>, with its contents, in the place of <paramref name="map"/>.</summary>
    /// <exception cref="BpfException">The two differ; see <see cref="Incompatibility"/>. Set <see cref="SetMaxEntries"/> first.</exception>
    public void ReuseMap(string map, BpfMap existing)
    {
        RequireNotLoaded();
        if (Incompatibility(map, existing) is { } difference)
        {
            throw new BpfException($"cannot adopt map {existing.Name} (id {existing.Id}) as {map} of {Name}: {difference}");
        }

        Check(LibBpf.MapReuseFd(FindMap(map), existing.Descriptor), $"adopt map {map}");
    }

    private static string? Difference<T>(string what, T wanted, T found) where T : struct =>
        wanted.Equals(found) ? null : $"{what} is {found}, needed is {wanted}";
}
