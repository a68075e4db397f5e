namespace Tenbin.Model.Configuration.Values;

/// <summary>A file with a secret is open to group or others.</summary>
internal sealed class SecretModeException(UnixFileMode open) : IOException($"open to others: {open}")
{
    /// <summary>The rights that nobody but the owner may have.</summary>
    public const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
}
