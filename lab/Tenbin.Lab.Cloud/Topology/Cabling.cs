using System.Globalization;
using Tenbin.Lab.Cloud.Books;
using Tenbin.Lab.Cloud.Fabric;
using Tenbin.Lab.Cloud.Fabric.Switching;
using Tenbin.Lab.Cloud.Fabric.Tracking;
using Tenbin.Linux;
using Tenbin.Linux.Taps;

namespace Tenbin.Lab.Cloud.Topology;

/// <summary>Plugs machines into the fabric and sets their interfaces up, as DHCP and router advertisements would.</summary>
internal static class Cabling
{
    private const int InternetMtu = 1500;

    /// <summary>An instance, or a service, in a subnet. Secondary addresses are for whoever uses them to set up.</summary>
    public static async Task Instance(VpcSwitch @switch, Machine machine, Book book, NetworkInterface held, string device, int mtu)
    {
        var subnet = book.Subnets[held.SubnetId];
        await Plug(@switch, machine, held.Port, device);
        List<string> lines =
        [
            .. Up(device, held.Mac, mtu),
            $"address add {held.V4[0]}/{Text(subnet.V4.Length)} dev {device}",
            .. held.IsManaged
                ? [$"route add {book.Range} via {subnet.Router} dev {device}"]
                : new[] { $"route add default via {subnet.Router} dev {device}" },
        ];
        if (held.V6.Length > 0 && subnet.V6 is { } v6)
        {
            lines.Add($"address add {held.V6[0]}/128 dev {device} nodad");
            lines.Add($"route add {v6} dev {device}");
            lines.Add($"route add default via {Forwarder.RouterLinkLocal} dev {device}");
        }

        await machine.Ip(lines);
    }

    /// <summary>A machine on the Internet: everything is behind its router, which is the same as the VPC's edge.</summary>
    public static async Task Internet(VpcSwitch @switch, Machine machine, InternetHost host, string device)
    {
        await Plug(@switch, machine, host.Port, device);
        List<string> lines =
        [
            .. Up(device, host.Mac, InternetMtu),
            $"address add {host.V4}/32 dev {device}",
            $"route add default dev {device}",
        ];
        if (host.V6 is { } v6)
        {
            lines.Add($"address add {v6}/128 dev {device} nodad");
            lines.Add($"route add default via {Forwarder.RouterLinkLocal} dev {device}");
        }

        await machine.Ip(lines);
    }

    /// <summary>The metadata service.</summary>
    public static async Task Metadata(VpcSwitch @switch, Machine machine)
    {
        const string Device = "eth0";
        await Plug(@switch, machine, Verdict.MetadataPort, Device);
        await machine.Ip(
        [
            .. Up(Device, Forwarder.MetadataMac, InternetMtu),
            $"address add {MetadataLanes.Service}/32 dev {Device}",
            $"route add default dev {Device}",
        ]);
    }

    private static Task Plug(VpcSwitch @switch, Machine machine, int port, string device) =>
        @switch.PlugIn(port, NetworkNamespace.Open(machine.Namespace).Run(() => TapDevice.Create(device)));

    private static string[] Up(string device, MacAddress mac, int mtu) =>
        [$"link set {device} address {mac} mtu {Text(mtu)} txqueuelen 5000", $"link set {device} up"];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
