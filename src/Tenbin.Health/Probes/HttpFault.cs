using System.Collections.Immutable;
using System.Net.Sockets;
using Tenbin.Model.Configuration;

namespace Tenbin.Health.Probes;

/// <summary>Says what went wrong with an HTTP exchange.</summary>
internal static class HttpFault
{
    /// <summary>Why the status is bad; null when it is good.</summary>
    public static string? OfStatus(int status, ImmutableArray<StatusRange> good)
    {
        foreach (StatusRange range in good)
        {
            if (status >= range.First && status <= range.Last)
            {
                return null;
            }
        }
        return $"status {status}, wanted {string.Join(", ", good.Select(Range))}";
    }

    /// <summary>Why the exchange broke off.</summary>
    public static string Of(Exception error)
    {
        HttpRequestError kind = error is HttpRequestException request ? request.HttpRequestError : HttpRequestError.Unknown;
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case SocketException socket:
                    return $"{SocketFault.Of(socket.SocketErrorCode)} during the HTTP exchange";
                case HttpIOException io:
                    kind = io.HttpRequestError;
                    break;
            }
        }
        return kind switch
        {
            HttpRequestError.ResponseEnded => "connection closed before the answer was complete",
            HttpRequestError.InvalidResponse => "the answer is not HTTP/1.1",
            HttpRequestError.ConfigurationLimitExceeded => "the answer's header is too long",
            _ => error.Message,
        };
    }

    private static string Range(StatusRange range) =>
        range.First == range.Last ? $"{range.First}" : $"{range.First}-{range.Last}";
}
