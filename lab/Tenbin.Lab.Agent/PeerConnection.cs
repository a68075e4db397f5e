using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Tenbin.Lab.Agent;

/// <summary>One TCP connection that carries lines and blocks of data; both ends use it.</summary>
internal sealed class PeerConnection(Socket socket) : IDisposable
{
    private const int BlockLength = 256 * 1024;
    private readonly BufferedStream _in = new(new NetworkStream(socket), BlockLength);

    /// <summary>The next line, or null at the end.</summary>
    public async Task<string?> ReadLine(CancellationToken stop)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await _in.ReadAsync(one, stop) == 1)
        {
            if (one[0] == '\n')
            {
                return line.ToString();
            }

            line.Append((char)one[0]);
        }

        return null;
    }

    public async Task WriteLine(string line, CancellationToken stop) =>
        await Send(Encoding.ASCII.GetBytes(line + "\n"), stop);

    /// <summary>Sends bytes that differ from block to block.</summary>
    /// <returns>Their SHA-256.</returns>
    public async Task<string> SendData(long bytes, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = RandomNumberGenerator.GetBytes(BlockLength);
        for (long sent = 0; sent < bytes; sent += BlockLength)
        {
            BinaryPrimitives.WriteInt64BigEndian(block, sent);
            var part = block.AsMemory(0, (int)Math.Min(BlockLength, bytes - sent));
            hash.AppendData(part.Span);
            await Send(part, stop);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Takes that many bytes.</summary>
    /// <returns>Their SHA-256.</returns>
    public async Task<string> TakeData(long bytes, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new byte[BlockLength];
        for (long left = bytes; left > 0;)
        {
            var got = await _in.ReadAsync(block.AsMemory(0, (int)Math.Min(BlockLength, left)), stop);
            if (got == 0)
            {
                throw new EndOfStreamException();
            }

            hash.AppendData(block.AsSpan(0, got));
            left -= got;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public void Dispose()
    {
        _in.Dispose();
        socket.Dispose();
    }

    private async Task Send(ReadOnlyMemory<byte> data, CancellationToken stop)
    {
        while (data.Length > 0)
        {
            data = data[await socket.SendAsync(data, stop)..];
        }
    }
}
