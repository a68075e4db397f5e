using System.Diagnostics;
using System.Globalization;
using Tenbin.Linux;
using Tenbin.Linux.Bpf;
using Tenbin.Model.Configuration;

namespace Tenbin.Forwarding.PacketTests.Kernel;

/// <summary>A network namespace and a bpffs of this run's own; data planes in them, one for each settings, emptied between tests.</summary>
public sealed class KernelFixture : IDisposable
{
    private const string Prefix = "tenbin-packet-";

    private readonly Dictionary<DataPlaneSettings, Plane> _planes = [];
    private readonly string _name = $"{Prefix}{Environment.ProcessId}";
    private NetworkNamespace? _namespace;

    private string BpfFsDirectory => Path.Combine(Path.GetTempPath(), _name);

    internal static DataPlaneSettings Settings { get; } = new()
    {
        Hook = Hook.Xdp,
        Limits = new Limits { Services = 16, Servers = 512, Sessions = 4096 },
    };

    /// <summary>An empty data plane; the test is skipped where none can be had.</summary>
    internal Plane Plane(DataPlaneSettings? settings = null)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root, to load programs into the kernel");
        settings ??= Settings;
        SetUp();
        if (!_planes.TryGetValue(settings, out var plane))
        {
            var directory = Path.Combine(BpfFsDirectory, _planes.Count.ToString(CultureInfo.InvariantCulture));
            _planes[settings] = plane = new Plane(_namespace!, settings, directory);
        }

        plane.Clear();
        return plane;
    }

    /// <summary>Runs a test in the namespace, its interfaces up, with a directory of its own to pin in.</summary>
    internal void InHouse(Action<string> test)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root, to load programs into the kernel");
        SetUp();
        foreach (var name in (string[])[Wiring.ClientNic, Wiring.ServerNic])
        {
            Ip($"link set {name} up");
            Ip($"link set {name}-peer up");
        }

        _namespace!.Run(() => test(Path.Combine(BpfFsDirectory, "house")));
    }

    public void Dispose()
    {
        foreach (var plane in _planes.Values)
        {
            plane.Dispose();
        }

        if (_namespace is not null)
        {
            CleanUp(_name);
        }
    }

    private void SetUp()
    {
        if (_namespace is not null)
        {
            return;
        }

        foreach (var leftover in Leftovers())
        {
            CleanUp(leftover);
        }

        _namespace = NetworkNamespace.Create(_name);
        foreach (var (name, mac) in new[] { (Wiring.ClientNic, Wiring.ClientNicMac), (Wiring.ServerNic, Wiring.ServerNicMac) })
        {
            Ip($"link add {name} address {mac} type veth peer name {name}-peer");
        }

        Directory.CreateDirectory(BpfFsDirectory);
        BpfFs.Mount(BpfFsDirectory);
    }

    // A run that was killed could not clean up; its process is gone.
    private static IEnumerable<string> Leftovers() =>
        from name in NetworkNamespace.List().Concat(Directory.GetDirectories(Path.GetTempPath(), $"{Prefix}*").Select(path => Path.GetFileName(path))).Distinct()
        where name.StartsWith(Prefix, StringComparison.Ordinal) && !Directory.Exists($"/proc/{name[Prefix.Length..]}")
        select name;

    private static void CleanUp(string name)
    {
        if (NetworkNamespace.List().Contains(name))
        {
            NetworkNamespace.Open(name).Delete();
        }

        var directory = Path.Combine(Path.GetTempPath(), name);
        if (BpfFs.IsBpfFs(directory))
        {
            BpfFs.Unmount(directory);
        }

        if (Directory.Exists(directory))
        {
            Directory.Delete(directory);
        }
    }

    /// <summary>ip(8) in the namespace.</summary>
    internal void Ip(string arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", $"-n {_name} {arguments}") { RedirectStandardError = true })!;
        var errors = ip.StandardError.ReadToEnd();
        ip.WaitForExit();
        Assert.True(ip.ExitCode == 0, $"ip {arguments}: {errors}");
    }
}
