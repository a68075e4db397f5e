using System.Runtime.CompilerServices;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Model.Tests.Configuration;

/// <summary>Ways to load text, and the file that the package ships.</summary>
internal static class Loading
{
    public static ConfigResult Load(string text, params (string Name, string Value)[] environment) =>
        ConfigLoader.Load(text, "t.yaml", name => environment.FirstOrDefault(e => e.Name == name).Value, ReadFile);

    public static TenbinConfig Valid(string text, params (string Name, string Value)[] environment)
    {
        var result = Load(text, environment);
        Assert.Equal([], result.Errors.Select(e => e.ToString()));
        return result.Config!;
    }

    public static string[] Errors(string text, params (string Name, string Value)[] environment) =>
        [.. Load(text, environment).Errors.Select(e => e.ToString())];

    /// <summary>Holds <c>pw</c>, and files with a mistake each.</summary>
    private static string ReadFile(string path) => path switch
    {
        "pw" => "s3cret\n",
        "/etc/two" => "s3cret\nline 2\n",
        "/etc/empty" => "\n",
        "/etc/forbidden" => throw new UnauthorizedAccessException(path),
        "/etc/broken" => throw new IOException(path),
        _ => throw new FileNotFoundException(path),
    };

    public static string ExampleFile([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../packaging/tenbin.example.yaml"));
}
