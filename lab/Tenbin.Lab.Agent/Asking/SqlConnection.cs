using System.Text;

namespace Tenbin.Lab.Agent.Asking;

/// <summary>
/// MariaDB's protocol as far as reads over a kept connection need it. The URL's query is the statement; the first column of its
/// first row is the server's name.
/// </summary>
internal sealed class SqlConnection(LoadTarget target) : TargetConnection(target)
{
    private const byte Quit = 1, Query = 3;
    private readonly byte[] _statement = [Query, .. Encoding.UTF8.GetBytes(Uri.UnescapeDataString(target.Url.Query.TrimStart('?')))];

    protected override async Task<Stream> Open(Stream stream, CancellationToken stop)
    {
        var greeting = await SqlPackets.Read(stream, stop);
        await SqlPackets.Write(stream, 1, SqlPackets.LogIn(greeting, Target.Url.UserInfo, Target.Password), stop);
        await SqlPackets.Read(stream, stop);
        return stream;
    }

    protected override async Task<(string Server, bool IsOver)> Exchange(Stream stream, bool close, CancellationToken stop)
    {
        await SqlPackets.Write(stream, 0, _statement, stop);
        var columns = (await SqlPackets.Read(stream, stop))[0];
        for (var skipped = 0; skipped <= columns; skipped++)
        {
            // A description of each, and the end of them.
            await SqlPackets.Read(stream, stop);
        }

        string? server = null;
        byte[] packet;
        while (!SqlPackets.IsEnd(packet = await SqlPackets.Read(stream, stop)))
        {
            server ??= SqlPackets.FirstText(packet);
        }

        if (close)
        {
            await SqlPackets.Write(stream, 0, [Quit], stop);
        }

        return (server ?? throw new InvalidDataException("no row"), close);
    }
}
