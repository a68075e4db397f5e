using System.Globalization;

namespace Tenbin.Linux;

/// <summary>What this process may do.</summary>
/// <param name="EffectiveUserId">0 is root.</param>
/// <param name="EffectiveCapabilities">One bit for each capability.</param>
public readonly record struct Privileges(uint EffectiveUserId, ulong EffectiveCapabilities)
{
    /// <summary>Of this process, now.</summary>
    public static Privileges Current => Parse(File.ReadAllText("/proc/self/status"));

    /// <summary>May load BPF programs of the network kinds.</summary>
    public bool MayUseBpf => Has(Capability.SysAdmin) || (Has(Capability.Bpf) && Has(Capability.NetAdmin) && Has(Capability.Perfmon));

    /// <summary>True when the capability is effective.</summary>
    public bool Has(Capability capability) => (EffectiveCapabilities >> (int)capability & 1) != 0;

    /// <summary>Reads the text of <c>/proc/PID/status</c>.</summary>
    /// <exception cref="FormatException">No Uid or CapEff line.</exception>
    public static Privileges Parse(string status)
    {
        uint? user = null;
        ulong? capabilities = null;
        foreach (var line in status.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("Uid:"))
            {
                // Uid: real effective saved filesystem, tab-separated.
                var fields = line["Uid:".Length..].Trim().ToString().Split('\t');
                user = fields.Length >= 2 ? uint.Parse(fields[1], CultureInfo.InvariantCulture) : null;
            }
            else if (line.StartsWith("CapEff:"))
            {
                capabilities = ulong.Parse(line["CapEff:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            }
        }

        return user is { } uid && capabilities is { } bits
            ? new Privileges(uid, bits)
            : throw new FormatException("no Uid or CapEff line in /proc/self/status");
    }
}
