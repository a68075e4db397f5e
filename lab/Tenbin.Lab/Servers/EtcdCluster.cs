using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Tenbin.Lab.Processes;

namespace Tenbin.Lab.Servers;

/// <summary>An etcd of one or three members, on machines of a lab or on loopback addresses of this machine.</summary>
public sealed class EtcdCluster : IAsyncDisposable
{
    private readonly string? _ownDirectory;

    private EtcdCluster(IReadOnlyList<EtcdServer> members, string? ownDirectory)
    {
        Members = members;
        _ownDirectory = ownDirectory;
    }

    public IReadOnlyList<EtcdServer> Members { get; }

    /// <summary>For key <c>endpoints</c>.</summary>
    public IReadOnlyList<Uri> Endpoints => [.. Members.Select(member => member.Url)];

    /// <summary>One member on each machine, at its first interface's IPv4 address; its data goes with the lab.</summary>
    public static Task<EtcdCluster> Start(params IReadOnlyList<Machine> machines) =>
        Start([.. machines.Select(machine => (machine, machine.Nics[0].V4))]);

    /// <summary>One member on each machine, at the address given; its data goes with the lab.</summary>
    public static Task<EtcdCluster> Start(IReadOnlyList<(Machine Machine, IPAddress Address)> members) => Start(
        new(
            [.. members.Select(member => new EtcdServer(
                member.Machine.Name,
                member.Address,
                Path.Combine(member.Machine.Directory, "etcd"),
                command => member.Machine.Start(command),
                command => member.Machine.Run(command)))],
            ownDirectory: null),
        []);

    /// <summary>Members at loopback addresses that nothing else is likely to use. Needs no root.</summary>
    /// <param name="members">How many.</param>
    /// <param name="options">Further options of etcd(1).</param>
    public static Task<EtcdCluster> StartOnLoopback(int members, params IReadOnlyList<string> options)
    {
        var net = RandomNumberGenerator.GetBytes(2);
        var directory = Directory.CreateTempSubdirectory("tenbin-etcd-").FullName;
        return Start(
            new(
                [.. Enumerable.Range(1, members).Select(number => new EtcdServer(
                    string.Create(CultureInfo.InvariantCulture, $"etcd{number}"),
                    new IPAddress([127, (byte)(net[0] | 1), net[1], (byte)number]),
                    Path.Combine(directory, number.ToString(CultureInfo.InvariantCulture)),
                    command => LabProcess.Start([.. command], onLine: null),
                    command => Command.Run([.. command])))],
                directory),
            options);
    }

    /// <summary>The member that leads now; waits for an election to end.</summary>
    public Task<EtcdServer> Leader() => Wait.For("etcd to have a leader", async () =>
    {
        foreach (var member in Members.Where(member => member.IsRunning))
        {
            if (await Ids(member) is { } ids && ids.Self == ids.Leader)
            {
                return member;
            }
        }

        return null;
    });

    /// <summary>Has the leader hand over to another member, and waits until that one leads.</summary>
    /// <returns>The new leader.</returns>
    public async Task<EtcdServer> MoveLeader()
    {
        var old = await Leader();
        foreach (var heir in Members.Where(member => member != old && member.IsRunning))
        {
            if (await Ids(heir) is { } ids)
            {
                (await old.Etcdctl("move-leader", ids.Self.ToString("x", CultureInfo.InvariantCulture))).Checked();
                return await Leader();
            }
        }

        throw new LabException("No other member of etcd answers that could lead.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in Members)
        {
            await member.DisposeAsync();
        }

        if (_ownDirectory is not null)
        {
            Directory.Delete(_ownDirectory, recursive: true);
        }
    }

    private static async Task<EtcdCluster> Start(EtcdCluster cluster, IReadOnlyList<string> options)
    {
        IReadOnlyList<string> shared =
        [
            "--initial-cluster", string.Join(',', cluster.Members.Select(member => member.AsInitialMember)),
            "--initial-cluster-token", Guid.NewGuid().ToString("N"),
            .. options,
        ];
        try
        {
            foreach (var member in cluster.Members)
            {
                member.Shared = shared;
                await member.Launch();
            }

            foreach (var member in cluster.Members)
            {
                await member.WaitUntilReady();
            }

            return cluster;
        }
        catch (LabException)
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Null when the member does not answer.</summary>
    private static async Task<MemberIds?> Ids(EtcdServer member)
    {
        var result = await member.Etcdctl("--command-timeout", "1s", "endpoint", "status", "--write-out", "json");
        if (result.ExitStatus != 0)
        {
            return null;
        }

        using var status = JsonDocument.Parse(result.Output);
        var answer = status.RootElement[0].GetProperty("Status");
        return new(
            answer.GetProperty("header").GetProperty("member_id").GetUInt64(),
            answer.TryGetProperty("leader", out var leader) ? leader.GetUInt64() : 0);
    }

    private sealed record MemberIds(ulong Self, ulong Leader);
}
