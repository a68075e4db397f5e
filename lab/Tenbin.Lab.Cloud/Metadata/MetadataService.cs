using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Books;
using Tenbin.Lab.Cloud.Fabric.Tracking;

namespace Tenbin.Lab.Cloud.Metadata;

/// <summary>
/// The instance metadata service, versions 2 and, where no token is required, 1. Who asks it learns from the lane that
/// the fabric put the question in (<see cref="MetadataLanes"/>).
/// </summary>
public sealed class MetadataService(ControlPlane control, MetadataLanes lanes, RoleCredentials credentials, TimeProvider time)
{
    private const string TokenHeader = "X-aws-ec2-metadata-token", LifeHeader = "X-aws-ec2-metadata-token-ttl-seconds";
    private const string CredentialsPath = "meta-data/iam/security-credentials/";
    private const short UsualHops = 64;
    private readonly ConcurrentDictionary<string, MetadataConduct> _conduct = new();
    private readonly ConcurrentDictionary<string, long> _asked = new();
    private readonly TokenBook _tokens = new(time);

    /// <summary>Of instances that nothing else is said of.</summary>
    public MetadataConduct Usual { get; set; } = new();

    public RoleCredentials Credentials { get; } = credentials;

    /// <summary>From now on, for one instance.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="conduct">Null = as usual.</param>
    public void Set(string instanceId, MetadataConduct? conduct)
    {
        if (conduct is null)
        {
            _conduct.TryRemove(instanceId, out _);
        }
        else
        {
            _conduct[instanceId] = conduct;
        }
    }

    /// <summary>Questions of an instance so far.</summary>
    public long Asked(string instanceId) => _asked.GetValueOrDefault(instanceId);

    internal async Task Answer(HttpContext context)
    {
        var book = control.InMetadata;
        if (AskerOf(book, context) is not { } instance)
        {
            context.Abort();
            return;
        }

        _asked.AddOrUpdate(instance.Id, 1, (_, count) => count + 1);
        var conduct = _conduct.GetValueOrDefault(instance.Id) ?? Usual;
        SetHops(context, UsualHops);
        if (conduct.NoAnswer)
        {
            await Never(context.RequestAborted);
            return;
        }

        if (conduct.Latency > TimeSpan.Zero)
        {
            await Task.Delay(conduct.Latency, time);
        }

        await (conduct.Disabled ? Refuse(context, StatusCodes.Status403Forbidden)
            : context.Request.Path == "/latest/api/token" ? GiveToken(context, instance, conduct)
            : Tell(context, book, instance, conduct));
    }

    private Instance? AskerOf(Book book, HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address || lanes.EndOf(Ip.From(address)) is not (var port, _))
        {
            return null;
        }

        var held = book.Interfaces.Values.FirstOrDefault(held => held.Port == port);
        return held?.InstanceId is { } id ? book.Instances[id] : null;
    }

    private async Task GiveToken(HttpContext context, Instance instance, MetadataConduct conduct)
    {
        var request = context.Request;
        if (request.Method != HttpMethods.Put)
        {
            await Refuse(context, StatusCodes.Status405MethodNotAllowed);
        }
        else if (request.Headers.ContainsKey("X-Forwarded-For"))
        {
            await Refuse(context, StatusCodes.Status403Forbidden);
        }
        else if (!int.TryParse(request.Headers[LifeHeader], NumberStyles.None, CultureInfo.InvariantCulture, out var life)
            || life is < 1 or > TokenBook.LongestLife)
        {
            await Refuse(context, StatusCodes.Status400BadRequest);
        }
        else
        {
            // Only this answer is bound to stay near: its packets die at the first router that they do not belong to.
            SetHops(context, conduct.HopLimit);
            context.Response.Headers[LifeHeader] = life.ToString(CultureInfo.InvariantCulture);
            await Write(context, _tokens.Issue(instance.Id, TimeSpan.FromSeconds(life)));
        }
    }

    private async Task Tell(HttpContext context, Book book, Instance instance, MetadataConduct conduct)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method))
        {
            await Refuse(context, StatusCodes.Status405MethodNotAllowed);
            return;
        }

        var token = request.Headers[TokenHeader].ToString();
        if (token.Length == 0 ? conduct.TokenRequired : !_tokens.IsValid(token, instance.Id))
        {
            await Refuse(context, StatusCodes.Status401Unauthorized);
            return;
        }

        var path = request.Path.Value!;
        if (path.StartsWith("/latest/", StringComparison.Ordinal) && Read(book, instance, path["/latest/".Length..]) is { } value)
        {
            await Write(context, value);
        }
        else
        {
            await Refuse(context, StatusCodes.Status404NotFound);
        }
    }

    private string? Read(Book book, Instance instance, string path)
    {
        var tree = MetadataTree.Of(book, instance);
        if (instance.Role is { } role)
        {
            if (path.TrimEnd('/') == CredentialsPath + role)
            {
                return Credentials.Json(instance, role);
            }

            tree[CredentialsPath + role] = "";
        }

        return MetadataTree.Read(tree, path);
    }

    private static void SetHops(HttpContext context, short hops) =>
        context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket.Ttl = hops;

    private static Task Write(HttpContext context, string text)
    {
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync(text);
    }

    private static Task Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static async Task Never(CancellationToken left)
    {
        var gone = new TaskCompletionSource();
        await using var registration = left.Register(gone.SetResult);
        await gone.Task;
    }
}
