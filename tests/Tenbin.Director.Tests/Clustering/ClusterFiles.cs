using Tenbin.Director.Tests.Fakes;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Tests.Clustering;

/// <summary>Files of a pair with two groups.</summary>
internal static class ClusterFiles
{
    public const string Pair = """
        cluster:
          key-file: /k
          nodes: { lvs01: [172.18.1.23, 10.99.0.1], lvs02: [172.18.1.25, 10.99.0.2] }
          witness: { type: etcd, endpoints: ["http://172.18.1.10:2379", "http://172.18.1.11:2379"] }
        groups:
          front: { prefer: lvs02, addresses: [172.18.1.199/24], failback: { after: 30s } }
          back: { addresses: [172.18.1.200/24] }

        """ + Files.Web;

    public static TenbinConfig Load(string text = Pair) => Files.Load(text).Config ?? throw new InvalidOperationException(string.Join('\n', Files.Load(text).Errors));

    public static TenbinConfig With(string was, string now) => Pair.Contains(was, StringComparison.Ordinal)
        ? Load(Pair.Replace(was, now, StringComparison.Ordinal))
        : throw new ArgumentException($"the file has no '{was}'");
}
