using Tenbin.Linux.Interop;

namespace Tenbin.Linux;

/// <summary>The kernel's clocks, in nanoseconds; comparable with what BPF programs read from the same clock.</summary>
public static unsafe class Clock
{
    /// <summary>CLOCK_MONOTONIC (<c>bpf_ktime_get_ns</c>): since boot, without time asleep.</summary>
    public static long Monotonic => Read(1);

    /// <summary>CLOCK_MONOTONIC_COARSE (<c>bpf_ktime_get_coarse_ns</c>): the same at the last timer tick; cheaper.</summary>
    public static long MonotonicCoarse => Read(6);

    /// <summary>CLOCK_BOOTTIME (<c>bpf_ktime_get_boot_ns</c>): since boot, time asleep included.</summary>
    public static long BootTime => Read(7);

    /// <summary>CLOCK_REALTIME: since 1970, as the machine believes. A hint only: it jumps.</summary>
    public static long Wall => Read(0);

    /// <summary>The kernel says that something keeps the wall clock right (adjtimex(2): not TIME_ERROR). Null when it does not say.</summary>
    public static bool? IsWallKept
    {
        get
        {
            const int size = 256, timeError = 5;
            var timex = stackalloc byte[size];
            new Span<byte>(timex, size).Clear();
            return Libc.AdjustTime(timex) switch
            {
                < 0 => null,
                timeError => false,
                _ => true,
            };
        }
    }

    private static long Read(int clock)
    {
        Libc.TimeSpec time;
        return Libc.ClockGetTime(clock, &time) == 0
            ? time.Seconds * 1_000_000_000 + time.Nanoseconds
            : throw LinuxException.FromLastCall($"read clock {clock}");
    }
}
