using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>An item of <c>track</c>: one of <c>interface</c>, <c>script</c> and <c>process</c>, and its weight.</summary>
internal static class TrackReader
{
    private const int HighestWeight = 255;

    // TASK_COMM_LEN, less the closing NUL (include/linux/sched.h).
    private const int LongestProcessName = 15;

    private static readonly string[] Keys = ["interface", "script", "process", "weight", "every", "timeout"];

    private static readonly (string Key, TrackKind Kind)[] Kinds =
        [("interface", TrackKind.Interface), ("script", TrackKind.Script), ("process", TrackKind.Process)];

    /// <summary>Null after an error that leaves nothing to track; whole only when no error was reported.</summary>
    public static TrackedThing? Read(Value value, string owner)
    {
        if (value.IsScalar)
        {
            value.Fail("does not say what it is; write { interface: eth0 }, { script: /usr/local/bin/fit } or { process: named }");
            return null;
        }

        if (value.Section($"track of {owner}", Keys, "{ interface: eth0 }") is not { } section)
        {
            return null;
        }

        var given = Kinds.Where(k => section.Find(k.Key) is not null).ToList();
        if (given.Count != 1)
        {
            section.Fail(given.Count == 0
                ? "nothing is named; give one of 'interface', 'script' and 'process', e.g. interface: eth0"
                : $"names {string.Join(" and ", given.Select(g => $"'{g.Key}'"))} in one entry; write an entry for each");
        }

        var weight = section.Find("weight")?.Whole(0, HighestWeight) ?? 0;
        var (every, timeout) = Times(section, given is [(_, TrackKind.Script)]);
        return given is [var (key, kind)] && Target(section.Find(key)!, kind) is { } target
            ? new TrackedThing(kind, target, weight, every, timeout)
            : null;
    }

    private static string? Target(Value value, TrackKind kind) => kind switch
    {
        TrackKind.Interface => value.InterfaceName(),
        TrackKind.Script => value.Program("/usr/local/bin/fit"),
        _ => ProcessName(value),
    };

    private static string? ProcessName(Value value)
    {
        if (value.Text("named") is not { } name)
        {
            return null;
        }

        if (name.Length > LongestProcessName || name.Contains('/', StringComparison.Ordinal) || name.Any(char.IsControl))
        {
            value.Fail($"is not a process name; write what 'ps -o comm' shows, without a path, at most {LongestProcessName} characters");
            return null;
        }

        return name;
    }

    private static (TimeSpan Every, TimeSpan Timeout) Times(Section section, bool ofScript)
    {
        var (writtenEvery, writtenTimeout) = (section.Find("every"), section.Find("timeout"));
        if (!ofScript)
        {
            const string Unused = "has no effect: it is for a script; remove it";
            writtenEvery?.FailKey(Unused);
            writtenTimeout?.FailKey(Unused);
        }

        var least = TimeSpan.FromMilliseconds(100);
        var every = writtenEvery?.Duration(least, TimeSpan.FromHours(1)) ?? TrackedThing.DefaultEvery;
        var timeout = writtenTimeout?.Duration(least, TimeSpan.FromHours(1));
        if (timeout > every)
        {
            var interval = writtenEvery?.Shown ?? $"{Durations.Format(every)}, the default";
            writtenTimeout!.Fail($"is longer than 'every' ({interval}); a look must end before the next begins, shorten it or lengthen 'every'");
        }

        return (every, timeout ?? (TrackedThing.DefaultTimeout < every ? TrackedThing.DefaultTimeout : every));
    }
}
