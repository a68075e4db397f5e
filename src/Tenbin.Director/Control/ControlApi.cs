using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tenbin.Director.Api;
using Tenbin.Director.Clustering;
using Tenbin.Director.Loop;
using Tenbin.Director.Overrides;
using Tenbin.Director.Status;
using Tenbin.Forwarding;

namespace Tenbin.Director.Control;

/// <summary>The resources under <c>/v1</c>. Reads take what is known; commands go through the loop.</summary>
internal sealed class ControlApi(DirectorLoop loop, IDataPlane plane, IClusterNode? cluster, Func<DaemonStatus> daemon)
{
    /// <summary>Adds the resources.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(ApiPaths.Status, (RequestDelegate)(http =>
            SendAsync(http, StatusBuilder.Build(loop.View, daemon(), cluster?.Status()), TenbinJson.Default.StatusReport)));
        routes.MapGet(ApiPaths.Sessions, (RequestDelegate)(http =>
            SendAsync(http, SessionQuery.Parse(http.Request.Query, loop.View).Run(plane), TenbinJson.Default.SessionList)));
        routes.MapGet(ApiPaths.Explain, (RequestDelegate)(http =>
            SendAsync(http, ExplainQuery.Parse(http.Request.Query, loop.View).Run(plane), TenbinJson.Default.ExplainAnswer)));
        routes.MapPost(ApiPaths.Reload, (RequestDelegate)(async http =>
            await SendAsync(http, await loop.AskAsync(new ReloadRequested()), TenbinJson.Default.CommandAnswer)));
        routes.MapPost(ApiPaths.Drain, (RequestDelegate)(http => CommandAsync(http, OverrideVerb.Drain)));
        routes.MapPost(ApiPaths.Undrain, (RequestDelegate)(http => CommandAsync(http, OverrideVerb.Undrain)));
        routes.MapPost(ApiPaths.Weight, (RequestDelegate)(http => CommandAsync(http, OverrideVerb.Weight)));
        new ClusterApi(cluster).Map(routes);
    }

    private async Task CommandAsync(HttpContext http, OverrideVerb verb)
    {
        ServerCommand? command;
        try
        {
            command = await JsonSerializer.DeserializeAsync(
                http.Request.Body, TenbinJson.Default.ServerCommand, http.RequestAborted);
        }
        catch (JsonException e)
        {
            throw new CommandRefusedException(400, $"the body is not what this resource takes: {e.Message}");
        }

        if (string.IsNullOrEmpty(command?.Server))
        {
            throw new CommandRefusedException(400, "the body needs 'server', the address of a real server");
        }

        await SendAsync(http, await loop.AskAsync(new OverrideRequested(verb, command)), TenbinJson.Default.CommandAnswer);
    }

    private static Task SendAsync<T>(HttpContext http, T value, JsonTypeInfo<T> type) =>
        http.Response.WriteAsJsonAsync(value, type, cancellationToken: http.RequestAborted);
}
