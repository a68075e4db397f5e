using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>Key <c>aws</c>.</summary>
internal static class AwsReader
{
    private const string Region = "ap-northeast-1", Endpoint = "https://vpce-0123-abcd.ec2.ap-northeast-1.vpce.amazonaws.com:443", Metadata = "http://169.254.169.254:80";
    private const int LongestRegion = 32;

    private static readonly string[] Keys = ["region", "endpoint", "metadata", "metadata-timeout", "call-timeout", "move-timeout"];

    /// <summary>The default stands in for what is missing or wrong.</summary>
    public static AwsSettings Read(Value? value)
    {
        var defaults = new AwsSettings();
        if (value?.Section("aws", Keys, $"{{ region: {Region} }}") is not { } section)
        {
            return defaults;
        }

        TimeSpan Time(string key, TimeSpan least, TimeSpan most, TimeSpan otherwise) => section.Find(key)?.Duration(least, most) ?? otherwise;
        var read = new AwsSettings
        {
            Region = Name(section.Find("region")),
            Endpoint = section.Find("endpoint")?.Endpoint(Endpoint),
            Metadata = section.Find("metadata")?.Endpoint(Metadata),
            MetadataTimeout = Time("metadata-timeout", TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(10), defaults.MetadataTimeout),
            CallTimeout = Time("call-timeout", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2), defaults.CallTimeout),
            MoveTimeout = Time("move-timeout", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), defaults.MoveTimeout),
        };
        if (read.MoveTimeout < read.CallTimeout)
        {
            section.Fail("'move-timeout' must be at least 'call-timeout', or a slow call would be given up that may yet succeed; lengthen it, or shorten 'call-timeout'");
        }

        return read;
    }

    private static string? Name(Value? value)
    {
        if (value?.Text(Region) is not { } region)
        {
            return null;
        }

        // It becomes part of a host name.
        if (region.Length > LongestRegion || !region.Contains('-') || !region.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            value.Fail($"is not a region; write e.g. {Region} (a zone, such as {Region}a, has a letter more)");
            return null;
        }

        if (char.IsAsciiLetter(region[^1]))
        {
            value.Fail($"is a zone, not a region; leave out the last letter, e.g. {Region}");
            return null;
        }

        return region;
    }
}
