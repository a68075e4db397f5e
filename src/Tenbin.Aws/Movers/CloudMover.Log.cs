using System.Net;
using Microsoft.Extensions.Logging;

namespace Tenbin.Aws.Movers;

public abstract partial class CloudMover
{
    [LoggerMessage(4410, LogLevel.Information, "Address {Address}: {Phase} took {Seconds:0.000} s.")]
    private partial void LogPhase(IPAddress address, string phase, double seconds);

    [LoggerMessage(4411, LogLevel.Warning, "Address {Address}: {One} shows it here, and {Other} does not agree or answer; it is believed.")]
    private partial void LogOneSource(IPAddress address, string one, string other);

    [LoggerMessage(4412, LogLevel.Warning,
        "Address {Address} was moved here without a refusal, and neither metadata nor API show it after {Seconds:0.#} s: someone else took it, or AWS is late. It is moved again.")]
    private partial void LogAgain(IPAddress address, double seconds);

    [LoggerMessage(4413, LogLevel.Warning, "Whether AWS still sends address {Address} here cannot be told: {Reason}. It is taken to be so.")]
    private partial void LogUnknown(IPAddress address, string reason);

    [LoggerMessage(4414, LogLevel.Information, "Whether AWS sends address {Address} here can be told again.")]
    private partial void LogKnownAgain(IPAddress address);

    [LoggerMessage(4415, LogLevel.Warning, "Address {Address}: the call has no answer yet, but the metadata shows it here: that is believed.")]
    private protected partial void LogTrusted(IPAddress address);

    [LoggerMessage(4416, LogLevel.Information, "Elastic IP {ElasticIp} did not follow to {Address} by itself and is associated with it now.")]
    private protected partial void LogAssociated(IPAddress elasticIp, IPAddress address);
}
