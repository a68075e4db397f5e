namespace Tenbin.Lab;

/// <summary>Files that only their owner may open.</summary>
public static class SecretFile
{
    /// <summary>Makes one, mode 0600 from the first moment.</summary>
    public static void Write(string path, string text)
    {
        using var file = new FileStream(
            path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        using var writer = new StreamWriter(file);
        writer.Write(text);
    }
}
