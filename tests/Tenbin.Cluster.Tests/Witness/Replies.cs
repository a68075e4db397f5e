using System.Text;

namespace Tenbin.Cluster.Tests.Witness;

/// <summary>Answers as etcd 3.4.23 gives them.</summary>
internal static class Replies
{
    public const string Header =
        """{"cluster_id":"15875391935852295136","member_id":"7383792418829112008","revision":"9","raft_term":"2"}""";

    public const string Empty = $$"""{"header":{{Header}}}""";

    public const string Succeeded =
        $$$$"""{"header":{{{{Header}}}},"succeeded":true,"responses":[{"response_put":{"header":{"revision":"9"}}}]}""";

    public const string RefusedAsAbsent = $$$$"""{"header":{{{{Header}}}},"responses":[{"response_range":{"header":{"revision":"9"}}}]}""";

    public const string NoLeader = """{"error":"etcdserver: no leader","message":"etcdserver: no leader","code":14}""";

    public const string InvalidToken =
        """{"error":"etcdserver: invalid auth token","message":"etcdserver: invalid auth token","code":16}""";

    public static string Found(string value, long revision) => $$"""{"header":{{Header}},"kvs":[{{Pair(value, revision)}}],"count":"1"}""";

    public static string Refused(string value, long revision) =>
        $$$$"""{"header":{{{{Header}}}},"responses":[{"response_range":{"header":{"revision":"9"},"kvs":[{{{{Pair(value, revision)}}}}],"count":"1"}}]}""";

    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Pair(string value, long revision) =>
        $$"""{"key":"L2s=","create_revision":"2","mod_revision":"{{revision}}","version":"4","value":"{{Base64(value)}}"}""";
}
