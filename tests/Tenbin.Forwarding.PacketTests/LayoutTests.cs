using System.Runtime.CompilerServices;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Forwarding.PacketTests.Kernel;

namespace Tenbin.Forwarding.PacketTests;

/// <summary>The records of <c>Layout</c> are the structs of <c>abi.h</c> and <c>maps.h</c>.</summary>
public sealed class LayoutTests(KernelFixture kernel)
{
    [Fact]
    public void Keys_and_values_are_as_long_as_in_the_kernel()
    {
        var plane = kernel.Plane();
        Same<ServiceKey, ServiceEntry>("services");
        Same<uint, ServerEntry>("servers");
        Same<uint, ServerLoad>("server_loads");
        Same<uint, TrafficEntry>("server_traffic");
        Same<uint, TrafficEntry>("retired_traffic");
        Same<Flow, SessionEntry>("sessions");
        Same<Flow, Flow>("replies");
        Same<ScopedPrefix, uint>("allowed");
        Same<ScopedPrefix, uint>("on_link");
        Same<uint, InterfaceEntry>("interfaces");
        Same<uint, SettingsEntry>("settings");
        Same<ClientKey, ClientEntry>("clients");
        Same<MappedAddress, uint>("gate_groups");
        Same<uint, GateEntry>("gates");
        Same<uint, uint>("gate_in_use");
        Same<RelayKey, RelayEntry>("relays");
        Same<MacEntry, uint>("relayers");
        Assert.Equal((uint)Enum.GetValues<PacketEvent>().Length, plane["events"].MaxEntries);
        Assert.Equal((IGate.MaxGroups, IGate.MaxAddresses), ((int)plane["gates"].MaxEntries, (int)plane["gate_groups"].MaxEntries));

        void Same<TKey, TValue>(string map) => Assert.Equal(
            (map, (uint)Unsafe.SizeOf<TKey>(), (uint)Unsafe.SizeOf<TValue>()), (map, plane[map].KeySize, plane[map].ValueSize));
    }
}
