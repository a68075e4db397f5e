using System.Text.Json.Serialization.Metadata;

namespace Tenbin.Cluster.Witness.Etcd;

/// <summary>A method of the gateway.</summary>
/// <param name="Path">Of etcd 3.4 and newer.</param>
/// <param name="Repeatable">Doing it twice is as good as once, so that another member may be asked after a doubtful failure.</param>
/// <param name="Request">JSON of the request.</param>
/// <param name="Reply">JSON of the answer.</param>
internal sealed record EtcdCall<TRequest, TReply>(
    string Path, bool Repeatable, JsonTypeInfo<TRequest> Request, JsonTypeInfo<TReply> Reply);

/// <summary>The methods in use.</summary>
internal static class EtcdCalls
{
    public static EtcdCall<RangeRequest, RangeReply> Range { get; } =
        new("/v3/kv/range", Repeatable: true, EtcdJson.Default.RangeRequest, EtcdJson.Default.RangeReply);

    public static EtcdCall<TxnRequest, TxnReply> Txn { get; } =
        new("/v3/kv/txn", Repeatable: false, EtcdJson.Default.TxnRequest, EtcdJson.Default.TxnReply);

    public static EtcdCall<AuthenticateRequest, AuthenticateReply> Authenticate { get; } =
        new("/v3/auth/authenticate", Repeatable: true, EtcdJson.Default.AuthenticateRequest, EtcdJson.Default.AuthenticateReply);
}
