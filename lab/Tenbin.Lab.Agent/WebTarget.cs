using System.Net;

namespace Tenbin.Lab.Agent;

/// <summary>A URL with an address for a host: nothing in the lab has a name.</summary>
internal sealed class WebTarget
{
    public WebTarget(string text)
    {
        Text = text;
        var url = new Uri(text);
        EndPoint = new(IPAddress.Parse(url.Host.Trim('[', ']')), url.Port);
        Path = url.PathAndQuery;
    }

    public string Text { get; }

    public IPEndPoint EndPoint { get; }

    public string Path { get; }
}
