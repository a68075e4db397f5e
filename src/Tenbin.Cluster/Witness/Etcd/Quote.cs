using System.Text;

namespace Tenbin.Cluster.Witness.Etcd;

/// <summary>What a stranger sent, fit for a log line.</summary>
internal static class Quote
{
    public static string Of(ReadOnlySpan<byte> text, int longest) => Of(Encoding.UTF8.GetString(text), longest);

    public static string Of(string text, int longest)
    {
        string line = string.Concat(text.Take(longest).Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return text.Length > longest ? line + " …" : line;
    }
}
