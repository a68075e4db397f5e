using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tenbin.Cli.Screen;

namespace Tenbin.Cli.Text;

/// <summary>Answers for programs: the API's own JSON, indented.</summary>
internal static class JsonText
{
    /// <summary>Writes one document and a line feed.</summary>
    public static void Write<T>(Terminal terminal, T value, JsonTypeInfo<T> type)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            JsonSerializer.Serialize(json, value, type);
        }

        terminal.Out.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }
}
