using System.Collections.Immutable;
using System.Diagnostics;
using Tenbin.Model.Configuration;

namespace Tenbin.Addresses.Tests.Scripts;

/// <summary>A folder of its own with scripts in it.</summary>
internal sealed class ScriptFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tenbin-script-").FullName;

    public string PathOf(string name) => Path.Combine(_folder, name);

    public string[] Lines(string name) => File.Exists(PathOf(name)) ? File.ReadAllLines(PathOf(name)) : [];

    /// <summary>A script of that text; <c>$D</c> is the folder.</summary>
    public GroupScript Write(string name, ScriptStandard standard, string text, TimeSpan? timeout = null, ImmutableArray<string>? arguments = null)
    {
        var path = PathOf(name);
        File.WriteAllText($"{path}.text", $"#!/bin/sh\nD={_folder}\n{text}\n");
        // Made by another process: a child that a test beside this one forks would hold ours open, and its call would be refused (ETXTBSY).
        using var install = Process.Start("install", ["-m", "755", $"{path}.text", path]);
        install.WaitForExit();
        Assert.Equal(0, install.ExitCode);
        return new GroupScript(path, standard, timeout ?? TimeSpan.FromSeconds(20), TimeSpan.FromMilliseconds(50)) { Arguments = arguments ?? [] };
    }

    /// <summary>A well-behaved LSB script whose state is the file <c>NAME.runs</c>, and which writes its calls to <c>calls</c>.</summary>
    public GroupScript Good(string name, string more = "") => Write(name, ScriptStandard.Lsb, $"""
        echo {name} $1 >> $D/calls
        {more}
        case $1 in
        start) touch $D/{name}.runs;;
        stop) rm -f $D/{name}.runs;;
        status) [ -e $D/{name}.runs ] || exit 3;;
        esac
        """);

    /// <summary>The calls so far, without looks.</summary>
    public string[] Actions() => [.. Lines("calls").Where(line => !line.EndsWith(" status", StringComparison.Ordinal))];

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
