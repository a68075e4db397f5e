namespace Tenbin.Linux.Tests;

/// <summary>What a test needs of the machine; without it the test is skipped with the reason.</summary>
internal static class Machine
{
    public static void RequireRoot() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root");

    public static void RequireIp()
    {
        RequireRoot();
        Assert.SkipUnless(Find("ip"), "needs ip (iproute2)");
    }

    public static void RequireBpf()
    {
        RequireRoot();
        Assert.SkipUnless(Find("clang"), "needs clang");
        Assert.SkipUnless(File.Exists("/usr/include/bpf/bpf_helpers.h"), "needs the libbpf headers (libbpf-dev)");
    }

    private static bool Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(directory => File.Exists(Path.Combine(directory, program)));
}
