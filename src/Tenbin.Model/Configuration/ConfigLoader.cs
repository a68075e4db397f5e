using System.Text;
using Tenbin.Model.Configuration.Sections;
using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration;

/// <summary>Text → <see cref="TenbinConfig"/>, or every mistake in it at once. Looks at the text, the environment and the password files that it names.</summary>
public static class ConfigLoader
{
    private const int LongestSecretFile = 65_536;

    private static readonly string[] Keys = ["data-plane", "cluster", "aws", "groups", "services"];
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the file's text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="fileName">Goes into the errors; relative paths in the text begin where it lies.</param>
    /// <param name="environment">Value of an environment variable, for <c>${NAME}</c>; null when it is not set.</param>
    /// <param name="readFile">Content of a <c>password-file</c>; throws as <see cref="File"/> does. Null = from the disk.</param>
    public static ConfigResult Load(
        string text, string fileName, Func<string, string?> environment, Func<string, string>? readFile = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(environment);
        var reading = new Reading(fileName, environment, readFile ?? ReadSecretFile);
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
            text = File.ReadAllText(path, StrictUtf8);
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
        if (YamlFile.Read(text, reading, Keys) is not { } root)
        {
            return new TenbinConfig();
        }

        var dataPlane = DataPlaneReader.Read(root.Find("data-plane"));
        var cluster = ClusterReader.Read(root.Find("cluster"));
        var aws = AwsReader.Read(root.Find("aws"));
        var (groups, moved) = GroupsReader.Read(root, cluster);
        var services = ServicesReader.Read(reading, root, dataPlane.Limits, moved);
        AwsRules.Check(root.Find("aws"), cluster, groups, moved is not null);
        return new TenbinConfig { DataPlane = dataPlane, Cluster = cluster, Aws = aws, Groups = groups, Services = services };
    }

    // Bounded: the name may be that of a device.
    private static string ReadSecretFile(string path)
    {
        var content = new byte[LongestSecretFile];
        using var file = File.OpenRead(path);
        if ((File.GetUnixFileMode(file.SafeFileHandle) & SecretModeException.Others) is var open and not UnixFileMode.None)
        {
            throw new SecretModeException(open);
        }

        return StrictUtf8.GetString(content, 0, file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false));
    }
}
