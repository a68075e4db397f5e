namespace Tenbin.Cluster.Witness.Etcd;

// Messages of etcd's gRPC API as its gateway writes them in JSON (etcdserver/etcdserverpb/rpc.proto): bytes as base64,
// 64-bit numbers as strings, and what has its default value is left out.

/// <summary>An answer that says which etcd cluster gave it.</summary>
internal interface IEtcdReply
{
    ReplyHeader Header { get; }
}

/// <summary><c>ResponseHeader</c>.</summary>
internal sealed record ReplyHeader(ulong ClusterId, long Revision = 0);

/// <summary><c>RangeRequest</c> of one key; linearizable unless it asks otherwise.</summary>
internal sealed record RangeRequest(byte[] Key);

/// <summary><c>RangeResponse</c>.</summary>
internal sealed record RangeReply(ReplyHeader Header, IReadOnlyList<KeyValue>? Kvs = null) : IEtcdReply;

/// <summary><c>mvccpb.KeyValue</c>.</summary>
internal sealed record KeyValue(long ModRevision, byte[]? Value = null);

/// <summary><c>TxnRequest</c>: all of the first list if all comparisons hold, else all of the second, atomically.</summary>
internal sealed record TxnRequest(
    IReadOnlyList<Compare> Compare, IReadOnlyList<TxnPut> Success, IReadOnlyList<TxnRange> Failure);

/// <summary><c>Compare</c>; a key that is absent has revision 0.</summary>
internal sealed record Compare(byte[] Key, long ModRevision, string Target = "MOD", string Result = "EQUAL");

/// <summary><c>RequestOp</c> with a <c>PutRequest</c>.</summary>
internal sealed record TxnPut(PutRequest RequestPut);

/// <summary><c>PutRequest</c>.</summary>
internal sealed record PutRequest(byte[] Key, byte[] Value);

/// <summary><c>RequestOp</c> with a <c>RangeRequest</c>.</summary>
internal sealed record TxnRange(RangeRequest RequestRange);

/// <summary><c>TxnResponse</c>.</summary>
internal sealed record TxnReply(
    ReplyHeader Header, bool Succeeded = false, IReadOnlyList<TxnResult>? Responses = null) : IEtcdReply;

/// <summary><c>ResponseOp</c>; a put's is of no interest.</summary>
internal sealed record TxnResult(TxnResultRange? ResponseRange = null);

/// <summary><c>RangeResponse</c> inside a transaction, where the header names no cluster.</summary>
internal sealed record TxnResultRange(IReadOnlyList<KeyValue>? Kvs = null);

/// <summary><c>AuthenticateRequest</c>; a class, so that nothing prints the password.</summary>
internal sealed class AuthenticateRequest(string name, string password)
{
    public string Name => name;

    public string Password => password;
}

/// <summary><c>AuthenticateResponse</c>; a class, so that nothing prints the token.</summary>
internal sealed class AuthenticateReply(string token)
{
    public string Token => token;
}

/// <summary>The gateway's form of an error; newer ones leave out <paramref name="Error"/>.</summary>
internal sealed record ErrorReply(string? Message = null, string? Error = null);
