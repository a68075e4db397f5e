using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Tenbin.Cluster.Simulation.Mutants;

/// <summary>The SDK's own C# compiler.</summary>
internal static class Compiler
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>Where the SDK is that built this assembly; a running test finds it beside its runtime.</summary>
    private static string CompilerPath { get; } = FindCompiler();

    /// <summary>Compiles a library.</summary>
    /// <returns>Its image.</returns>
    public static byte[] Compile(IReadOnlyDictionary<string, string> sources)
    {
        var folder = Directory.CreateTempSubdirectory("tenbin-mutant-");
        try
        {
            List<string> arguments = ["/target:library", "/optimize+", "/debug-", "/nullable+", "/nostdlib+", "/noconfig", "/langversion:latest", "/nowarn:1591", "/warn:0", "/out:mutant.dll", "usings.cs"];
            File.WriteAllText(Path.Combine(folder.FullName, "usings.cs"), Usings);
            foreach (var (name, text) in sources)
            {
                var file = name.Replace('/', '-');
                File.WriteAllText(Path.Combine(folder.FullName, file), text);
                arguments.Add(file);
            }

            var platform = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
            arguments.AddRange(Directory.GetFiles(platform, "System*.dll").Where(IsManaged).Select(file => $"\"/reference:{file}\""));
            arguments.Add($"\"/reference:{typeof(Model.Configuration.ClusterSettings).Assembly.Location}\"");
            File.WriteAllLines(Path.Combine(folder.FullName, "all.rsp"), arguments);
            Run(folder.FullName);
            return File.ReadAllBytes(Path.Combine(folder.FullName, "mutant.dll"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Runs its schedules.</summary>
    public static string? FirstFailure(byte[] image, int seeds) => Call(image, "World.Schedules", 0, seeds);

    /// <summary>Explores its pair.</summary>
    public static string? FirstFailure(byte[] image) => Call(image, "Exhaustive.Exploration", 0);

    /// <summary>In a method of its own, so that nothing keeps the assembly loaded afterwards.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Call(byte[] image, string type, params object[] arguments)
    {
        var context = new AssemblyLoadContext("mutant", isCollectible: true);
        try
        {
            var found = context.LoadFromStream(new MemoryStream(image)).GetType($"Tenbin.Cluster.Simulation.{type}")!;
            return (string?)found.GetMethod("FirstFailure")!.Invoke(null, arguments);
        }
        finally
        {
            context.Unload();
        }
    }

    private static bool IsManaged(string file) => !Path.GetFileName(file).Contains(".Native", StringComparison.Ordinal);

    private static void Run(string folder)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", CompilerPath, "@all.rsp"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The mutant does not compile:\n{output}");
        }
    }

    private static string FindCompiler()
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        return Directory.EnumerateDirectories(Path.Combine(root, "sdk"))
            .Select(sdk => Path.Combine(sdk, "Roslyn", "bincore", "csc.dll"))
            .Where(File.Exists)
            .Order(StringComparer.Ordinal)
            .LastOrDefault() ?? throw new InvalidOperationException($"No SDK in {root}/sdk has Roslyn/bincore/csc.dll.");
    }
}
