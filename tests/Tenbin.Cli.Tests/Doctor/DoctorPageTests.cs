using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Tenbin.Cli.Tests.Doctor;

/// <summary>docs/doctor.md lists each check, and no other.</summary>
public sealed partial class DoctorPageTests
{
    [Fact]
    public void The_page_lists_each_check_of_the_sources()
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../.."));
        var inCode = new[] { "src/Tenbin.Director/Doctor", "src/Tenbin.Aws/Checks" }
            .SelectMany(room => Directory.EnumerateFiles(Path.Combine(root, room), "*.cs", SearchOption.AllDirectories)).SelectMany(file => IdInCode().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).ToHashSet();
        var onPage = File.ReadLines(Path.Combine(root, "docs/doctor.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => IdOnPage().Matches(line.Split('|')[1])).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.Superset(new HashSet<string> { "dsr.server-answers-arp", "aws.source-check" }, inCode);
        Assert.Equal(inCode.Order(StringComparer.Ordinal), onPage.Order(StringComparer.Ordinal));
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("new(?: Finding| AwsFinding)?\\(\\s*\"([a-z0-9-]+\\.[a-z0-9-]+)\", (?:(?:Aws)?Severity|same)")]
    private static partial Regex IdInCode();

    [GeneratedRegex("`([a-z0-9-]+\\.[a-z0-9-]+)`")]
    private static partial Regex IdOnPage();
}
