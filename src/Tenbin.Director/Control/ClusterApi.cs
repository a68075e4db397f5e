using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tenbin.Cluster.Core;
using Tenbin.Director.Api;
using Tenbin.Director.Clustering;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Control;

/// <summary>Commands about groups, for a director that is a node.</summary>
internal sealed class ClusterApi(ClusterRuntime? cluster, Func<TenbinConfig> config)
{
    /// <summary>Adds the resources.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(ApiPaths.Takeover, (RequestDelegate)(http => GroupsAsync(http, CommandKind.Takeover)));
        routes.MapPost(ApiPaths.Standby, (RequestDelegate)(http => GroupsAsync(http, CommandKind.Standby)));
        routes.MapPost(ApiPaths.MaintenanceOn, (RequestDelegate)(http => AllAsync(http, CommandKind.MaintenanceOn)));
        routes.MapPost(ApiPaths.MaintenanceOff, (RequestDelegate)(http => AllAsync(http, CommandKind.MaintenanceOff)));
    }

    private async Task GroupsAsync(HttpContext http, CommandKind kind)
    {
        var node = Node();
        var wanted = (await BodyAsync(http)).Group;
        var groups = config().Groups;
        var chosen = Enumerable.Range(0, groups.Length).Where(group => wanted is null || groups[group].Name == wanted).ToList();
        if (chosen.Count == 0)
        {
            throw new CommandRefusedException(404, $"there is no group '{wanted}'; there are {string.Join(", ", groups.Select(group => group.Name))}");
        }

        if (wanted is null && kind == CommandKind.Standby)
        {
            chosen.RemoveAll(group => node.View.Groups[group].Phase != Phase.Holding);
        }

        List<string> changes = [], refusals = [];
        foreach (var group in chosen)
        {
            var done = await node.AskAsync(kind, group);
            (done.IsDone ? changes : refusals).Add($"{groups[group].Name}: {done.Text}");
        }

        if (refusals.Count > 0)
        {
            throw new CommandRefusedException(409, refusals[^1], [.. changes, .. refusals[..^1]]);
        }

        await SendAsync(http, changes);
    }

    private async Task AllAsync(HttpContext http, CommandKind kind) => await SendAsync(http, [(await Node().AskAsync(kind)).Text]);

    private ClusterRuntime Node() =>
        cluster ?? throw new CommandRefusedException(409, "this director is in no cluster: its file has no 'cluster'");

    private static async Task<GroupCommand> BodyAsync(HttpContext http)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, TenbinJson.Default.GroupCommand, http.RequestAborted) ?? new GroupCommand();
        }
        catch (JsonException e)
        {
            throw new CommandRefusedException(400, $"the body is not what this resource takes: {e.Message}");
        }
    }

    private static Task SendAsync(HttpContext http, IReadOnlyList<string> changes) => http.Response.WriteAsJsonAsync(
        new CommandAnswer([.. changes], []), TenbinJson.Default.CommandAnswer, cancellationToken: http.RequestAborted);
}
