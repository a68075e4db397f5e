using System.Collections.Immutable;
using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>The keys of one check, its type known.</summary>
internal static class CheckReader
{
    private const int MostInARow = 100;

    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromHours(24);
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(1);

    /// <summary>Whole only when no error was reported.</summary>
    public static Check Read(Section section, CheckType type)
    {
        if (type == CheckType.None)
        {
            return new NoCheck();
        }

        Check check = type switch
        {
            CheckType.Tcp => new TcpCheck(),
            CheckType.Ping => new PingCheck(),
            CheckType.MySql => MySqlCheckReader.Read(section),
            CheckType.Exec => new ExecCheck { Command = Command(section) },
            _ => HttpCheckReader.Read(section, withTls: type == CheckType.Https),
        };
        var every = section.Find("every")?.Duration(ShortestInterval, LongestInterval) ?? check.Every;
        return check with
        {
            Every = every,
            Timeout = Timeout(section, every) ?? (check.Timeout < every ? check.Timeout : every),
            Jitter = section.Find("jitter")?.Share(0.5) ?? check.Jitter,
            Fall = section.Find("fall")?.Whole(1, MostInARow) ?? check.Fall,
            Rise = section.Find("rise")?.Whole(1, MostInARow) ?? check.Rise,
            Port = section.Find("port")?.Port(),
        };
    }

    private static TimeSpan? Timeout(Section section, TimeSpan every)
    {
        var value = section.Find("timeout");
        var timeout = value?.Duration(ShortestTimeout, LongestInterval);
        if (timeout > every)
        {
            var interval = section.Find("every")?.Shown ?? $"{Durations.Format(every)}, the default";
            value!.Fail($"is longer than 'every' ({interval}); a probe must end before the next begins, shorten it or lengthen 'every'");
        }

        return timeout;
    }

    private static ImmutableArray<string> Command(Section section)
    {
        const string Example = "[/usr/local/bin/check, --quick]";
        if (section.Find("command") is not { } value)
        {
            section.Fail($"'command' is missing; type exec needs one, e.g. command: {Example}");
            return [];
        }

        var words = new List<string>();
        foreach (var item in value.Items(Example) ?? [])
        {
            if (item.Text("/usr/local/bin/check") is { } word)
            {
                words.Add(word);
            }
        }

        if (words is [var program, ..] && !program.StartsWith('/'))
        {
            value.FailKey($"must begin with the absolute path of a program; write e.g. {Example}");
        }
        else if (value.IsScalar && words is [var line] && line.Any(char.IsWhiteSpace))
        {
            value.Fail($"has a space, and no shell takes it apart; write a list, e.g. {Example}");
        }

        return [.. words];
    }
}
