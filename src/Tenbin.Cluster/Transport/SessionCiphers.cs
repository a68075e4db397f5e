using System.Security.Cryptography;

namespace Tenbin.Cluster.Transport;

/// <summary>
/// Seals or opens the data frames that one run of a node sends to one run of another. Both runs are in the key: what was sent to
/// a node before it restarted is not authentic afterwards. Not for several threads at once.
/// </summary>
internal sealed class SessionCiphers(KeyRing keys, NodeRun sender, NodeRun receiver) : IDisposable
{
    private readonly AesGcm?[] _ciphers = keys.Ciphers(sender, receiver);

    /// <summary>Encrypts <paramref name="plain"/> into a frame whose header is written, and adds the tag.</summary>
    public void Seal(Span<byte> frame, ReadOnlySpan<byte> plain)
    {
        Span<byte> nonce = stackalloc byte[12];
        WriteNonce(frame, nonce);
        _ciphers[frame[FrameLayout.KeyId]]!.Encrypt(
            nonce, plain, frame[FrameLayout.Header..^FrameLayout.Tag], frame[^FrameLayout.Tag..], frame[..FrameLayout.Header]);
    }

    /// <summary>Decrypts a frame whose key is known; false, with nothing in <paramref name="plain"/>, when it is not authentic.</summary>
    /// <remarks>
    /// <see cref="AesGcm.Decrypt(ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte}, Span{byte}, ReadOnlySpan{byte})"/> throws
    /// on a bad tag: an exception and its garbage for each forged datagram. GCM's cipher is its own inverse, so the plain text
    /// comes from encrypting once, and the tag that belongs to it from encrypting that.
    /// </remarks>
    public bool TryOpen(ReadOnlySpan<byte> frame, Span<byte> plain)
    {
        Span<byte> nonce = stackalloc byte[12];
        Span<byte> tag = stackalloc byte[FrameLayout.Tag];
        Span<byte> again = stackalloc byte[FrameLayout.MaxPlain];
        WriteNonce(frame, nonce);
        var cipher = _ciphers[frame[FrameLayout.KeyId]]!;
        cipher.Encrypt(nonce, frame[FrameLayout.Header..^FrameLayout.Tag], plain, tag);
        cipher.Encrypt(nonce, plain, again[..plain.Length], tag, frame[..FrameLayout.Header]);
        if (CryptographicOperations.FixedTimeEquals(tag, frame[^FrameLayout.Tag..]))
        {
            return true;
        }

        CryptographicOperations.ZeroMemory(plain);
        return false;
    }

    public void Dispose()
    {
        foreach (var cipher in _ciphers)
        {
            cipher?.Dispose();
        }
    }

    /// <summary>Never twice under one key: a sequence number goes once over each link.</summary>
    private static void WriteNonce(ReadOnlySpan<byte> frame, Span<byte> nonce)
    {
        nonce.Clear();
        frame.Slice(FrameLayout.Sequence, 8).CopyTo(nonce);
        nonce[8] = frame[FrameLayout.Link];
    }
}
