using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Tenbin.Cluster.Transport;

/// <content>The text of the file: <c>key ID CREATED active|accepted SECRET</c>, one a line.</content>
public sealed partial class KeyFile
{
    private const string DateFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Reads the text of a key file.</summary>
    /// <param name="text">Lines; <c>#</c> starts a comment line.</param>
    /// <param name="path">For messages.</param>
    /// <exception cref="KeyFileException">With path and line, never with what stands there.</exception>
    public static KeyFile Parse(string text, string path)
    {
        var keys = ImmutableArray.CreateBuilder<ClusterKey>();
        int active = -1, number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (line.IsWhiteSpace() || line.TrimStart()[0] == '#')
            {
                continue;
            }

            var key = ParseLine(line, $"{path}:{number}", out var isActive);
            if (keys.Any(other => other.Id == key.Id))
            {
                throw new KeyFileException($"{path}:{number}: key {key.Id} is there twice");
            }

            if (isActive)
            {
                active = active < 0 ? keys.Count : throw new KeyFileException($"{path}:{number}: a second active key; exactly one may be");
            }

            keys.Add(key);
        }

        return keys.Count > 0 && active >= 0
            ? new KeyFile(keys.ToImmutable(), active)
            : throw new KeyFileException($"{path}: no active key. Copy the file again from a node where the cluster runs, or make one with 'tenbin key new'");
    }

    private static ClusterKey ParseLine(ReadOnlySpan<char> line, string place, out bool active)
    {
        var words = line.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words is not ["key", var id, var created, "active" or "accepted", var secret])
        {
            throw new KeyFileException($"{place}: not 'key ID CREATED active|accepted SECRET'. Copy the file again; it is not for editing by hand");
        }

        if (!byte.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
        {
            throw new KeyFileException($"{place}: the key's id is not a number from 1 to 255");
        }

        if (!DateTimeOffset.TryParseExact(created, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
        {
            throw new KeyFileException($"{place}: the date of key {number} is not like 2031-02-03T04:05:06Z");
        }

        var bytes = new byte[ClusterKey.SecretLength];
        if (!Convert.TryFromBase64String(secret, bytes, out var length) || length != bytes.Length)
        {
            throw new KeyFileException($"{place}: the secret of key {number} is not {ClusterKey.SecretLength} bytes in base64; the line is cut or changed. Copy the file again");
        }

        active = words[3] == "active";
        return new ClusterKey(number, date, bytes);
    }

    private string Format()
    {
        var text = new StringBuilder()
            .Append("# Secret key of a Tenbin cluster: the same file on every node, readable by its owner only.\n")
            .Append("# Made by 'tenbin key new', changed by 'tenbin key rotate'; not for editing by hand.\n");
        for (var i = 0; i < Keys.Length; i++)
        {
            var key = Keys[i];
            text.Append(CultureInfo.InvariantCulture, $"key {key.Id} {key.Created.UtcDateTime.ToString(DateFormat, CultureInfo.InvariantCulture)} ")
                .Append(i == ActiveIndex ? "active " : "accepted ")
                .Append(Convert.ToBase64String(key.Secret))
                .Append('\n');
        }

        return text.ToString();
    }
}
