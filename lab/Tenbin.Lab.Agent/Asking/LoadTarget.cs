using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Tenbin.Lab.Agent.Asking;

/// <summary>
/// A URL with an address for a host: nothing in the lab has a name. Its fragment names a file: for https the authority that the
/// server's certificate must come from, for mysql the user's password.
/// </summary>
internal sealed class LoadTarget
{
    private readonly Lazy<X509Certificate2> _authority;
    private readonly Lazy<string> _password;

    public LoadTarget(string text)
    {
        Text = text;
        Url = new Uri(text);
        EndPoint = new(IPAddress.Parse(Url.Host.Trim('[', ']')), Url.Port);
        var file = Url.Fragment.TrimStart('#');
        _authority = new(() => X509CertificateLoader.LoadCertificateFromFile(file));
        _password = new(() => File.ReadAllText(file).Trim());
    }

    public string Text { get; }

    public Uri Url { get; }

    public IPEndPoint EndPoint { get; }

    public X509Certificate2 Authority => _authority.Value;

    public string Password => _password.Value;
}
