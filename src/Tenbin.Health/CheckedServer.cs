using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Health;

/// <summary>One real server of one service whose health is to be known.</summary>
/// <param name="Key">Service and server.</param>
/// <param name="Listen">The service's address, which <c>exec</c> checks are told.</param>
/// <param name="Check">How it is checked.</param>
public sealed record CheckedServer(ServerKey Key, ServiceAddress Listen, Check Check)
{
    /// <summary>Every real server of a file, in file order. Fallbacks are used unchecked and are not among them.</summary>
    public static IReadOnlyCollection<CheckedServer> Of(TenbinConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return [.. config.Services.SelectMany(
            service => service.Servers,
            (service, server) => new CheckedServer(new(service.Name, server.Address), service.Listen, server.Check))];
    }
}
