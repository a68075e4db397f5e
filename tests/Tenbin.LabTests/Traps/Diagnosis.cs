using System.Text.Json;
using System.Text.RegularExpressions;
using Tenbin.Lab.Directors;
using Xunit;

namespace Tenbin.LabTests.Traps;

/// <summary>A finding of <c>tenbin doctor</c>.</summary>
internal sealed record Diagnosed(string Id, string Severity, string Wrong, string Shows, string Mend, bool Fixed, string? FixFault)
{
    /// <summary>The words of the command that it tells the operator to run, without the first two.</summary>
    public string Command(string begin) =>
        Regex.Match(Mend, $"'{Regex.Escape(begin)}([^']+)'") is { Success: true } command
            ? command.Groups[1].Value.Trim()
            : throw new InvalidOperationException($"no command that begins with '{begin}':\n{this}");

    public override string ToString() => $"{Id}: {Wrong}\n  shows: {Shows}\n  mend: {Mend}";
}

/// <summary>The real <c>tenbin doctor</c> on a director of the lab, with its own file.</summary>
internal static class Diagnosis
{
    // The firmware says what an instance is; that of the machine that runs the lab does not.
    private const string MetadataService = "AWS_EC2_METADATA_SERVICE_ENDPOINT=http://169.254.169.254:80";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>All that it finds; this machine itself may add some, such as a clock that nothing keeps.</summary>
    public static async Task<IReadOnlyList<Diagnosed>> Examine(this LabDirector director, params IEnumerable<string> options)
    {
        var result = await director.Machine.Run(
            ["env", MetadataService, director.Program, "doctor", "-c", director.ConfigFile, "--output", "json", .. options, .. director.Directories]);
        Assert.True(result.ExitStatus is 0 or 1, result.ToString());
        using var answer = JsonDocument.Parse(result.Output);
        return answer.RootElement.GetProperty("findings").Deserialize<List<Diagnosed>>(s_json)!;
    }

    /// <summary>It names the fault.</summary>
    /// <returns>All findings of that id, at least one.</returns>
    public static async Task<IReadOnlyList<Diagnosed>> Finds(this LabDirector director, string id, params IEnumerable<string> options)
    {
        var all = await director.Examine(options);
        var found = all.Where(one => one.Id == id).ToList();
        Assert.True(found.Count > 0, $"{director.Name}'s doctor does not find {id}, but:\n{string.Join('\n', all)}");
        return found;
    }

    /// <summary>It has nothing to say of it.</summary>
    public static async Task FindsNo(this LabDirector director, string id)
    {
        var all = await director.Examine();
        Assert.True(all.All(one => one.Id != id), $"{director.Name}'s doctor finds what is not there:\n{string.Join('\n', all)}");
    }
}
