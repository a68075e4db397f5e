using System.Net;
using Tenbin.Linux.Bpf;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Model.Configuration;

namespace Tenbin.Forwarding.Ebpf.Kernel;

/// <summary>
/// Programs and maps as they are pinned, so that they outlive the daemon: adopted when they are there, made when not.
/// A newer program takes the place of an older one; maps stay, and with them every session.
/// </summary>
internal sealed class PinnedImage : IDisposable
{
    private readonly string _directory;

    private PinnedImage(string directory, EbpfMaps maps, BpfProgram tc, BpfProgram? xdp, BpfProgram gateEgress, BpfProgram explain, BpfProgram import)
    {
        _directory = directory;
        Maps = maps;
        Tc = tc;
        Xdp = xdp;
        GateEgress = gateEgress;
        Explain = explain;
        Import = import;
    }

    public EbpfMaps Maps { get; }

    public BpfProgram Tc { get; }

    /// <summary>Loaded only when asked for: it needs Linux 5.18 (XDP fragments), the others 5.15.</summary>
    public BpfProgram? Xdp { get; }

    /// <summary>Always loaded, so that gating an address never waits for the verifier.</summary>
    public BpfProgram GateEgress { get; }

    public BpfProgram Explain { get; }

    public BpfProgram Import { get; }

    /// <summary>Path that the XDP link of an interface is pinned at.</summary>
    public string LinkPath(int interfaceIndex) => Path.Combine(LinkDirectory(_directory), $"xdp-{interfaceIndex}");

    /// <summary>Paths of all pinned XDP links, with their interface indexes.</summary>
    public IEnumerable<(string Path, int InterfaceIndex)> LinkPaths() =>
        from path in Directory.GetFiles(LinkDirectory(_directory))
        where Path.GetFileName(path).StartsWith("xdp-", StringComparison.Ordinal)
        select (path, int.Parse(Path.GetFileName(path).AsSpan(4), provider: null));

    public static PinnedImage Open(EbpfOptions options)
    {
        Directory.CreateDirectory(MapDirectory(options.PinDirectory));
        Directory.CreateDirectory(ProgramDirectory(options.PinDirectory));
        Directory.CreateDirectory(LinkDirectory(options.PinDirectory));
        using var image = BpfImage.Open();
        EbpfMaps.Size(image, options.Settings.Limits);
        var adopted = Adopt(image, options.PinDirectory);
        var hasXdp = options.Settings.Hook == Hook.Xdp;
        image.LoadOnly(hasXdp
            ? [BpfImage.TcProgram, BpfImage.GateEgressProgram, BpfImage.ExplainProgram, BpfImage.ImportProgram, BpfImage.XdpProgram]
            : [BpfImage.TcProgram, BpfImage.GateEgressProgram, BpfImage.ExplainProgram, BpfImage.ImportProgram]);
        image.Load();
        foreach (var name in EbpfMaps.Names)
        {
            using var map = image.Map(name);
            PinMissing(map, Path.Combine(MapDirectory(options.PinDirectory), name));
        }

        return new PinnedImage(
            options.PinDirectory, new EbpfMaps(image.Map),
            Newest(image, BpfImage.TcProgram, options.PinDirectory, adopted),
            hasXdp ? Newest(image, BpfImage.XdpProgram, options.PinDirectory, adopted) : null,
            Newest(image, BpfImage.GateEgressProgram, options.PinDirectory, adopted),
            Newest(image, BpfImage.ExplainProgram, options.PinDirectory, adopted),
            Newest(image, BpfImage.ImportProgram, options.PinDirectory, adopted));
    }

    /// <summary>What the pinned gate guards; read without loading anything.</summary>
    public static IReadOnlyCollection<IPAddress> GatedAddresses(string directory)
    {
        var path = Path.Combine(MapDirectory(directory), "gate_groups");
        if (!File.Exists(path))
        {
            return [];
        }

        using var map = BpfMap.OpenPinned(path);
        return [.. map.Entries<MappedAddress, uint>().Select(entry => entry.Key.ToIPAddress())];
    }

    /// <summary>Unpins everything below <paramref name="directory"/>. What is attached is not detached by that.</summary>
    public static void Remove(string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    public static string LinkDirectory(string directory) => Path.Combine(directory, "links");

    public void Dispose()
    {
        Maps.Dispose();
        Tc.Dispose();
        Xdp?.Dispose();
        GateEgress.Dispose();
        Explain.Dispose();
        Import.Dispose();
    }

    private static string MapDirectory(string directory) => Path.Combine(directory, "maps");

    private static string ProgramDirectory(string directory) => Path.Combine(directory, "programs");

    /// <returns>True when every map was there.</returns>
    private static bool Adopt(BpfObject image, string directory)
    {
        var missing = 0;
        foreach (var name in EbpfMaps.Names)
        {
            var path = Path.Combine(MapDirectory(directory), name);
            if (!File.Exists(path))
            {
                missing++;
                continue;
            }

            using var pinned = BpfMap.OpenPinned(path);
            if (image.Incompatibility(name, pinned) is { } difference)
            {
                throw new DataPlaneException(
                    $"the kernel holds table {name} of an earlier run, pinned at {path}, that does not fit: {difference}. " +
                    "Keep the limits and version that made it, or drop it, with all sessions, by `tenbin clear`.");
            }

            if (name == "settings" && pinned.TryLookup(0u, out SettingsEntry settings) &&
                settings.AbiVersion is not 0 and not SettingsEntry.CurrentAbi)
            {
                throw new DataPlaneException(
                    $"the kernel holds tables of layout {settings.AbiVersion}, pinned at {directory}, and this version of Tenbin " +
                    $"has layout {SettingsEntry.CurrentAbi}. Drop them, with all sessions, by `tenbin clear`.");
            }

            image.ReuseMap(name, pinned);
        }

        return missing == 0;
    }

    private static void PinMissing(BpfMap map, string path)
    {
        if (!File.Exists(path))
        {
            map.Pin(path);
        }
    }

    // The tag is a hash of the instructions: the same program on the same maps is kept, so that nothing is touched without need.
    private static BpfProgram Newest(BpfObject image, string name, string directory, bool sameMaps)
    {
        var path = Path.Combine(ProgramDirectory(directory), name);
        var loaded = image.Program(name);
        if (File.Exists(path))
        {
            var pinned = BpfProgram.OpenPinned(path);
            if (sameMaps && pinned.Tag == loaded.Tag)
            {
                loaded.Dispose();
                return pinned;
            }

            pinned.Dispose();
            File.Delete(path);
        }

        loaded.Pin(path);
        return loaded;
    }
}
