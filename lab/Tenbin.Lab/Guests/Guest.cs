using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Tenbin.Lab.Processes;

namespace Tenbin.Lab.Guests;

/// <summary>
/// A virtual machine on a segment: Debian's own kernel under QEMU without acceleration, with this machine's files read-only
/// as its own. What a namespace cannot do, it can: stand still, clocks and all.
/// </summary>
public sealed class Guest : IAsyncDisposable
{
    private const int Memory = 2048;

    /// <summary>Debian's kernel has these as modules; each after those it needs.</summary>
    private static readonly string[] s_modules =
    [
        "virtio_ring", "virtio", "virtio_pci_legacy_dev", "virtio_pci_modern_dev", "virtio_pci", "netfs", "fscache", "9pnet",
        "9pnet_virtio", "9p", "failover", "net_failover", "virtio_net", "sch_ingress", "cls_bpf",
    ];

    private readonly LabProcess _emulator;
    private readonly string _directory;

    private Guest(LabProcess emulator, string directory)
    {
        _emulator = emulator;
        _directory = directory;
    }

    /// <summary>What its console shows.</summary>
    public string Console => File.Exists(ConsoleFile) ? File.ReadAllText(ConsoleFile) : "";

    private string ConsoleFile => Path.Combine(_directory, "console");

    /// <summary>Boots one; it goes with the lab.</summary>
    /// <param name="network">The lab.</param>
    /// <param name="nic">Its interface; <c>eth0</c> inside.</param>
    /// <param name="kernel">Directory with <c>boot/vmlinuz-*</c> and <c>lib/modules</c>.</param>
    /// <param name="command">What it runs, with <c>/mnt</c> to write to and a bpffs in it; it powers off when that ends.</param>
    /// <param name="modules">Further modules of its kernel, each after those it needs.</param>
    public static async Task<Guest> Boot(LabNetwork network, Nic nic, string kernel, IEnumerable<string> command, params IReadOnlyList<string> modules)
    {
        var directory = Path.Combine(network.Directory, "guest");
        string[] all = [.. s_modules, .. modules];
        await Pack(directory, kernel, all, Script(nic, all, command));
        var image = Directory.GetFiles(Path.Combine(kernel, "boot"), "vmlinuz-*").Single();
        await network.AddTap(nic);
        var emulator = await network.StartInSwitch(
        [
            "qemu-system-x86_64", "-accel", "tcg", "-m", Memory.ToString(CultureInfo.InvariantCulture), "-display", "none", "-no-reboot",
            "-kernel", image, "-initrd", Path.Combine(directory, "initrd"), "-append", "console=ttyS0 quiet panic=-1",
            "-virtfs", "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap",
            "-netdev", $"tap,id=net,ifname={nic.Port},script=no,downscript=no", "-device", $"virtio-net-pci,netdev=net,mac={nic.Mac}",
            "-serial", $"file:{Path.Combine(directory, "console")}", "-monitor", $"unix:{Path.Combine(directory, "monitor")},server,nowait",
        ]);
        return new Guest(emulator, directory);
    }

    /// <summary>Waits until its console shows a text; booting may take a minute.</summary>
    public Task WaitFor(string text) => Wait.Until(
        $"\"{text}\" on the guest's console",
        () => Console.Contains(text, StringComparison.Ordinal)
            || (_emulator.IsRunning ? false : throw new LabException($"The emulator ended:\n{_emulator.Output}\n{Console}")),
        TimeSpan.FromMinutes(4),
        () => Console);

    /// <summary>Stands still: no instruction is run, and its clocks stop.</summary>
    public Task Pause() => Tell("stop");

    /// <summary>Goes on where it stood.</summary>
    public Task Resume() => Tell("cont");

    public ValueTask DisposeAsync() => _emulator.DisposeAsync();

    private static string Script(Nic nic, string[] modules, IEnumerable<string> command)
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        return $"""
            #!/bin/busybox sh
            export PATH=/bin
            /bin/busybox --install -s /bin
            for module in {string.Join(' ', modules)}; do insmod /modules/$module.ko; done
            mount -t 9p -o trans=virtio,version=9p2000.L,ro,msize=1048576,cache=loose host /host
            mount -t proc proc /host/proc
            mount -t sysfs sysfs /host/sys
            mount -t devtmpfs dev /host/dev
            mount -t tmpfs tmpfs /host/mnt
            mkdir /host/mnt/bpf
            mount -t bpf bpf /host/mnt/bpf
            ip link set lo up
            ip addr add {nic.V4}/24 dev eth0
            ip link set eth0 up
            export DOTNET_ROOT={dotnet} DOTNET_EnableDiagnostics=0 TMPDIR=/mnt HOME=/mnt
            chroot /host {string.Join(' ', command)}
            poweroff -f

            """;
    }

    private static async Task Pack(string directory, string kernel, string[] modules, string script)
    {
        var root = Path.Combine(directory, "root");
        foreach (var name in (string[])["bin", "modules", "host"])
        {
            Directory.CreateDirectory(Path.Combine(root, name));
        }

        File.Copy("/bin/busybox", Path.Combine(root, "bin", "busybox"));
        foreach (var module in Directory.EnumerateFiles(Path.Combine(kernel, "lib", "modules"), "*.ko", SearchOption.AllDirectories)
            .Where(file => modules.Contains(Path.GetFileNameWithoutExtension(file))))
        {
            File.Copy(module, Path.Combine(root, "modules", Path.GetFileName(module)));
        }

        var init = Path.Combine(root, "init");
        await File.WriteAllTextAsync(init, script);
        File.SetUnixFileMode(init, (UnixFileMode)0b111_101_101);
        (await Command.Run(["sh", "-e", "-c", "cd \"$0\" && find . | cpio --create --format=newc --quiet >\"$1\"", root, Path.Combine(directory, "initrd")])).Checked();
    }

    private async Task Tell(string words)
    {
        using var monitor = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await monitor.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(_directory, "monitor")));
        await Prompt(monitor);
        await monitor.SendAsync(Encoding.ASCII.GetBytes($"{words}\n"));
        await Prompt(monitor);
    }

    /// <summary>The monitor has done what it was told when it asks for more.</summary>
    private static async Task Prompt(Socket monitor)
    {
        var (said, buffer) = (new StringBuilder(), new byte[4096]);
        while (!said.ToString().EndsWith("(qemu) ", StringComparison.Ordinal))
        {
            var length = await monitor.ReceiveAsync(buffer);
            if (length == 0)
            {
                throw new LabException($"The emulator's monitor went away:\n{said}");
            }

            said.Append(Encoding.ASCII.GetString(buffer, 0, length));
        }
    }
}
