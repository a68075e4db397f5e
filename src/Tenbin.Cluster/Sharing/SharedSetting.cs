namespace Tenbin.Cluster.Sharing;

/// <summary>What an operator's last command has made of one thing.</summary>
/// <param name="Key">Of what.</param>
/// <param name="Value">Null = as the file says: kept as well, since it has to win over an earlier command.</param>
/// <param name="Version">When.</param>
public sealed record SharedSetting(SettingKey Key, ushort? Value, SettingVersion Version)
{
    /// <summary>
    /// It is to stand in place of <paramref name="other"/>. Values decide between equal versions, which only nodes without a
    /// history can make: what all nodes agree on must not depend on who heard whom first.
    /// </summary>
    public bool Beats(SharedSetting other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Version.IsAfter(other.Version) || (Version == other.Version && (Value ?? -1) > (other.Value ?? -1));
    }
}
