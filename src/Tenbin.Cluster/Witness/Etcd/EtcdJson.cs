using System.Text.Json.Serialization;

namespace Tenbin.Cluster.Witness.Etcd;

/// <summary>JSON as etcd's gateway reads and writes it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RangeRequest))]
[JsonSerializable(typeof(RangeReply))]
[JsonSerializable(typeof(TxnRequest))]
[JsonSerializable(typeof(TxnReply))]
[JsonSerializable(typeof(AuthenticateRequest))]
[JsonSerializable(typeof(AuthenticateReply))]
[JsonSerializable(typeof(ErrorReply))]
internal sealed partial class EtcdJson : JsonSerializerContext;
