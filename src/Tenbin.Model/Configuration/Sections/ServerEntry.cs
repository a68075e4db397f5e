using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>One item of <c>servers</c>, or the fallback, as written: one real server or a range of them.</summary>
internal sealed record ServerEntry
{
    /// <summary>What names the address, for errors.</summary>
    public required Value Written { get; init; }

    public required AddressRange Addresses { get; init; }

    /// <summary>Null = the port of the virtual service.</summary>
    public ushort? Port { get; init; }

    /// <summary>Null after an error, or when the service has none.</summary>
    public required ForwardingMethod? Forward { get; init; }

    public int Weight { get; init; } = 1;

    /// <summary>Its own <c>weight</c>, or null.</summary>
    public Value? WrittenWeight { get; init; }

    /// <summary>Its own <c>check</c>, or null.</summary>
    public Value? Check { get; init; }

    /// <summary>One of its servers as an error may show it.</summary>
    public string Show(ServerAddress server) => Written.IsSubstituted ? Written.Shown : server.ToString();
}
