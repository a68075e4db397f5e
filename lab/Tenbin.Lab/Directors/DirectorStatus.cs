using System.Text.Json.Serialization;

namespace Tenbin.Lab.Directors;

/// <summary>What <c>tenbin status --output json</c> says, as far as the lab reads it.</summary>
public sealed record DirectorStatus(
    DirectorStatus.DaemonPart Daemon,
    DirectorStatus.ConfigPart Config,
    DirectorStatus.DataPlanePart DataPlane,
    IReadOnlyList<DirectorStatus.Service> Services,
    IReadOnlyList<string> Warnings)
{
    /// <summary>The service of that name.</summary>
    public Service this[string name] => Services.First(service => service.Name == name);

    public sealed record DaemonPart(int Pid, string Version);

    public sealed record ConfigPart(string File, RefusedReload? Refused);

    public sealed record RefusedReload(IReadOnlyList<string> Errors);

    public sealed record DataPlanePart(
        IReadOnlyList<Attachment> Attachments, long Sessions, IReadOnlyDictionary<string, long> Events, string? Problem);

    public sealed record Attachment(string Interface, string Hook);

    public sealed record Service(string Name, string Listen, IReadOnlyList<Server> Servers)
    {
        /// <summary>The server with that address; the port may be left out.</summary>
        public Server this[string address] =>
            Servers.First(server => server.Address == address || server.Address.StartsWith(address + ":", StringComparison.Ordinal));
    }

    public sealed record Server(
        string Address, string Forward, int Weight, string State, string Reason, bool Drained, long Active, long Inactive);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DirectorStatus))]
internal sealed partial class DirectorJson : JsonSerializerContext;
