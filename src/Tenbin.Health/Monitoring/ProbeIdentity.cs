using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Health.Monitoring;

/// <summary>What makes two probes the same, so that one run serves every service that asks for it.</summary>
internal sealed class ProbeIdentity : IEquatable<ProbeIdentity>
{
    private readonly ServerAddress _address;
    private readonly (string, ServiceAddress)? _service;

    public ProbeIdentity(CheckedServer server)
    {
        ServerAddress real = server.Key.Server;
        Settings = server.Check;
        // A ping has no port; a command is told which service it checks for, so services never share one.
        _address = real with { Port = Settings is PingCheck ? (ushort)0 : Settings.Port ?? real.Port };
        _service = Settings is ExecCheck ? (server.Key.Service, server.Listen) : null;
        Target = new(_address, server.Key.Service, server.Listen);
    }

    public Check Settings { get; }

    public ProbeTarget Target { get; }

    public bool Equals(ProbeIdentity? other) => other is not null
        && _address == other._address
        && _service == other._service
        && CheckComparer.Instance.Equals(Settings, other.Settings);

    public override bool Equals(object? obj) => Equals(obj as ProbeIdentity);

    public override int GetHashCode() => HashCode.Combine(_address, CheckComparer.Instance.GetHashCode(Settings));
}
