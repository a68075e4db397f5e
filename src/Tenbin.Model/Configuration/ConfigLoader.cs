using System.Text;
using Tenbin.Model.Configuration.Sections;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration;

/// <summary>Text → <see cref="TenbinConfig"/>, or every mistake in it at once. Looks at nothing but the text and the environment.</summary>
public static class ConfigLoader
{
    private static readonly string[] Keys = ["data-plane", "services"];
    private static readonly string[] LaterKeys = ["cluster", "groups"];

    /// <summary>Reads the file's text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="fileName">Goes into the errors.</param>
    /// <param name="environment">Value of an environment variable, for <c>${NAME}</c>; null when it is not set.</param>
    public static ConfigResult Load(string text, string fileName, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(environment);
        var reading = new Reading(fileName, environment);
        var config = Read(text.TrimStart('\uFEFF'), reading);
        return reading.HasErrors ? ConfigResult.Invalid(reading.ErrorsInFileOrder()) : ConfigResult.Valid(config);
    }

    /// <summary>Reads a file, with this process's environment. A file that cannot be read is an error in the result.</summary>
    public static ConfigResult LoadFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string text;
        try
        {
            text = File.ReadAllText(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        }
        catch (DecoderFallbackException)
        {
            return Unreadable(path, "the file is not UTF-8 text; save it as UTF-8");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Unreadable(path, $"cannot read the file: {e.Message} Give the right path, or make it readable for this user");
        }

        return Load(text, path, Environment.GetEnvironmentVariable);
    }

    private static ConfigResult Unreadable(string path, string message) => ConfigResult.Invalid([new ConfigError(path, 1, 1, message)]);

    private static TenbinConfig Read(string text, Reading reading)
    {
        if (YamlFile.Read(text, reading, Keys, LaterKeys) is not { } root)
        {
            return new TenbinConfig();
        }

        foreach (var later in LaterKeys)
        {
            root.Find(later)?.FailKey("is not yet in this version; remove it, and give each service's address plainly in 'listen'");
        }

        var dataPlane = DataPlaneReader.Read(root.Find("data-plane"));
        var services = ServicesReader.Read(reading, root, dataPlane.Limits);
        return new TenbinConfig { DataPlane = dataPlane, Services = services };
    }
}
