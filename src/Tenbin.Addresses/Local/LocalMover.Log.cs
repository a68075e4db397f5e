using System.Net;
using Microsoft.Extensions.Logging;
using Tenbin.Linux;

namespace Tenbin.Addresses.Local;

public sealed partial class LocalMover
{
    [LoggerMessage(4000, LogLevel.Information, "Address {Address}/{PrefixLength} is on {Interface} now, and announced.")]
    private partial void LogAcquired(IPAddress address, int prefixLength, string @interface);

    [LoggerMessage(4001, LogLevel.Information, "Address {Address} was on {Interface} already; it is announced again.")]
    private partial void LogAdopted(IPAddress address, string @interface);

    [LoggerMessage(4002, LogLevel.Information, "Address {Address}/{PrefixLength} was removed from {Interface}.")]
    private partial void LogReleased(IPAddress address, int prefixLength, string @interface);

    [LoggerMessage(4003, LogLevel.Warning,
        "Address {Address} is held here, but {Mac} on {Interface} says that it has it too. Clients may reach either. Find that machine (bridge fdb, switch tables) and take the address from it; if it is the other director, its lease is over and its gate should be closed: look at its status.")]
    private partial void LogConflict(IPAddress address, MacAddress mac, string @interface);

    [LoggerMessage(4004, LogLevel.Warning,
        "Address {Address} could not be announced on {Interface}: {Reason}. It is on the interface; neighbours that knew its old place learn the new one only when they ask.")]
    private partial void LogNotAnnounced(IPAddress address, string @interface, string reason);

    [LoggerMessage(4005, LogLevel.Warning, "Address {Address} was put on {Interface}, which has no carrier: nobody can reach it. Look at cable, switch port or hypervisor.")]
    private partial void LogNoCarrier(IPAddress address, string @interface);
}
