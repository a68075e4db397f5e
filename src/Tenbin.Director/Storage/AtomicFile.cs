using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Tenbin.Director.Storage;

/// <summary>Small JSON files that are either the old version or the new one, never half of each.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a neighbour, flushes it to the disk, then renames it over <paramref name="path"/>.</summary>
    /// <exception cref="IOException">The disk is full, or the path cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Not permitted.</exception>
    public static void Write<T>(string path, T value, JsonTypeInfo<T> type)
    {
        var neighbour = path + ".new";
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var stream = new FileStream(neighbour, options))
        {
            JsonSerializer.Serialize(stream, value, type);
            stream.Flush(flushToDisk: true);
        }

        File.Move(neighbour, path, overwrite: true);
    }

    /// <summary>The content, or null when there is no such file.</summary>
    /// <exception cref="JsonException">It is not what <see cref="Write"/> writes.</exception>
    public static T? Read<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, type);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
