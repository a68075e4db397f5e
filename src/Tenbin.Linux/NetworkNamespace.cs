using System.Runtime.ExceptionServices;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux;

/// <summary>A named network namespace, as <c>ip netns</c> makes them: a file in <c>/run/netns</c>.</summary>
public sealed class NetworkNamespace
{
    private const string Folder = "/run/netns";
    private const nuint Bind = 0x1000, Recursive = 0x4000, Shared = 0x100000;
    private const int Detach = 2;

    private NetworkNamespace(string name) => Name = name;

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The file that holds it.</summary>
    public string FilePath => Path.Combine(Folder, Name);

    /// <summary>The existing namespace <paramref name="name"/>.</summary>
    /// <exception cref="LinuxException">There is none.</exception>
    public static NetworkNamespace Open(string name) =>
        File.Exists(Path.Combine(Folder, name)) ? new NetworkNamespace(name) : throw new LinuxException($"open network namespace {name}", Errno.ENOENT);

    /// <summary>A new namespace; its only interface is <c>lo</c>, down.</summary>
    /// <exception cref="LinuxException">The name is taken, or no right to.</exception>
    public static NetworkNamespace Create(string name)
    {
        if (name.Length == 0 || name.Contains('/', StringComparison.Ordinal) || name is "." or "..")
        {
            throw new ArgumentException($"'{name}' cannot name a network namespace", nameof(name));
        }

        ShareFolder();
        var created = new NetworkNamespace(name);
        try
        {
            File.Open(created.FilePath, FileMode.CreateNew).Dispose();
        }
        catch (IOException) when (File.Exists(created.FilePath))
        {
            throw new LinuxException($"create network namespace {name}", Errno.EEXIST);
        }

        try
        {
            OnOwnThread<object?>(() =>
            {
                Check(Libc.Unshare(Libc.CloneNewNet), $"create network namespace {name}");
                Check(Libc.Mount("/proc/thread-self/ns/net", created.FilePath, "none", Bind, null), $"mount network namespace {name}");
                return null;
            });
        }
        catch (LinuxException)
        {
            File.Delete(created.FilePath);
            throw;
        }

        return created;
    }

    /// <summary>Names of all named namespaces.</summary>
    public static IReadOnlyList<string> List() =>
        Directory.Exists(Folder) ? [.. Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)] : [];

    /// <summary>Removes the name; the namespace goes when no process, socket or descriptor holds it any more.</summary>
    public void Delete()
    {
        Check(Libc.Unmount(FilePath, Detach), $"unmount network namespace {Name}");
        File.Delete(FilePath);
    }

    /// <summary>
    /// Runs <paramref name="action"/> inside, on a thread of its own that ends with it; waits for it. Sockets and
    /// processes made there stay inside. An asynchronous continuation would run elsewhere: do not await in it.
    /// </summary>
    public void Run(Action action) => Run<object?>(() =>
    {
        action();
        return null;
    });

    /// <inheritdoc cref="Run(Action)"/>
    public T Run<T>(Func<T> function) => OnOwnThread(() =>
    {
        using var descriptor = Libc.Open(FilePath, Libc.OpenReadOnlyCloseOnExec);
        if (descriptor.IsInvalid)
        {
            throw LinuxException.FromLastCall($"open network namespace {Name}");
        }

        Check(Libc.SetNamespace(descriptor, Libc.CloneNewNet), $"enter network namespace {Name}");
        return function();
    });

    /// <inheritdoc/>
    public override string ToString() => Name;

    // As ip(8) does: mounts below the folder must show in every mount namespace, or a deleted name lives on in some.
    private static void ShareFolder()
    {
        Directory.CreateDirectory(Folder);
        if (Libc.Mount("", Folder, "none", Shared | Recursive, null) != 0)
        {
            Check(Libc.Mount(Folder, Folder, "none", Bind | Recursive, null), $"bind {Folder}");
            Check(Libc.Mount("", Folder, "none", Shared | Recursive, null), $"share {Folder}");
        }
    }

    private static T OnOwnThread<T>(Func<T> function)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = function();
            }
            catch (Exception e)
            {
                // Carried to the caller's thread, not handled here.
                failure = ExceptionDispatchInfo.Capture(e);
            }
        })
        { IsBackground = true, Name = "network namespace" };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }

    private static void Check(int result, string operation)
    {
        if (result != 0)
        {
            throw LinuxException.FromLastCall(operation);
        }
    }
}
