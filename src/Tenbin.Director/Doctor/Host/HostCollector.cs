using System.Net;
using System.Runtime.InteropServices;
using Tenbin.Director.Startup;
using Tenbin.Linux;
using Tenbin.Linux.Netfilter;
using Tenbin.Linux.Netlink;
using Tenbin.Linux.Processes;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Doctor.Host;

/// <summary>Gathers the facts of the machine that this process runs on, as seen from its network namespace. Judges nothing.</summary>
internal static class HostCollector
{
    private static readonly string[] s_nft = ["/usr/sbin/nft", "/sbin/nft", "/usr/bin/nft"];

    /// <exception cref="LinuxException">Not permitted.</exception>
    public static async Task<HostFacts> CollectAsync(DoctorContext context, CancellationToken cancellation)
    {
        using var netlink = RouteNetlink.Open();
        var machine = new LinuxMachine();
        var links = netlink.Links();
        var missing = machine.MissingCapabilities();
        var facts = new HostFacts
        {
            Config = context.Config,
            ConfigFile = context.ConfigFile,
            Daemon = context.Daemon,
            Kernel = machine.Kernel,
            MissingCapabilities = missing,
            HasBpfFs = machine.IsInBpfFs(Path.GetDirectoryName(Path.GetFullPath(context.Paths.PinDirectory)) ?? "/"),
            Links = links,
            Addresses = netlink.Addresses(),
            Setting = Sysctl.Read,
            RoutesTo = Servers(context.Config).ToDictionary(server => server, server => netlink.GetRoute(server)),
            LargeReceive = [.. links.Where(link => !link.IsLoopback && EthernetFeatures.ReadLargeReceive(link.Name) == true).Select(link => link.Name)],
            Processes = ProcessTable.Names(),
            IpvsServices = IpvsTable.Read(),
            Chains = missing.Count > 0 ? [] : Chains(),
            Files = Files(context),
            MissingPrograms = Missing(),
            IsClockKept = Clock.IsWallKept,
        };
        return context.MayProbe ? facts with { Segment = await SegmentProbe.AskAsync(facts, context.Time, cancellation).ConfigureAwait(false) } : facts;
    }

    private static IEnumerable<IPAddress> Servers(TenbinConfig config) =>
        config.Services.SelectMany(service => service.Servers).Select(server => server.Address.Address).Distinct();

    private static IReadOnlyList<NetfilterChain> Chains()
    {
        try
        {
            using var tables = NetfilterTables.Open();
            return tables.BaseChains();
        }
        catch (LinuxException e) when (e.Error == NetfilterTables.NotInKernel)
        {
            return [];
        }
    }

    private static List<FileFacts> Files(DoctorContext context)
    {
        var programs = context.Config.Services.SelectMany(service => service.Servers).Select(server => server.Check).OfType<ExecCheck>().Select(check => check.Command[0])
            .Concat(context.Config.Groups.SelectMany(group => group.Scripts.Select(script => script.Path)
                .Concat(group.Track.Where(thing => thing.Kind == TrackKind.Script).Select(thing => thing.Target))
                .Concat(group.OnChange is { } hook ? [hook] : [])));
        List<FileFacts> files = [Look(context.ConfigFile, FilePurpose.Configuration)];
        files.AddRange(context.Config.Cluster is { } cluster ? [Look(cluster.KeyFile, FilePurpose.Key)] : []);
        files.AddRange(programs.Distinct().Select(program => Look(program, FilePurpose.Program)));
        return files;
    }

    private static FileFacts Look(string path, FilePurpose purpose) => new(path, purpose, File.Exists(path) ? File.GetUnixFileMode(path) : null);

    private static HashSet<string> Missing()
    {
        var missing = new HashSet<string>(StringComparer.Ordinal);
        if (!Array.Exists(s_nft, File.Exists))
        {
            missing.Add("nft");
        }

        const string mariaDb = "libmariadb.so.3";
        if (NativeLibrary.TryLoad(mariaDb, out var library))
        {
            NativeLibrary.Free(library);
        }
        else
        {
            missing.Add(mariaDb);
        }

        return missing;
    }
}
