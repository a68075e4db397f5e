using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Tenbin.Director.Systemd;

/// <summary>Tells systemd how the daemon is (sd_notify(3)): one datagram each. Does nothing when systemd did not start it.</summary>
internal sealed class SystemdNotifier : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _target;

    /// <param name="address">Value of <c>NOTIFY_SOCKET</c>: a path, or <c>@name</c> for an abstract socket; null = none.</param>
    /// <param name="time">Its timestamps are CLOCK_MONOTONIC on Linux, as systemd wants them.</param>
    public SystemdNotifier(string? address, TimeProvider time)
    {
        _time = time;
        if (string.IsNullOrEmpty(address))
        {
            return;
        }

        _target = new UnixDomainSocketEndPoint(address[0] == '@' ? "\0" + address[1..] : address);
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
    }

    /// <summary>The daemon does its work.</summary>
    public void Ready() => Send("READY=1");

    /// <summary>It is reading its file again; <see cref="Ready"/> ends that.</summary>
    public void Reloading()
    {
        var microseconds = (long)_time.GetElapsedTime(0).TotalMicroseconds;
        Send(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={microseconds}"));
    }

    /// <summary>It is on its way out.</summary>
    public void Stopping() => Send("STOPPING=1");

    /// <summary>The loop has gone round.</summary>
    public void Alive() => Send("WATCHDOG=1");

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    private void Send(string message)
    {
        try
        {
            _socket?.SendTo(Encoding.ASCII.GetBytes(message), _target!);
        }
        catch (SocketException)
        {
            // systemd is restarting or its queue is full: it must never hold up the director. A missing WATCHDOG=1
            // is made good by the next one.
        }
    }
}
