using System.Text;
using System.Xml.Linq;
using Tenbin.Lab.Cloud.Api.Signing;
using Tenbin.Lab.Cloud.Api.Xml;

namespace Tenbin.Lab.Cloud.Api;

/// <summary>What the API sends back.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">XML.</param>
public sealed record ApiAnswer(int Status, string Body);

/// <summary>The EC2 API (version 2016-11-15), apart from HTTP: a signed request in, an answer out, mishaps as ordered.</summary>
public sealed class Ec2Service(ControlPlane control, KeyTable keys, TimeProvider time)
{
    private const string Version = "2016-11-15";
    private readonly SignatureCheck _signature = new(keys, time, control.Book.Region, "ec2");

    /// <summary>How it behaves.</summary>
    public Conduct Conduct { get; } = new();

    public CallLog Calls { get; } = new();

    /// <summary>Answers a request; null when the connection is to be reset.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="left">The client has gone.</param>
    public async Task<ApiAnswer?> Answer(SignedRequest request, CancellationToken left)
    {
        var query = new Query(request.Method == "GET" ? request.Query : Encoding.UTF8.GetString(request.Body.Span));
        var action = query.Optional("Action") ?? "";
        var caller = "";
        var conduct = Conduct.Take(action);
        try
        {
            var principal = _signature.Verify(request);
            caller = principal.Arn;
            await Pause(conduct.Latency, left);
            if (!conduct.AfterEffect && conduct.Mishap != Mishap.None)
            {
                return await Suffer(conduct.Mishap, action, caller, left);
            }

            var content = Run(principal, action, query);
            await Pause(conduct.AnswerLatency, left);
            if (conduct.Mishap != Mishap.None)
            {
                return await Suffer(conduct.Mishap, action, caller, left);
            }

            Note(action, caller, "OK");
            return Success(action, content);
        }
        catch (ApiException e)
        {
            Note(action, caller, e.Code);
            return Failure(e);
        }
    }

    private List<XElement?> Run(Principal principal, string action, Query query)
    {
        if (!Ec2Actions.All.TryGetValue(action, out var known) || query.Optional("Version") != Version)
        {
            throw Errors.InvalidAction(action);
        }

        if (!known.HasDryRun && query.Optional("DryRun") is not null)
        {
            throw Errors.UnknownParameter("DryRun");
        }

        if (!principal.May("ec2:" + action))
        {
            throw Errors.UnauthorizedOperation(principal.Arn, action);
        }

        return query.Flag("DryRun") ? throw Errors.DryRunOperation() : [.. known.Run(new(query, control))];
    }

    private async Task<ApiAnswer?> Suffer(Mishap mishap, string action, string caller, CancellationToken left)
    {
        Note(action, caller, mishap.ToString());
        switch (mishap)
        {
            case Mishap.Throttled:
                return Failure(Errors.RequestLimitExceeded());
            case Mishap.InternalError:
                return Failure(Errors.InternalError());
            case Mishap.Unavailable:
                return Failure(Errors.Unavailable());
            case Mishap.NoAnswer:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, left);
                return null;
            default:
                return null;
        }
    }

    private async Task Pause(TimeSpan span, CancellationToken left)
    {
        if (span > TimeSpan.Zero)
        {
            await Task.Delay(span, time, left);
        }
    }

    private void Note(string action, string caller, string outcome) => Calls.Add(new(LabClock.Now, action, caller, outcome));

    private static ApiAnswer Success(string action, IEnumerable<XElement?> content) =>
        new(200, X.Group(action + "Response", [X.Value("requestId", RequestId()), .. content]).ToString(SaveOptions.DisableFormatting));

    /// <summary>Errors have no namespace (EC2 API Reference, "Example error response").</summary>
    private static ApiAnswer Failure(ApiException e) => new(
        e.Status,
        new XElement(
            "Response",
            new XElement("Errors", new XElement("Error", new XElement("Code", e.Code), new XElement("Message", e.Message))),
            new XElement("RequestID", RequestId())).ToString(SaveOptions.DisableFormatting));

    private static string RequestId() => Guid.NewGuid().ToString();
}
