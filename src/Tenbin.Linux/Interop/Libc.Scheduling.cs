using System.Runtime.InteropServices;

namespace Tenbin.Linux.Interop;

/// <content>Scheduling and memory. A "process" of sched(7)'s calls is one thread; 0 = the calling one.</content>
internal static unsafe partial class Libc
{
    /// <summary>sched_setscheduler(2); struct sched_param is one int.</summary>
    [LibraryImport(Library, EntryPoint = "sched_setscheduler", SetLastError = true)]
    public static partial int SetScheduler(int thread, int policy, int* parameter);

    [LibraryImport(Library, EntryPoint = "sched_getscheduler", SetLastError = true)]
    public static partial int GetScheduler(int thread);

    [LibraryImport(Library, EntryPoint = "sched_getparam", SetLastError = true)]
    public static partial int GetSchedulerParameter(int thread, int* parameter);

    [LibraryImport(Library, EntryPoint = "pthread_self")]
    public static partial nint Self();

    /// <summary>pthread_setschedparam(3): returns the error's number. The C library remembers it, and hands it on to threads that this one starts.</summary>
    [LibraryImport(Library, EntryPoint = "pthread_setschedparam")]
    public static partial int SetThreadScheduler(nint thread, int policy, int* parameter);

    [LibraryImport(Library, EntryPoint = "mlockall", SetLastError = true)]
    public static partial int LockAll(int flags);
}
