using System.Text.Json;
using System.Text.Json.Serialization;
using Tenbin.Director.Findings;
using Tenbin.Director.Overrides;

namespace Tenbin.Director.Storage;

/// <summary>JSON of the daemon's own files.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(FindingsDocument))]
[JsonSerializable(typeof(OverridesDocument))]
internal sealed partial class StorageJson : JsonSerializerContext;
