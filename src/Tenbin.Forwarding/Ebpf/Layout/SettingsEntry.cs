using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tenbin.Model.Configuration;

namespace Tenbin.Forwarding.Ebpf.Layout;

/// <summary><c>struct settings</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct SettingsEntry
{
    /// <summary><c>ABI_VERSION</c> of the C side.</summary>
    public const uint CurrentAbi = 3;

    /// <summary>Nanoseconds by <see cref="SessionState"/>.</summary>
    public StateTimeouts Timeouts;
    public uint DropHalfOpen;
    public uint AbiVersion;

    /// <summary>Nanoseconds; belongs, as the next, to <see cref="Syncing.SyncSwitch"/> alone.</summary>
    public ulong VersionBase;
    public uint Sync;
    private readonly uint _pad;

    /// <summary>Those that the file does not set are LVS's (net/netfilter/ipvs/ip_vs_proto_tcp.c).</summary>
    public static SettingsEntry From(DataPlaneSettings settings)
    {
        SettingsEntry entry = new()
        {
            DropHalfOpen = settings.FullTable == FullTable.DropHalfOpen ? 1u : 0u,
            AbiVersion = CurrentAbi,
        };
        Set(SessionState.Udp, settings.Timeouts.Udp);
        Set(SessionState.SynReceived, TimeSpan.FromSeconds(60));
        Set(SessionState.Established, settings.Timeouts.Tcp);
        Set(SessionState.FinWait, settings.Timeouts.TcpFin);
        Set(SessionState.CloseWait, TimeSpan.FromSeconds(60));
        Set(SessionState.TimeWait, settings.Timeouts.TcpFin);
        Set(SessionState.Closed, TimeSpan.FromSeconds(10));
        return entry;

        void Set(SessionState state, TimeSpan time) => entry.Timeouts[(int)state] = (ulong)time.Ticks * 100;
    }
}

/// <summary><c>__u64 timeout[STATE_MAX]</c>.</summary>
[InlineArray(8)]
internal struct StateTimeouts
{
    private ulong _first;
}
