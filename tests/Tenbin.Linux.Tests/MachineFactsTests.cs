namespace Tenbin.Linux.Tests;

public sealed class MachineFactsTests
{
    [Theory]
    [InlineData("6.18.44-fc-v769", 6, 18, 44)]
    [InlineData("5.15.0-1034-aws", 5, 15, 0)]
    [InlineData("6.1", 6, 1, 0)]
    [InlineData("6.2-rc1", 6, 2, 0)]
    public void Kernel_releases_are_read(string release, int major, int minor, int patch) =>
        Assert.Equal(new KernelVersion(major, minor, patch), KernelVersion.Parse(release));

    [Theory]
    [InlineData("")]
    [InlineData("linux")]
    [InlineData("6")]
    public void Other_text_is_no_release(string text) => Assert.Throws<FormatException>(() => KernelVersion.Parse(text));

    [Fact]
    public void Releases_are_ordered_by_number()
    {
        Assert.True(new KernelVersion(5, 9) < new KernelVersion(5, 15));
        Assert.True(new KernelVersion(6, 1) >= new KernelVersion(5, 15, 99));
        Assert.True(KernelVersion.Current > new KernelVersion(4, 0));
    }

    [Fact]
    public void Privileges_are_read_from_the_process_status()
    {
        var privileges = Privileges.Parse("Name:\tx\nUid:\t1000\t33\t1000\t1000\nCapEff:\t0000000000001000\n");
        Assert.Equal(33u, privileges.EffectiveUserId);
        Assert.True(privileges.Has(Capability.NetAdmin));
        Assert.False(privileges.Has(Capability.Bpf));
        Assert.False(privileges.MayUseBpf);
        Assert.True((privileges with { EffectiveCapabilities = 1ul << 12 | 1ul << 38 | 1ul << 39 }).MayUseBpf);
        Assert.Throws<FormatException>(() => Privileges.Parse("Name:\tx\n"));
        Assert.Equal(Environment.IsPrivilegedProcess, Privileges.Current.EffectiveUserId == 0);
    }

    [Fact]
    public void Clocks_run_forward_and_agree()
    {
        var coarse = Clock.MonotonicCoarse;
        var monotonic = Clock.Monotonic;
        var boot = Clock.BootTime;
        Assert.True(coarse > 0 && coarse <= monotonic);
        Assert.True(boot >= monotonic);
        Assert.True(Clock.Monotonic >= monotonic);
    }

    [Fact]
    public void Mac_addresses_are_read_and_written()
    {
        var mac = MacAddress.Parse("02:Ab:00:00:01:ff");
        Span<byte> bytes = stackalloc byte[6];
        mac.CopyTo(bytes);
        Assert.Equal([2, 0xab, 0, 0, 1, 0xff], bytes.ToArray());
        Assert.Equal(mac, new MacAddress(bytes));
        Assert.Equal("02:ab:00:00:01:ff", mac.ToString());
        foreach (var wrong in new[] { "", "02:00", "02:00:00:00:00:0", "02:00:00:00:00:00:00", "02:00:00:00:00:zz", "02-00-00-00-00-00" })
        {
            Assert.Throws<FormatException>(() => MacAddress.Parse(wrong));
        }
    }
}
