using System.Runtime.CompilerServices;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Model.Tests.Configuration;

/// <summary>Ways to load text, and the file that the package ships.</summary>
internal static class Loading
{
    public static ConfigResult Load(string text, params (string Name, string Value)[] environment) =>
        ConfigLoader.Load(text, "t.yaml", name => environment.FirstOrDefault(e => e.Name == name).Value);

    public static TenbinConfig Valid(string text, params (string Name, string Value)[] environment)
    {
        var result = Load(text, environment);
        Assert.Equal([], result.Errors.Select(e => e.ToString()));
        return result.Config!;
    }

    public static string[] Errors(string text, params (string Name, string Value)[] environment) =>
        [.. Load(text, environment).Errors.Select(e => e.ToString())];

    public static string ExampleFile([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../packaging/tenbin.example.yaml"));
}
