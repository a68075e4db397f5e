using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Tenbin.Lab.Agent.Asking;

/// <summary>HTTP/1.1, over TLS where the URL says https. The first line of an answer is the server's name.</summary>
internal sealed class WebConnection(LoadTarget target) : TargetConnection(target)
{
    private readonly byte[] _buffer = new byte[16 * 1024];

    protected override async Task<Stream> Open(Stream stream, CancellationToken stop)
    {
        if (Target.Url.Scheme != "https")
        {
            return stream;
        }

        var secured = new SslStream(stream);
        try
        {
            await secured.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = Target.EndPoint.Address.ToString(), CertificateChainPolicy = Trust() }, stop);
            return secured;
        }
        catch
        {
            await secured.DisposeAsync();
            throw;
        }
    }

    protected override async Task<(string Server, bool IsOver)> Exchange(Stream stream, bool close, CancellationToken stop)
    {
        var request = $"GET {Target.Url.PathAndQuery} HTTP/1.1\r\nHost: {Target.EndPoint}\r\n{(close ? "Connection: close\r\n" : "")}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), stop);
        var (body, closing) = await ReadAnswer(stream, stop);
        return (body.Split('\n')[0], close || closing);
    }

    private X509ChainPolicy Trust()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.Add(Target.Authority);
        return policy;
    }

    private async Task<(string Body, bool Closing)> ReadAnswer(Stream stream, CancellationToken stop)
    {
        var length = 0;
        while (true)
        {
            var got = await stream.ReadAsync(_buffer.AsMemory(length), stop);
            if (got == 0)
            {
                throw new EndOfStreamException();
            }

            length += got;
            var text = Encoding.ASCII.GetString(_buffer, 0, length);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
            {
                continue;
            }

            var head = text[..end].Split("\r\n");
            var body = text[(end + 4)..];
            if (body.Length >= ContentLength(head))
            {
                var status = head[0].Split(' ')[1];
                return status == "200"
                    ? (body, head.Any(line => line.Equals("Connection: close", StringComparison.OrdinalIgnoreCase)))
                    : throw new InvalidDataException($"status {status}");
            }
        }
    }

    private static int ContentLength(string[] head)
    {
        const string name = "Content-Length:";
        var line = head.FirstOrDefault(line => line.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidDataException("no Content-Length");
        return int.Parse(line[name.Length..], CultureInfo.InvariantCulture);
    }
}
