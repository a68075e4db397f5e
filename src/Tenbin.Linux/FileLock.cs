using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux;

/// <summary>
/// An exclusive <c>flock(2)</c> on a file that names its owner: one process at a time. The kernel frees it when the
/// process ends, however it ends; the file stays.
/// </summary>
public sealed class FileLock : IDisposable
{
    private const int ExclusiveNonBlocking = 2 | 4;
    private const uint OwnerWritesAllRead = 0b110_100_100;

    private readonly SafeFileHandle _file;

    private FileLock(SafeFileHandle file) => _file = file;

    /// <summary>Takes the lock, or tells who holds it.</summary>
    /// <param name="path">The file; made when missing, its directory is not.</param>
    /// <param name="owner">Process id of the holder, when the lock is not free and the holder has written it.</param>
    /// <returns>The lock, or null when another holds it.</returns>
    /// <exception cref="LinuxException">The file cannot be opened or locked.</exception>
    public static FileLock? TryAcquire(string path, out int? owner)
    {
        owner = null;
        // Not File.OpenHandle: it takes a flock of its own.
        var file = Libc.OpenFile(path, Libc.OpenReadWriteCreateCloseOnExec, OwnerWritesAllRead);
        if (file.IsInvalid)
        {
            throw LinuxException.FromLastCall($"open {path}");
        }

        if (Libc.FileLock(file, ExclusiveNonBlocking) == 0)
        {
            RandomAccess.SetLength(file, 0);
            RandomAccess.Write(file, Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"), fileOffset: 0);
            return new FileLock(file);
        }

        var error = Marshal.GetLastPInvokeError();
        using (file)
        {
            if (error != Errno.EAGAIN)
            {
                throw new LinuxException($"lock {path}", error);
            }

            Span<byte> text = stackalloc byte[16];
            var length = RandomAccess.Read(file, text, fileOffset: 0);
            owner = Utf8Parser.TryParse(text[..length], out int pid, out _) ? pid : null;
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
