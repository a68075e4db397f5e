using System.Text;

namespace Tenbin.Cluster.Transport;

/// <content>The file on disk: mode 0600, replaced as a whole.</content>
public sealed partial class KeyFile
{
    private const int MaxLength = 64 * 1024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Reads a key file.</summary>
    /// <exception cref="KeyFileException">It is missing, unreadable, open to group or others, or not a key file.</exception>
    public static KeyFile Load(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var mode = File.GetUnixFileMode(file);
            if ((mode & Others) != 0)
            {
                throw new KeyFileException(
                    $"{path}: mode {Convert.ToString((int)mode, 8).PadLeft(4, '0')} lets others than its owner at the cluster's key. " +
                    $"'chmod 600 {path}', and rotate the key if somebody may have read it");
            }

            var bytes = new byte[MaxLength];
            return Parse(Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(file, bytes, fileOffset: 0)), path);
        }
        catch (FileNotFoundException e)
        {
            throw new KeyFileException($"{path}: there is no such key file. Copy it from another node, or make the first with 'tenbin key new {path}'", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Writes a file that is not there yet.</summary>
    /// <exception cref="KeyFileException">It is there, or cannot be written.</exception>
    public void SaveNew(string path)
    {
        if (Path.Exists(path))
        {
            throw new KeyFileException($"{path}: is there already and stays as it is. 'tenbin key rotate {path}' changes the key of a cluster that runs");
        }

        Write(path, path);
    }

    /// <summary>Replaces a file in one step.</summary>
    /// <exception cref="KeyFileException">It cannot be written; the old file stays.</exception>
    public void Save(string path)
    {
        var next = $"{path}.{Environment.ProcessId}.new";
        Write(next, path);
        try
        {
            File.Move(next, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(next);
            throw new KeyFileException($"{path}: cannot be replaced: {e.Message}", e);
        }
    }

    private void Write(string file, string path)
    {
        try
        {
            using var stream = new FileStream(file, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = OwnerOnly,
            });
            stream.Write(Encoding.ASCII.GetBytes(Format()));
            stream.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"{path}: cannot be written: {e.Message}", e);
        }
    }
}
