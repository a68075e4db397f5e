using System.Collections.Immutable;
using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>An item of <c>scripts</c>: the path of an LSB script, or keys.</summary>
internal static class GroupScriptReader
{
    private const string Example = "/etc/init.d/exim4";

    private static readonly string[] Keys = ["path", "type", "arguments", "parameters", "timeout", "every"];
    private static readonly (string, ScriptStandard)[] Types = [("lsb", ScriptStandard.Lsb), ("ocf", ScriptStandard.Ocf)];

    /// <summary>Null after an error that leaves no path; whole only when no error was reported.</summary>
    public static GroupScript? Read(Value value, string owner)
    {
        if (value.IsScalar)
        {
            return value.Program(Example) is { } plain ? new GroupScript(plain) : null;
        }

        if (value.Section($"script of {owner}", Keys, $"{{ path: {Example}, type: lsb }}") is not { } section)
        {
            return null;
        }

        var path = section.Find("path");
        if (path is null)
        {
            section.Fail($"'path' is missing; give the absolute path of the script, e.g. path: {Example}");
        }

        var named = path is { IsScalar: true } ? $"script '{path.Shown}' of {owner}" : section.Owner;
        Value? Named(string key) => section.Find(key)?.As(key, named);
        var defaults = new GroupScript(path?.Program(Example) ?? "");
        var type = Named("type");
        var standard = type is null ? defaults.Standard : type.Choice("a type of script", Types);
        var (arguments, parameters) = (Named("arguments"), Named("parameters"));
        if (standard == ScriptStandard.Ocf)
        {
            arguments?.FailKey("has no effect: it is for type lsb; an ocf script is told by 'parameters'");
        }
        else if (standard == ScriptStandard.Lsb)
        {
            parameters?.FailKey("has no effect: it is for type ocf; an lsb script is told by 'arguments'");
        }

        var script = defaults with
        {
            Standard = standard ?? default,
            Timeout = Named("timeout")?.Duration(TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)) ?? defaults.Timeout,
            Every = Named("every")?.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)) ?? defaults.Every,
            Arguments = Arguments(arguments),
            Parameters = Parameters(parameters, named),
        };
        return script.Path.Length == 0 ? null : script;
    }

    private static ImmutableArray<string> Arguments(Value? value)
    {
        var words = new List<string>();
        foreach (var item in value?.Items("[--quick]") ?? [])
        {
            if (item.Text("--quick") is { } word)
            {
                words.Add(word);
            }
        }

        return [.. words];
    }

    private static ImmutableArray<KeyValuePair<string, string>> Parameters(Value? value, string owner)
    {
        var parameters = new List<KeyValuePair<string, string>>();
        foreach (var (name, entry) in value?.Section($"parameters of {owner}", null, "{ config: /etc/exim4/exim4.conf }")?.Entries ?? [])
        {
            if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            {
                entry.FailKey("is not the name of a parameter; use letters, digits and '_', as the agent's manual has it, without OCF_RESKEY_");
            }

            if (entry.Text("/etc/exim4/exim4.conf") is { } text)
            {
                parameters.Add(new(name, text));
            }
        }

        return [.. parameters.OrderBy(p => p.Key, StringComparer.Ordinal)];
    }
}
