using Tenbin.Forwarding.Ebpf.Kernel;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Linux;

namespace Tenbin.Forwarding.Ebpf.Syncing;

/// <summary>
/// Whether the kernel tells of changes, and the clock that their versions come from: the wall clock, but never behind a
/// version that another director was heard with (Lamport's rule), so that who takes over goes on above it.
/// </summary>
internal sealed class SyncSwitch(EbpfMaps maps)
{
    /// <summary><c>VERSION_SHIFT</c>: nanoseconds to a version's unit.</summary>
    private const int VersionShift = 20;

    private ulong? _base;

    public void Set(bool isOn) => Change(held => held with
    {
        Sync = isOn ? 1u : 0u,
        VersionBase = held.VersionBase != 0 ? held.VersionBase : (ulong)(Clock.Wall - Clock.MonotonicCoarse),
    });

    /// <summary>No version given from now on is below <paramref name="version"/>.</summary>
    public void Hear(uint version)
    {
        var ahead = Ahead(version, _base ??= ReadBase());
        if (version != 0 && ahead > 0)
        {
            Change(held => held with { VersionBase = held.VersionBase + ((ulong)Math.Max(0, Ahead(version, held.VersionBase)) << VersionShift) });
        }
    }

    private static int Ahead(uint version, ulong versionBase) =>
        (int)(version - (uint)(((ulong)Clock.MonotonicCoarse + versionBase) >> VersionShift));

    private ulong ReadBase() => maps.Settings.TryLookup(0u, out SettingsEntry held) ? held.VersionBase : 0;

    private void Change(Func<SettingsEntry, SettingsEntry> change)
    {
        lock (maps.SettingsLock)
        {
            maps.Settings.TryLookup(0u, out SettingsEntry held);
            var wanted = change(held);
            maps.Settings.Update(0u, wanted);
            _base = wanted.VersionBase;
        }
    }
}
