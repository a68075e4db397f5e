using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tenbin.Director.Api;

/// <summary>JSON of the control API: camelCase names, states as camelCase strings. Generated, so it survives trimming.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(ServerStateJson)])]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(SessionList))]
[JsonSerializable(typeof(ExplainAnswer))]
[JsonSerializable(typeof(ServerCommand))]
[JsonSerializable(typeof(CommandAnswer))]
[JsonSerializable(typeof(GroupCommand))]
[JsonSerializable(typeof(Problem))]
public sealed partial class TenbinJson : JsonSerializerContext;

/// <summary><see cref="ServerState"/> as <c>up</c>, <c>down</c> …</summary>
public sealed class ServerStateJson() : JsonStringEnumConverter<ServerState>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
