using System.Runtime.InteropServices;

namespace Tenbin.Linux.Interop;

/// <content>Scheduling and memory.</content>
internal static unsafe partial class Libc
{
    /// <summary>sched_setscheduler(2); struct sched_param is one int.</summary>
    [LibraryImport(Library, EntryPoint = "sched_setscheduler", SetLastError = true)]
    public static partial int SetScheduler(int process, int policy, int* parameter);

    [LibraryImport(Library, EntryPoint = "mlockall", SetLastError = true)]
    public static partial int LockAll(int flags);
}
