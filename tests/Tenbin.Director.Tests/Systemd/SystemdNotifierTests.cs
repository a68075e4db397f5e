using System.Net.Sockets;
using System.Text;
using Tenbin.Director.Systemd;
using Tenbin.Director.Tests.Fakes;

namespace Tenbin.Director.Tests.Systemd;

public sealed class SystemdNotifierTests
{
    [Fact]
    public void Each_message_is_one_datagram()
    {
        using var directory = new TemporaryDirectory();
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(directory["notify"]));
        using var notifier = new SystemdNotifier(directory["notify"], TimeProvider.System);

        notifier.Ready();
        notifier.Alive();
        notifier.Reloading();
        notifier.Stopping();

        Assert.Equal("READY=1", Receive(systemd));
        Assert.Equal("WATCHDOG=1", Receive(systemd));
        Assert.Matches("^RELOADING=1\nMONOTONIC_USEC=[0-9]+$", Receive(systemd));
        Assert.Equal("STOPPING=1", Receive(systemd));
    }

    [Fact]
    public void Without_systemd_nothing_happens()
    {
        using var notifier = new SystemdNotifier(null, TimeProvider.System);
        notifier.Ready();
    }

    [Fact]
    public void A_systemd_that_is_gone_holds_nothing_up()
    {
        using var directory = new TemporaryDirectory();
        using var notifier = new SystemdNotifier(directory["nobody"], TimeProvider.System);
        notifier.Alive();
    }

    private static string Receive(Socket socket)
    {
        socket.ReceiveTimeout = 10_000;
        var buffer = new byte[256];
        return Encoding.ASCII.GetString(buffer, 0, socket.Receive(buffer));
    }
}
