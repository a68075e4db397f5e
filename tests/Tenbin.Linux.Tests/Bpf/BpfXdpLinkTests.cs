using Tenbin.Linux.Bpf;
using Tenbin.Linux.Netlink;

namespace Tenbin.Linux.Tests.Bpf;

public sealed class BpfXdpLinkTests(BpfFixture fixture)
{
    [Theory]
    [InlineData(XdpMode.Native)]
    [InlineData(XdpMode.Generic)]
    public void A_pinned_link_stays_and_its_program_is_replaced_in_place(XdpMode mode)
    {
        Machine.RequireBpf();
        using var network = new TestNetwork();
        using var obj = fixture.Load("on_xdp", "on_xdp_too");
        using var first = obj.Program("on_xdp");
        using var second = obj.Program("on_xdp_too");
        using var netlink = network.Near.Run(RouteNetlink.Open);
        var index = netlink.Link("near0")!.Index;
        var path = fixture.FreshPath();
        network.Near.Run(() =>
        {
            using var link = BpfXdpLink.Attach(index, first, mode);
            link.Pin(path);
            var error = Assert.Throws<BpfException>(() => BpfXdpLink.Attach(index, second, mode));
            Assert.Contains("another XDP program", error.Message, StringComparison.Ordinal);
        });

        Assert.Equal(first.Id, netlink.Link("near0")!.XdpProgramId);
        using var reopened = BpfXdpLink.OpenPinned(path);
        Assert.Equal((index, first.Id), (reopened.InterfaceIndex, reopened.ProgramId));
        reopened.Update(second);
        Assert.Equal(second.Id, netlink.Link("near0")!.XdpProgramId);
        reopened.Detach();
        Assert.Equal(0, reopened.InterfaceIndex);
        Assert.Null(netlink.Link("near0")!.XdpProgramId);
        File.Delete(path);
    }

    [Fact]
    public void An_unpinned_link_goes_with_its_descriptor()
    {
        Machine.RequireBpf();
        using var network = new TestNetwork();
        using var obj = fixture.Load("on_xdp");
        using var program = obj.Program("on_xdp");
        using var netlink = network.Near.Run(RouteNetlink.Open);
        var index = netlink.Link("near0")!.Index;
        network.Near.Run(() => BpfXdpLink.Attach(index, program).Dispose());
        Eventually.True(() => netlink.Link("near0")!.XdpProgramId is null, "the program is detached");
    }
}
