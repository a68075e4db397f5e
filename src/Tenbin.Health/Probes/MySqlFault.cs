using System.Globalization;
using System.Net.Sockets;
using Tenbin.Linux.MariaDb;
using Tenbin.Model.Configuration;

namespace Tenbin.Health.Probes;

/// <summary>Says what a database's answer means for a check. Pure.</summary>
internal static class MySqlFault
{
    // mysqld_error.h.
    private const int TooManyConnections = 1040, NoAccessToDatabase = 1044, AccessDenied = 1045, UnknownDatabase = 1049, HostBlocked = 1129;
    private const int HostNotAllowed = 1130, AccessDeniedWithoutPassword = 1698;

    // errmsg.h.
    private const int NoConnection = 2002, NoConnectionToHost = 2003, ServerGone = 2006, ServerLost = 2013, ServerLostExtended = 2055, NoPlugin = 2059;

    /// <summary>A clause for people; null when the server is fit.</summary>
    public static string? Of(DatabaseAnswer answer, MySqlCheck check) => answer.Outcome switch
    {
        DatabaseOutcome.Row => null,
        DatabaseOutcome.NoRow => "the query returned no row",
        DatabaseOutcome.NoResult => "the query is none that returns rows; write one such as SELECT 1",
        DatabaseOutcome.NoLibrary =>
            "this director has no libmariadb.so.3, which checks of type mysql need; install it (Debian, Ubuntu: apt-get install libmariadb3; Fedora: dnf install mariadb-connector-c)",
        DatabaseOutcome.TooLate => TooLate(answer.Stage, Spoken.Duration(check.Timeout)),
        _ => OfError(answer, check),
    };

    private static string TooLate(DatabaseStage stage, string timeout) => stage switch
    {
        DatabaseStage.Connecting => $"no connection within {timeout}",
        DatabaseStage.LoggingIn => $"it accepts connections, but let nobody log in within {timeout}: the database hangs, or something else listens there",
        _ => $"logged in, but the query had no whole answer within {timeout}",
    };

    private static string OfError(DatabaseAnswer answer, MySqlCheck check) => answer.ErrorNumber switch
    {
        NoConnection or NoConnectionToHost when SystemError(answer.ErrorText) is { } error => SocketFault.Of(error),
        AccessDenied or AccessDeniedWithoutPassword =>
            $"wrong user or password, or user '{check.User}' may not come from this director ({Quote(answer)})",
        HostNotAllowed => $"the server's accounts allow nobody from this director's address ({Quote(answer)})",
        HostBlocked => $"the server has blocked this director after too many broken connections; 'FLUSH HOSTS' there, and raise max_connect_errors ({Quote(answer)})",
        TooManyConnections => $"the server has no connection left ({Quote(answer)})",
        NoAccessToDatabase or UnknownDatabase => $"logged in, but not into database '{check.Database}' ({Quote(answer)})",
        NoPlugin => $"the way in which user '{check.User}' logs in is not known here, or would hand the password over; use mysql_native_password, caching_sha2_password or ed25519 ({Quote(answer)})",
        ServerGone or ServerLost or ServerLostExtended => answer.Stage == DatabaseStage.Querying
            ? $"the connection broke during the query ({Quote(answer)})"
            : $"it closed the connection before anybody could log in ({Quote(answer)})",
        _ when answer.Stage == DatabaseStage.Querying => $"the query failed ({Quote(answer)})",
        _ => $"nobody could log in ({Quote(answer)})",
    };

    private static string Quote(DatabaseAnswer answer) => string.Create(CultureInfo.InvariantCulture, $"{answer.ErrorNumber}: {answer.ErrorText}");

    /// <summary>The errno at the end of <c>Can't connect to server on '10.0.0.1' (111)</c>.</summary>
    private static SocketError? SystemError(string text)
    {
        var open = text.LastIndexOf('(');
        var digits = open < 0 ? "" : text[(open + 1)..].TrimEnd(')', ' ');
        var end = digits.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? digits : digits.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number switch
            {
                1 or 13 => SocketError.AccessDenied,
                99 => SocketError.AddressNotAvailable,
                101 => SocketError.NetworkUnreachable,
                104 => SocketError.ConnectionReset,
                110 => SocketError.TimedOut,
                111 => SocketError.ConnectionRefused,
                113 => SocketError.HostUnreachable,
                _ => null,
            }
            : null;
    }
}
