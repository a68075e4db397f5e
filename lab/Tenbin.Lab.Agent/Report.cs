using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Tenbin.Lab.Agent;

/// <summary>Writes records to standard output, one JSON object on a line.</summary>
internal static class Report
{
    private static readonly Lock Gate = new();

    public static void Write<T>(T record, JsonTypeInfo<T> type)
    {
        var line = JsonSerializer.Serialize(record, type);
        lock (Gate)
        {
            Console.Out.WriteLine(line);
        }
    }

    /// <summary>A short name for why a request failed.</summary>
    public static string Reason(Exception e) => e switch
    {
        OperationCanceledException => "timeout",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "refused",
        SocketException { SocketErrorCode: SocketError.ConnectionReset } => "reset",
        SocketException { SocketErrorCode: SocketError.Shutdown } => "reset",
        SocketException { SocketErrorCode: SocketError.TimedOut } => "timeout",
        SocketException { SocketErrorCode: SocketError.HostUnreachable or SocketError.NetworkUnreachable } => "unreachable",
        EndOfStreamException => "closed",
        IOException { InnerException: SocketException inner } => Reason(inner),
        _ => e.Message,
    };

    /// <summary>Whether an exception is a request's failure, not a fault of this program.</summary>
    public static bool IsFailure(Exception e) =>
        e is SocketException or IOException or OperationCanceledException or InvalidDataException or AuthenticationException;
}
