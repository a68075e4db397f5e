using Tenbin.Linux.Bpf;
using Tenbin.Linux.Netlink;

namespace Tenbin.Linux.Tests.Bpf;

public sealed class BpfTcTests(BpfFixture fixture)
{
    [Theory]
    [InlineData(BpfTcDirection.Ingress)]
    [InlineData(BpfTcDirection.Egress)]
    public void A_program_is_attached_replaced_in_place_and_detached(BpfTcDirection direction)
    {
        Machine.RequireBpf();
        using var network = new TestNetwork();
        using var obj = fixture.Load("on_tc");
        using var first = obj.Program("on_tc");
        using var other = fixture.Load("on_tc");
        using var second = other.Program("on_tc");
        network.Near.Run(() =>
        {
            var slot = new BpfTcSlot(Index("near0"), direction, Handle: 1, Priority: 100);
            Assert.Null(BpfTc.Query(slot));
            Assert.False(BpfTc.Detach(slot));
            Assert.Empty(BpfTc.List(slot.InterfaceIndex, direction));

            BpfTc.Attach(slot, first);
            Assert.Equal(first.Id, BpfTc.Query(slot));
            BpfTc.Attach(slot, second);
            Assert.Equal(second.Id, BpfTc.Query(slot));
            Assert.Equal([new BpfTcFilter(slot, "bpf", second.Id, $"on_tc:[{second.Id}]")], BpfTc.List(slot.InterfaceIndex, direction));
            Assert.False(BpfTc.RemoveEmptyHook(slot.InterfaceIndex));

            Assert.True(BpfTc.Detach(slot));
            Assert.Null(BpfTc.Query(slot));
            Assert.True(BpfTc.RemoveEmptyHook(slot.InterfaceIndex));
            Assert.False(BpfTc.RemoveEmptyHook(slot.InterfaceIndex));
        });
    }

    [Fact]
    public void Filters_of_others_are_listed_and_left_alone()
    {
        Machine.RequireBpf();
        using var network = new TestNetwork();
        using var obj = fixture.Load("on_tc");
        using var program = obj.Program("on_tc");
        using var tc = System.Diagnostics.Process.Start("tc", $"-n {network.Near} qdisc add dev near0 clsact");
        tc.WaitForExit();
        using var filter = System.Diagnostics.Process.Start("tc", $"-n {network.Near} filter add dev near0 ingress prio 5 protocol ip u32 match u32 0 0 flowid 1:1");
        filter.WaitForExit();
        network.Near.Run(() =>
        {
            var slot = new BpfTcSlot(Index("near0"), BpfTcDirection.Ingress, Handle: 1, Priority: 100);
            BpfTc.Attach(slot, program);
            var filters = BpfTc.List(slot.InterfaceIndex, BpfTcDirection.Ingress);
            Assert.Contains(filters, found => found is { Kind: "u32", Slot.Priority: 5, ProgramId: null });
            Assert.Contains(filters, found => found.ProgramId == program.Id);
            Assert.True(BpfTc.Detach(slot));
            Assert.False(BpfTc.RemoveEmptyHook(slot.InterfaceIndex));
        });
    }

    [Fact]
    public void A_missing_interface_is_an_error_with_its_number()
    {
        Machine.RequireBpf();
        using var network = new TestNetwork();
        using var obj = fixture.Load("on_tc");
        using var program = obj.Program("on_tc");
        var error = network.Near.Run(() => Assert.Throws<BpfException>(() => BpfTc.Attach(new(9999, BpfTcDirection.Ingress, 1, 1), program)));
        Assert.Contains("interface 9999", error.Message, StringComparison.Ordinal);
        Assert.Contains("ENODEV", error.Message, StringComparison.Ordinal);
    }

    private static int Index(string name)
    {
        using var netlink = RouteNetlink.Open();
        return netlink.Link(name)!.Index;
    }
}
