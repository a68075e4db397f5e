using System.Collections.Immutable;
using System.Net;
using Tenbin.Forwarding;
using Tenbin.Model;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Tests.Fakes;

internal sealed class MemoryDataPlane : IDataPlane
{
    private readonly MemoryKernel _kernel;

    public MemoryDataPlane(MemoryKernel kernel)
    {
        _kernel = kernel;
        kernel.Opened++;
    }

    public ReconcileReport Reconcile(DesiredState desired)
    {
        _kernel.Reconciliations++;
        if (_kernel.Refusal is { } refusal)
        {
            throw new DataPlaneException(refusal);
        }

        var wanted = desired.Services
            .SelectMany(service => service.Servers.Select(server => (Key: (service.Listen, server.Address), server)))
            .ToDictionary(pair => pair.Key, pair => pair.server);
        var changes = ImmutableArray.CreateBuilder<string>();
        foreach (var gone in _kernel.Servers.Keys.Except(wanted.Keys).ToList())
        {
            _kernel.Servers.Remove(gone);
            changes.Add($"{gone.Item2} removed from {gone.Item1}");
        }

        foreach (var (key, server) in wanted)
        {
            if (!_kernel.Servers.TryGetValue(key, out var held) || held != server)
            {
                _kernel.Servers[key] = server;
                changes.Add($"{key.Address} of {key.Listen} set to {server.Admission} {server.Weight}");
            }
        }

        return new ReconcileReport(changes.ToImmutable(), _kernel.Warning is { } warning ? [warning] : []);
    }

    public DataPlaneSnapshot Read() => new()
    {
        Services =
        [
            .. _kernel.Servers.Keys.GroupBy(key => key.Item1).Select(service => new ServiceCounters(
                service.Key,
                service.Select(key => _kernel.Counters.GetValueOrDefault(key)).Aggregate(default(Traffic), (a, b) => a + b),
                [
                    .. service.Select(key => new ServerCounters(
                        key.Item2, _kernel.Counters.GetValueOrDefault(key), 3, 1, $"eth0 via {key.Item2.Address}", true)),
                ])),
        ],
        Events = _kernel.Events.ToImmutableSortedDictionary(),
        Sessions = _kernel.SessionCount,
        SessionLimit = 1_000,
        KernelMemory = 4_096,
        Attachments = [new Attachment("eth0", "tc")],
    };

    public IEnumerable<Session> Sessions(SessionFilter filter) => _kernel.Sessions.Where(session =>
        (filter.Client is null || session.Client.Address.Equals(filter.Client))
        && (filter.Service is null || session.Service == filter.Service)
        && (filter.Server is null || session.Server.Address.Equals(filter.Server))
        && (filter.State is null || session.State == filter.State));

    public Explanation Explain(IPEndPoint client, ServiceAddress service) =>
        _kernel.Servers.Keys.Where(key => key.Item1 == service).Select(key => (ServerAddress?)key.Item2).FirstOrDefault() is { } server
            ? new Explanation(server, "the scheduler chose it", [$"service {service} found", "no session"])
            : new Explanation(null, $"no service listens on {service}", []);

    public void Dispose() => _kernel.Closed++;
}
