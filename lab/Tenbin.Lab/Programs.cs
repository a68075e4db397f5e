namespace Tenbin.Lab;

/// <summary>Where this build put the programs that the lab starts.</summary>
public static class Programs
{
    /// <summary>The lab's agent: servers and clients that run inside machines.</summary>
    public static string Agent => Find("Tenbin.Lab.Agent", "Tenbin.Lab.Agent");

    /// <summary>The demo.</summary>
    public static string Demo => Find("Tenbin.Demo", "Tenbin.Demo");

    /// <summary>The <c>tenbin</c> program: of this build, or the one that <c>TENBIN_PROGRAM</c> names.</summary>
    public static string Tenbin => Environment.GetEnvironmentVariable("TENBIN_PROGRAM") ?? Find("Tenbin.Cli", "tenbin");

    /// <summary>All projects build side by side: <c>artifacts/bin/PROJECT/CONFIGURATION/</c>.</summary>
    private static string Find(string project, string program)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var path = Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, program);
        return File.Exists(path)
            ? path
            : throw new LabException($"{path} is missing: build {project} in the configuration {own.Name} first.");
    }
}
