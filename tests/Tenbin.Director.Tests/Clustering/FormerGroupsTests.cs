using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Tenbin.Director.Clustering;
using Tenbin.Director.Tests.Fakes;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Tests.Clustering;

public sealed class FormerGroupsTests
{
    private static readonly GroupSettings s_front = new() { Name = "front", Addresses = [new(IPAddress.Parse("172.18.1.199"), 24)] };

    [Fact]
    public async Task A_node_keeps_what_the_groups_of_its_file_have()
    {
        var config = new TenbinConfig { Cluster = new ClusterSettings { KeyFile = "/k", Nodes = [] }, Groups = [s_front] };

        Assert.Equal(["routing but of front", "addresses but 172.18.1.199"], await ReleasedAsync(config));
    }

    [Fact]
    public async Task A_director_without_a_cluster_keeps_no_routes() => Assert.Equal(["routing but of "], await ReleasedAsync(new TenbinConfig()));

    private static async Task<List<string>> ReleasedAsync(TenbinConfig config)
    {
        await using var daemon = new RunningDaemon();
        List<string> done = [];
        var surroundings = daemon.Surroundings() with
        {
            ReleaseRouting = kept =>
            {
                done.Add($"routing but of {string.Join(", ", kept.Select(group => group.Name))}");
                return [];
            },
            ReleaseGated = (_, kept) =>
            {
                done.Add($"addresses but {string.Join(", ", kept)}");
                return [];
            },
        };
        FormerGroups.Release(surroundings, daemon.Paths, config, NullLogger.Instance);
        return done;
    }
}
