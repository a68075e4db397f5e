using Tenbin.Linux;
using Tenbin.Linux.Bpf;

namespace Tenbin.Forwarding.Ebpf.Kernel;

/// <summary>Calls into the kernel, whose refusals become the data plane's own exception.</summary>
internal static class KernelCall
{
    public static T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception failure) when (failure is BpfException or LinuxException or IOException)
        {
            throw Failed(failure);
        }
    }

    public static DataPlaneException Failed(Exception failure) => new($"data plane: {failure.Message}", failure);
}
