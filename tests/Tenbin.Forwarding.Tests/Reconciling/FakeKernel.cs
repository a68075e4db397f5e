using System.Net;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Forwarding.Ebpf.Reconciling;
using Tenbin.Model;
using Tenbin.Model.Planning;

namespace Tenbin.Forwarding.Tests.Reconciling;

/// <summary>What the kernel would hold after one assignment after another.</summary>
internal sealed class FakeKernel(int serviceLimit = 8, int serverLimit = 32)
{
    public Dictionary<ServiceKey, ServiceEntry> Services { get; } = [];

    public List<ServerEntry> Servers { get; } = [];

    public static DesiredServer Server(int number, ForwardingMethod method = ForwardingMethod.Nat) =>
        new(new ServerAddress(IPAddress.Parse($"10.0.0.{number}"), 80), method, 1, Admission.Open);

    public static DesiredService Service(int port, params DesiredServer[] servers) => new()
    {
        Name = $"port {port}",
        Listen = new ServiceAddress(IPAddress.Parse("203.0.113.80"), (ushort)port, Protocol.Tcp),
        Scheduler = Scheduler.RoundRobin,
        Servers = [.. servers],
    };

    public static ServerMethod MethodOf(DesiredServer server) => (ServerMethod)server.Forward;

    public Assignment Assign(params DesiredService[] services) =>
        Assignment.Make(new DesiredState([.. services]), new HeldState(Services, Servers), MethodOf, serviceLimit, serverLimit);

    /// <summary>Does what the reconciler does with an assignment.</summary>
    public Assignment Apply(params DesiredService[] services)
    {
        var assignment = Assign(services);
        foreach (var service in assignment.Services)
        {
            Services[service.Key] = new ServiceEntry { Id = service.Id };
            foreach (var (desired, index, isNew) in service.Servers.Where(server => server.IsNew))
            {
                while (Servers.Count <= index)
                {
                    Servers.Add(default);
                }

                Servers[index] = new ServerEntry
                {
                    Address = MappedAddress.From(desired.Address.Address),
                    Port = desired.Address.Port,
                    Service = service.Id,
                    Method = MethodOf(desired),
                    Admission = desired.Admission,
                    Generation = Servers[index].Generation + 1,
                };
            }
        }

        foreach (var (key, _) in assignment.RemovedServices)
        {
            Services.Remove(key);
        }

        foreach (var index in assignment.RemovedServers)
        {
            Servers[index] = new ServerEntry { Generation = Servers[index].Generation + 1 };
        }

        return assignment;
    }
}
