using Microsoft.Extensions.Logging;

namespace Tenbin.Cluster.Witness;

public sealed partial class EtcdRegister
{
    [LoggerMessage(4300, LogLevel.Warning, "Witness etcd fails, its vote is missing: {Reason}")]
    private partial void LogFails(string reason);

    [LoggerMessage(4301, LogLevel.Information, "Witness etcd answers again, at {Endpoint}, after {Failed}")]
    private partial void LogAnswersAgain(string endpoint, TimeSpan failed);
}
