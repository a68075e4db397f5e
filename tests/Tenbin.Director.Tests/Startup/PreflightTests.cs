using Tenbin.Director.Startup;
using Tenbin.Director.Tests.Fakes;
using Tenbin.Linux;

namespace Tenbin.Director.Tests.Startup;

public sealed class PreflightTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeMachine _machine = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_machine_that_has_all_is_accepted() => Check(Files.Web);

    [Fact]
    public void Missing_capabilities_are_named()
    {
        _machine.Missing.Add("CAP_BPF");
        AssertRefused(ExitStatus.NotPermitted, "CAP_BPF", "run it as root");
    }

    [Fact]
    public void An_old_kernel_is_told_which_feature_it_lacks()
    {
        _machine.Kernel = new KernelVersion(5, 10, 3);
        AssertRefused(ExitStatus.Failed, "5.10.3", "BPF timers", "5.15");
    }

    [Fact]
    public void Kernel_5_15_is_new_enough()
    {
        _machine.Kernel = new KernelVersion(5, 15);
        Check(Files.Web);
    }

    [Fact]
    public void A_missing_bpffs_is_told_how_to_mount_it()
    {
        _machine.HasBpfFs = false;
        AssertRefused(ExitStatus.Failed, $"mount -t bpf bpf {_directory["bpf"]}");
    }

    [Fact]
    public void An_unknown_interface_is_named_beside_those_there_are() => AssertRefused(
        "data-plane: { interfaces: [eth7] }\n" + Files.Web, ExitStatus.BadUsage, "no interface eth7", "eth0, lo");

    [Fact]
    public void A_second_daemon_is_refused_and_the_first_is_named()
    {
        using var first = Preflight.Lock(_machine, _directory.Paths);

        var refused = Assert.Throws<StartupException>(() => Preflight.Lock(_machine, _directory.Paths));

        Assert.Equal(ExitStatus.Failed, refused.Status);
        Assert.Contains($"process {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_lock_of_a_daemon_that_is_gone_is_free()
    {
        Preflight.Lock(_machine, _directory.Paths).Dispose();
        Preflight.Lock(_machine, _directory.Paths).Dispose();
    }

    private void Check(string text) => Preflight.Check(_machine, _directory.Paths, Files.Load(text).Config!);

    private void AssertRefused(ExitStatus status, params string[] parts) => AssertRefused(Files.Web, status, parts);

    private void AssertRefused(string text, ExitStatus status, params string[] parts)
    {
        var refused = Assert.Throws<StartupException>(() => Check(text));
        Assert.Equal(status, refused.Status);
        Assert.All(parts, part => Assert.Contains(part, refused.Message, StringComparison.Ordinal));
    }
}
