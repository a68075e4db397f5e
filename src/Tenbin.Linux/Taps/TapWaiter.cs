using System.Runtime.InteropServices;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Taps;

/// <summary>Waits until one of several TAP interfaces has a frame.</summary>
public sealed unsafe class TapWaiter : IDisposable
{
    private readonly FileDescriptor _wake;

    /// <summary>Makes one.</summary>
    /// <exception cref="LinuxException">Out of descriptors.</exception>
    public TapWaiter()
    {
        _wake = Libc.EventDescriptor(0, Libc.EventNonBlockingCloseOnExec);
        if (_wake.IsInvalid)
        {
            throw LinuxException.FromLastCall("make an event descriptor");
        }
    }

    /// <summary>Waits for a frame, for <see cref="Wake"/>, or until the time is up.</summary>
    /// <param name="taps">The interfaces; none of them disposed meanwhile.</param>
    /// <param name="ready">Gets for each whether it may have a frame.</param>
    /// <param name="milliseconds">How long at most; -1 = for ever.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public void Wait(IReadOnlyList<TapDevice> taps, Span<bool> ready, int milliseconds)
    {
        ArgumentNullException.ThrowIfNull(taps);
        var count = taps.Count;
        var descriptors = stackalloc Libc.PollDescriptor[count + 1];
        for (var i = 0; i < count; i++)
        {
            descriptors[i] = new Libc.PollDescriptor { Descriptor = taps[i].Descriptor.Number, Events = Libc.PollIn };
        }

        descriptors[count] = new Libc.PollDescriptor { Descriptor = _wake.Number, Events = Libc.PollIn };
        if (Libc.Poll(descriptors, (nuint)count + 1, milliseconds) < 0 && Marshal.GetLastPInvokeError() is var error and not Errno.EINTR)
        {
            throw new LinuxException("wait for TAP interfaces", error);
        }

        for (var i = 0; i < count; i++)
        {
            ready[i] = descriptors[i].Returned != 0;
        }

        if (descriptors[count].Returned != 0)
        {
            ulong calls;
            _ = Libc.Read(_wake, &calls, sizeof(ulong));
        }
    }

    /// <summary>Ends the wait that runs, or else the next one at once. From any thread.</summary>
    public void Wake()
    {
        ulong one = 1;
        _ = Libc.Write(_wake, &one, sizeof(ulong));
    }

    /// <inheritdoc/>
    public void Dispose() => _wake.Dispose();
}
