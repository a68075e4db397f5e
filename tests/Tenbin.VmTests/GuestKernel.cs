using Xunit;

namespace Tenbin.VmTests;

/// <summary>The kernel that guests boot.</summary>
internal static class GuestKernel
{
    /// <summary>Where <c>./test</c> has put it: beside what it builds. Without one the test is skipped.</summary>
    public static string Find()
    {
        var artifacts = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!;
        var kernel = Path.Combine(artifacts.FullName, "guest-kernel");
        Assert.SkipUnless(Directory.Exists(kernel), $"no kernel to boot in {kernel}: './test vm' fetches one");
        return kernel;
    }
}
