using System.Net.Sockets;
using Tenbin.Director.Api;
using Tenbin.Director.Tests.Fakes;
using Tenbin.Forwarding;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Tests.Startup;

public sealed class DirectorDaemonTests
{
    [Fact]
    public async Task A_bad_file_stops_the_start_with_every_error_and_touches_nothing()
    {
        await using var daemon = new RunningDaemon();
        await File.WriteAllTextAsync(daemon.ConfigFile, Files.Broken, TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<StartupException>(() => RunAsync(daemon));

        Assert.Equal(ExitStatus.BadUsage, refused.Status);
        Assert.Equal(Files.Load(Files.Broken).Errors.Length, refused.Message.Split('\n').Length);
        Assert.Equal(0, daemon.Kernel.Opened);
        Assert.False(Directory.Exists(daemon.Paths.RunDirectory));
    }

    [Fact]
    public async Task A_second_daemon_is_refused_and_the_first_goes_on()
    {
        await using var daemon = new RunningDaemon();
        await daemon.StartAsync();

        var refused = await Assert.ThrowsAsync<StartupException>(() => RunAsync(daemon));

        Assert.Contains($"process {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
        Assert.NotEmpty((await daemon.StatusAsync()).Services);
    }

    [Fact]
    public async Task The_socket_of_a_dead_daemon_is_replaced()
    {
        await using var daemon = new RunningDaemon();
        Directory.CreateDirectory(daemon.Paths.RunDirectory);
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(daemon.Paths.Socket));
        }

        await daemon.StartAsync();

        Assert.NotEmpty((await daemon.StatusAsync()).Services);
    }

    [Fact]
    public async Task Invariant4_An_orderly_end_leaves_the_kernel_alone_and_a_restart_knows_what_was_known()
    {
        await using var daemon = new RunningDaemon();
        await daemon.StartAsync();
        daemon.Find("172.18.1.33:80", ServerHealth.Up);
        await daemon.UntilAsync(report => report.Services[0].Servers[0].State == ServerState.Up);

        await daemon.StopAsync();
        Assert.Equal(Admission.Open, daemon.Kernel.AdmissionOf("172.18.1.33:80"));
        Assert.Equal(1, daemon.Kernel.Closed);
        Assert.False(File.Exists(daemon.Paths.Socket));
        await daemon.StartAsync();

        Assert.Equal(ServerState.Up, (await daemon.StatusAsync()).Services[0].Servers[0].State);
    }

    [Fact]
    public async Task A_data_plane_that_does_not_open_stops_the_start_with_its_reason()
    {
        await using var daemon = new RunningDaemon();
        var surroundings = daemon.Surroundings() with { OpenDataPlane = (_, _) => throw new DataPlaneException("the verifier refused") };

        var refused = await Assert.ThrowsAsync<StartupException>(() => DirectorDaemon.RunAsync(
            new DirectorOptions { ConfigFile = daemon.ConfigFile, Paths = daemon.Paths }, surroundings, daemon.Log, CancellationToken.None));

        Assert.Equal(ExitStatus.Failed, refused.Status);
        Assert.Equal("the verifier refused", refused.Message);
    }

    [Fact]
    public async Task Clear_is_refused_while_a_daemon_runs_unless_forced()
    {
        await using var daemon = new RunningDaemon();
        await daemon.StartAsync();

        var refused = Assert.Throws<StartupException>(() => Clearing.Run(daemon.Paths, force: false, daemon.Surroundings()));

        Assert.Contains("--force", refused.Message, StringComparison.Ordinal);
        Assert.Contains("removed all", Clearing.Run(daemon.Paths, force: true, daemon.Surroundings()));
    }

    [Fact]
    public async Task Clear_takes_the_groups_routes_before_their_addresses_and_these_before_their_gate_and_says_so()
    {
        await using var daemon = new RunningDaemon();
        List<string> done = [];
        var surroundings = daemon.Surroundings() with
        {
            ReleaseRouting = kept =>
            {
                Assert.Empty(kept);
                done.Add("routes");
                return ["removed the group route to 0.0.0.0/0 from table 100"];
            },
            ReleaseGated = (_, kept) =>
            {
                Assert.Empty(kept);
                done.Add("addresses");
                return ["removed the group address 172.18.1.199/24 from eth0"];
            },
            ClearDataPlane = _ =>
            {
                done.Add("gate");
                return ["removed all"];
            },
        };

        Assert.Equal(
            ["removed the group route to 0.0.0.0/0 from table 100", "removed the group address 172.18.1.199/24 from eth0", "removed all"],
            Clearing.Run(daemon.Paths, force: false, surroundings));
        Assert.Equal(["routes", "addresses", "gate"], done);
    }

    [Fact]
    public async Task Clear_leaves_the_gate_where_an_address_could_not_be_taken()
    {
        await using var daemon = new RunningDaemon();
        var surroundings = daemon.Surroundings() with
        {
            ReleaseGated = (_, _) => throw new DataPlaneException("not permitted"),
            ClearDataPlane = _ => throw new InvalidOperationException("the gate is removed"),
        };

        Assert.Equal("not permitted", Assert.Throws<StartupException>(() => Clearing.Run(daemon.Paths, force: false, surroundings)).Message);
    }

    [Fact]
    public async Task Clear_forgets_what_the_checks_found()
    {
        await using var daemon = new RunningDaemon();
        await daemon.StartAsync();
        daemon.Find("172.18.1.33:80", ServerHealth.Up);
        await daemon.UntilAsync(report => report.Services[0].Servers[0].State == ServerState.Up);
        await daemon.StopAsync();

        Clearing.Run(daemon.Paths, force: false, daemon.Surroundings());

        Assert.False(File.Exists(daemon.Paths.Findings));
    }

    private static Task RunAsync(RunningDaemon daemon) => DirectorDaemon.RunAsync(
        new DirectorOptions { ConfigFile = daemon.ConfigFile, Paths = daemon.Paths }, daemon.Surroundings(), daemon.Log, CancellationToken.None);
}
