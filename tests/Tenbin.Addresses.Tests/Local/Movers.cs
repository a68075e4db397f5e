using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Tenbin.Addresses.Local;
using Tenbin.Linux;
using Tenbin.Model.Configuration;

namespace Tenbin.Addresses.Tests.Local;

internal static class Movers
{
    public static LocalMover Open(NetworkNamespace machine, Action<AddressConflict>? conflict = null, TimeProvider? time = null) =>
        machine.Run(() => LocalMover.Open(new LocalMoverOptions(), time ?? TimeProvider.System, NullLogger<LocalMover>.Instance, conflict ?? (_ => { })));

    public static GroupAddress Vip(string address, int? prefix = null, string? on = null) =>
        new(IPAddress.Parse(address), prefix ?? (address.Contains(':', StringComparison.Ordinal) ? 64 : 24), Interface: on);
}
