using System.CommandLine;

namespace Tenbin.Cli.Verbs;

/// <summary>Option <c>--output</c>.</summary>
internal static class OutputOption
{
    public static Option<string> Make()
    {
        var output = new Option<string>("--output", "-o") { Description = "text for people, json for programs", DefaultValueFactory = _ => "text" };
        output.AcceptOnlyFromAmong("text", "json");
        return output;
    }
}
