namespace Tenbin.Linux;

/// <summary>Capabilities that matter here (<c>capabilities(7)</c>); the value is the kernel's bit.</summary>
public enum Capability
{
    /// <summary>Bind to ports below 1024.</summary>
    NetBindService = 10,

    /// <summary>Change interfaces, addresses, routes; attach programs to them.</summary>
    NetAdmin = 12,

    /// <summary>Raw sockets (ping).</summary>
    NetRaw = 13,

    /// <summary>Nearly everything else, mounts among it.</summary>
    SysAdmin = 21,

    /// <summary>Real-time priority.</summary>
    SysNice = 23,

    /// <summary>BPF programs may compare and print pointers.</summary>
    Perfmon = 38,

    /// <summary>Load BPF programs and make maps.</summary>
    Bpf = 39,
}
