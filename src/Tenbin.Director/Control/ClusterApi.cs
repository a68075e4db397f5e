using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tenbin.Cluster.Core;
using Tenbin.Director.Api;
using Tenbin.Director.Clustering;

namespace Tenbin.Director.Control;

/// <summary>Commands about groups, for a director that is a node.</summary>
internal sealed class ClusterApi(IClusterNode? cluster)
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
        var chosen = Enumerable.Range(0, node.Groups.Count).Where(group => wanted is null || node.Groups[group] == wanted).ToList();
        if (chosen.Count == 0)
        {
            throw new CommandRefusedException(404, $"there is no group '{wanted}'; there are {string.Join(", ", node.Groups)}");
        }

        if (wanted is null && kind == CommandKind.Standby)
        {
            chosen.RemoveAll(group => node.View.Groups[group].Phase != Phase.Holding);
        }

        List<string> changes = [], refusals = [];
        // All at once: each may take seconds, and whoever asks is patient for a while only.
        foreach (var (group, done) in chosen.Zip(await Task.WhenAll(chosen.Select(group => node.AskAsync(kind, group)))))
        {
            (done.IsDone ? changes : refusals).Add($"{node.Groups[group]}: {done.Text}");
        }

        if (refusals.Count > 0)
        {
            throw new CommandRefusedException(409, refusals[^1], [.. changes, .. refusals[..^1]]);
        }

        await SendAsync(http, changes);
    }

    private async Task AllAsync(HttpContext http, CommandKind kind)
    {
        var done = await Node().AskAsync(kind);
        await SendAsync(http, done.IsDone ? [done.Text] : throw new CommandRefusedException(409, done.Text));
    }

    private IClusterNode Node() =>
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
