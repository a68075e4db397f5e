using System.Net;
using Tenbin.Model.Configuration;

namespace Tenbin.Health.Probes;

/// <summary>
/// Which server an HTTP check speaks to, by name. Requests go through the handler as plain <c>http</c> on a connection
/// that is already secured where TLS is asked for, so URIs here always say <c>http</c>; <c>Location</c> does not.
/// </summary>
internal sealed class HttpAuthority
{
    private readonly string _scheme;
    private readonly int _defaultPort;
    private readonly IPEndPoint _server;
    private readonly Uri _named;

    public HttpAuthority(IPEndPoint server, HttpCheck check)
    {
        (_scheme, _defaultPort) = check.Tls is null ? ("http", 80) : ("https", 443);
        _server = server;
        string address = server.Port == _defaultPort ? Bracketed(server.Address) : server.ToString();
        Host = check.Host ?? address;
        _named = new Uri($"{_scheme}://{Host}/");
        Name = _named.HostNameType == UriHostNameType.IPv6 ? _named.DnsSafeHost : _named.IdnHost;
    }

    /// <summary>The Host header.</summary>
    public string Host { get; }

    /// <summary>The same without port: what the certificate must be for, unless the check says otherwise.</summary>
    public string Name { get; }

    /// <summary>The URI of a path on the server.</summary>
    public Uri Resolve(string path) => new(new Uri($"http://{_server}/"), path);

    /// <summary>Where a redirect points, or null when the answer is none (RFC 9110, 15.4).</summary>
    public static Uri? RedirectOf(HttpResponseMessage answer) => answer.StatusCode is HttpStatusCode.MovedPermanently
        or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect
        or HttpStatusCode.PermanentRedirect ? answer.Headers.Location : null;

    /// <summary>The next URI, or the fault when it is on another server: that one's health says nothing about this one.</summary>
    public (string? Fault, Uri? Next) Follow(Uri from, Uri location)
    {
        if (!location.IsAbsoluteUri)
        {
            return (null, new Uri(from, location));
        }
        bool same = location.Scheme == _scheme && (Matches(location, _named) || IsServer(location));
        return same
            ? (null, Resolve(location.PathAndQuery))
            : ($"redirected to another server: {location.GetLeftPart(UriPartial.Path)}", null);
    }

    private static bool Matches(Uri a, Uri b) =>
        a.Port == b.Port && a.IdnHost.Equals(b.IdnHost, StringComparison.OrdinalIgnoreCase);

    private bool IsServer(Uri location) => location.Port == _server.Port
        && IPAddress.TryParse(location.DnsSafeHost, out IPAddress? address) && address.Equals(_server.Address);

    private static string Bracketed(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
}
