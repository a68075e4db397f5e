using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Model;
using static Tenbin.Forwarding.Tests.Reconciling.FakeKernel;

namespace Tenbin.Forwarding.Tests.Reconciling;

public sealed class AssignmentTests
{
    [Fact]
    public void What_stays_keeps_its_id_and_slots_whatever_comes_and_goes_beside_it()
    {
        var kernel = new FakeKernel();
        var first = kernel.Apply(Service(80, Server(1), Server(2)), Service(81, Server(1)));
        var kept = first.Services[1];
        var second = kernel.Apply(Service(79, Server(7)), Service(81, Server(9), Server(1)));
        var now = second.Services[1];
        Assert.Equal(kept.Id, now.Id);
        Assert.False(now.IsNew);
        Assert.Equal(kept.Servers[0].Index, now.Servers[1].Index);
        Assert.False(now.Servers[1].IsNew);
        Assert.True(now.Servers[0].IsNew);
        Assert.Equal([ServiceKey.From(Service(80).Listen)], second.RemovedServices.Select(pair => pair.Key));
        Assert.Equal(first.Services[0].Servers.Select(server => server.Index).Order(), second.RemovedServers.Order());
    }

    [Fact]
    public void Nothing_is_given_away_in_the_round_that_frees_it()
    {
        var kernel = new FakeKernel();
        var first = kernel.Apply(Service(80, Server(1)));
        var second = kernel.Apply(Service(81, Server(2)));
        Assert.NotEqual(first.Services[0].Id, second.Services[0].Id);
        Assert.NotEqual(first.Services[0].Servers[0].Index, second.Services[0].Servers[0].Index);
        var third = kernel.Apply(Service(81, Server(2)), Service(82, Server(3)));
        Assert.Equal(first.Services[0].Id, third.Services[1].Id);
        Assert.Equal(first.Services[0].Servers[0].Index, third.Services[1].Servers[0].Index);
    }

    [Fact]
    public void A_server_whose_method_changed_is_another_one()
    {
        var kernel = new FakeKernel();
        var nat = kernel.Apply(Service(80, Server(1))).Services[0].Servers[0];
        var assignment = kernel.Apply(Service(80, Server(1, ForwardingMethod.Dsr)));
        Assert.True(assignment.Services[0].Servers[0].IsNew);
        Assert.Equal([nat.Index], assignment.RemovedServers);
    }

    [Fact]
    public void The_same_server_in_two_services_has_two_slots()
    {
        var assignment = new FakeKernel().Apply(Service(80, Server(1)), Service(81, Server(1)));
        Assert.NotEqual(assignment.Services[0].Servers[0].Index, assignment.Services[1].Servers[0].Index);
    }

    [Fact]
    public void More_servers_than_slots_are_refused_with_the_remedy()
    {
        var kernel = new FakeKernel(serverLimit: 3);
        kernel.Apply(Service(80, Server(1), Server(2)));
        kernel.Apply(Service(80, Server(1), Server(2), Server(3)));
        var error = Assert.Throws<DataPlaneException>(() => kernel.Assign(Service(80, Server(1), Server(4), Server(5))));
        Assert.Contains("data-plane.limits.servers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_services_than_fit_are_refused_with_the_remedy()
    {
        var kernel = new FakeKernel(serviceLimit: 2);
        kernel.Apply(Service(80, Server(1)), Service(81, Server(1)));
        var error = Assert.Throws<DataPlaneException>(() => kernel.Assign(Service(80, Server(1)), Service(82, Server(1))));
        Assert.Contains("data-plane.limits.services", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Invariant5_ids_that_somebody_spoilt_are_given_anew()
    {
        var kernel = new FakeKernel(serviceLimit: 4);
        kernel.Apply(Service(80, Server(1)), Service(81, Server(2)), Service(82, Server(3)));
        kernel.Services[ServiceKey.From(Service(81).Listen)] = kernel.Services[ServiceKey.From(Service(80).Listen)];
        kernel.Services[ServiceKey.From(Service(82).Listen)] = new ServiceEntry { Id = 4000 };
        var ids = kernel.Apply(Service(80, Server(1)), Service(81, Server(2)), Service(82, Server(3))).Services.Select(service => service.Id).ToArray();
        Assert.Equal(3, ids.Distinct().Count());
        Assert.All(ids, id => Assert.InRange(id, 0u, 3u));
        var settled = kernel.Assign(Service(80, Server(1)), Service(81, Server(2)), Service(82, Server(3)));
        Assert.All(settled.Services, service => Assert.False(service.IsNew));
    }

    [Fact]
    public void Any_course_of_changes_keeps_what_stays_and_gives_nothing_twice()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var kernel = new FakeKernel(serviceLimit: 24, serverLimit: 400);
        for (var round = 0; round < 300; round++)
        {
            var what = $"seed {seed}, round {round}";
            var services = kernel.Services.ToDictionary();
            var servers = kernel.Servers.ToArray();
            Model.Planning.DesiredService[] desired =
            [
                .. from port in Numbers(random, 12)
                   select Service(port, [.. Numbers(random, 15).Select(n => Server(n, (ForwardingMethod)random.Next(1, 3)))]),
            ];
            var assignment = kernel.Apply(desired);
            var all = assignment.Services.SelectMany(service => service.Servers, (service, server) => (service, server)).ToArray();
            Assert.True(assignment.Services.Select(service => service.Id).Distinct().Count() == desired.Length, $"{what}: an id twice");
            Assert.True(all.Select(pair => pair.server.Index).Distinct().Count() == all.Length, $"{what}: a slot twice");
            foreach (var service in assignment.Services)
            {
                var isHeld = services.TryGetValue(service.Key, out var held);
                Assert.True(service.IsNew != isHeld && (!isHeld || held.Id == service.Id), $"{what}: {service.Key} lost its id");
                Assert.True(isHeld || services.Values.All(other => other.Id != service.Id), $"{what}: id {service.Id} was taken");
            }

            foreach (var (service, server) in all)
            {
                var heldAt = Array.FindIndex(servers, held =>
                    !held.IsFree && !service.IsNew && held.Service == service.Id && held.Method == MethodOf(server.Desired) &&
                    held.ToServerAddress() == server.Desired.Address);
                Assert.True(server.IsNew == heldAt < 0 && (heldAt < 0 || heldAt == server.Index), $"{what}: {server} was at {heldAt}");
                Assert.True(!server.IsNew || server.Index >= servers.Length || servers[server.Index].IsFree, $"{what}: slot {server.Index} was taken");
            }

            var again = kernel.Assign(desired);
            Assert.True(again.RemovedServers.Count + again.RemovedServices.Count == 0 && again.Services.All(service => !service.IsNew), $"{what}: does not settle");
        }
    }

    private static int[] Numbers(Random random, int limit) =>
        [.. Enumerable.Range(1, limit).Where(_ => random.Next(2) == 0)];
}
