using System.Text.Json.Serialization;

namespace Tenbin.Cluster.Witness.Etcd;

/// <summary>JSON of the value itself: short, for people with <c>etcdctl get</c>. Unknown keys are of a newer version and ignored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RegisterValue))]
internal sealed partial class RegisterJson : JsonSerializerContext;
