using System.Net;

namespace Tenbin.Linux.MariaDb;

/// <summary>One log-in and one query.</summary>
/// <param name="Server">Address and port.</param>
/// <param name="User">Account name.</param>
/// <param name="Password">Its password; null = none. In no text (invariant 9).</param>
/// <param name="Database">Default database; null = none.</param>
/// <param name="Query">One statement.</param>
public sealed record DatabaseQuestion(IPEndPoint Server, string User, string? Password, string? Database, string Query)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => $"{User} at {Server}: {Query}";
}
