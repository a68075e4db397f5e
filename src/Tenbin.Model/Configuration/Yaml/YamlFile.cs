using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tenbin.Model.Configuration.Yaml;

/// <summary>Text → the keys at the top of the file.</summary>
internal static class YamlFile
{
    /// <summary>Null after an error was reported.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="reading">Takes the errors.</param>
    /// <param name="known">Keys of the top level.</param>
    public static Section? Read(string text, Reading reading, IReadOnlyList<string> known)
    {
        if (!HasOnlyText(text, reading) || Load(text, reading) is not { } stream)
        {
            return null;
        }

        switch (stream.Documents)
        {
            case []:
                reading.Fail(Place.Start, "the file is empty; it needs at least 'services'");
                return null;
            case [_, var second, ..]:
                reading.Fail(
                    Place.Of(second.RootNode.Start),
                    "a second YAML document begins here; put everything in one document and remove the line '---' before this");
                return null;
            case [{ RootNode: YamlMappingNode root }]:
                return Section.Of(reading, root, "top level", known);
            default:
                reading.Fail(
                    Place.Of(stream.Documents[0].RootNode.Start),
                    $"the file must hold keys at its top level ({string.Join(", ", known)}), each followed by a colon");
                return null;
        }
    }

    // The YAML scanner takes a NUL for the end of the file, and would silently leave out what follows.
    private static bool HasOnlyText(string text, Reading reading)
    {
        var place = Place.Start;
        foreach (var character in text)
        {
            if (char.IsControl(character) && character is not ('\n' or '\r' or '\t' or '\u0085'))
            {
                reading.Fail(place, $"control character U+{(int)character:X4}; the file must be plain UTF-8 text, remove it");
                return false;
            }

            place = character == '\n' ? new Place(place.Line + 1, 1) : place with { Column = place.Column + 1 };
        }

        return true;
    }

    private static YamlStream? Load(string text, Reading reading)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StrictParser(text, reading));
            return stream;
        }
        catch (YamlException e)
        {
            SyntaxError.Report(e, text, reading);
            return null;
        }
    }
}
