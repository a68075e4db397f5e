using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Tenbin.Model.Configuration;

/// <summary>Key <c>check</c>: how the health of a real server is found out.</summary>
public abstract record Check
{
    /// <summary>Key <c>every</c>: from the start of one probe to the start of the next.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Key <c>timeout</c>: a probe that takes longer has failed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Key <c>jitter</c>: each interval varies by up to this share of itself, 0–0.5.</summary>
    public double Jitter { get; init; } = 0.1;

    /// <summary>Key <c>fall</c>: failures in a row that take a server down.</summary>
    public int Fall { get; init; } = 3;

    /// <summary>Key <c>rise</c>: successes in a row that bring a server that was down back up.</summary>
    public int Rise { get; init; } = 2;

    /// <summary>Key <c>port</c>: probed port; null = the real server's.</summary>
    public ushort? Port { get; init; }
}

/// <summary><c>type: none</c>: always up.</summary>
public sealed record NoCheck : Check;

/// <summary><c>type: tcp</c>: up when a connection is accepted.</summary>
public sealed record TcpCheck : Check;

/// <summary><c>type: ping</c>: up when an ICMP echo request is answered (RFC 792, RFC 4443).</summary>
public sealed record PingCheck : Check;

/// <summary><c>type: exec</c>: up when the command exits with 0; <c>TENBIN_*</c> variables tell it what to check.</summary>
public sealed record ExecCheck : Check
{
    /// <summary>Key <c>command</c>: absolute path of the program, then its arguments; no shell.</summary>
    public required ImmutableArray<string> Command { get; init; }

    /// <summary>By value, the command word by word.</summary>
    public bool Equals(ExecCheck? other) => base.Equals(other) && Command.SequenceEqual(other.Command);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Command.Length);
}

/// <summary><c>type: mysql</c>: up when MariaDB or MySQL lets the user in and the query returns a row.</summary>
public sealed record MySqlCheck : Check
{
    /// <summary>What <see cref="Query"/> is when the file does not say it.</summary>
    public const string DefaultQuery = "SELECT 1";

    /// <summary>Key <c>user</c>.</summary>
    public required string User { get; init; }

    /// <summary>Key <c>password-file</c>: the one line that it holds; null = no password.</summary>
    public string? Password { get; init; }

    /// <summary>Key <c>database</c>: where the query runs; null = none is chosen.</summary>
    public string? Database { get; init; }

    /// <summary>Key <c>query</c>: one statement that must return at least one row.</summary>
    public string Query { get; init; } = DefaultQuery;

    /// <summary>Without the password (invariant 9).</summary>
    public override string ToString() => $"mysql {User}: {Query}";
}

/// <summary><c>type: http</c> and, with <see cref="Tls"/>, <c>type: https</c>.</summary>
public sealed record HttpCheck : Check
{
    /// <summary>Key <c>path</c>, with query if any.</summary>
    public string Path { get; init; } = "/";

    /// <summary>Key <c>method</c>: <c>GET</c>, <c>HEAD</c> or <c>OPTIONS</c>.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>Key <c>host</c>: Host header, and SNI unless <see cref="TlsCheck.ServerName"/> is set; null = the server's address.</summary>
    public string? Host { get; init; }

    /// <summary>Key <c>status</c>: ranges of good status codes.</summary>
    public ImmutableArray<StatusRange> Status { get; init; } = [new(200, 299)];

    /// <summary>Key <c>expect</c>: text that the body must contain; null = any body.</summary>
    public string? Expect { get; init; }

    /// <summary>Key <c>expect-regex</c>: pattern that the body must match, non-backtracking; null = any body.</summary>
    public Regex? ExpectRegex { get; init; }

    /// <summary>Key <c>redirects</c>: redirects to follow on the same server; 0 = a redirect is judged by its own status.</summary>
    public int Redirects { get; init; }

    /// <summary>TLS settings of <c>type: https</c>; null = plain HTTP.</summary>
    public TlsCheck? Tls { get; init; }

    /// <summary>By value: lists item by item, the pattern by its text.</summary>
    public bool Equals(HttpCheck? other) =>
        base.Equals(other)
        && Path == other.Path
        && Method == other.Method
        && Host == other.Host
        && Status.SequenceEqual(other.Status)
        && Expect == other.Expect
        && ExpectRegex?.ToString() == other.ExpectRegex?.ToString()
        && Redirects == other.Redirects
        && Tls == other.Tls;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Path, Host, Expect);
}

/// <summary>An inclusive range of HTTP status codes, 100–599.</summary>
/// <param name="First">Lowest.</param>
/// <param name="Last">Highest.</param>
public readonly record struct StatusRange(int First, int Last);

/// <summary>How <c>type: https</c> treats the server's certificate.</summary>
public sealed record TlsCheck
{
    /// <summary>Key <c>verify</c>: check chain and name; on by default.</summary>
    public bool Verify { get; init; } = true;

    /// <summary>Key <c>ca-file</c>: PEM file with the only authorities trusted; null = the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>Key <c>server-name</c>: SNI and the name to verify; null = <see cref="HttpCheck.Host"/>.</summary>
    public string? ServerName { get; init; }
}
