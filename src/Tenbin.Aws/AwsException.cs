using System.Net;

namespace Tenbin.Aws;

/// <summary>
/// AWS refused a call, or did not answer it. The message says what, why and how to mend it; it holds no secret.
/// </summary>
public sealed class AwsException : Exception
{
    /// <summary><see cref="Code"/> of a call that had no usable answer before its deadline: whether it was done is not known.</summary>
    public const string NoAnswer = "NoAnswer";

    /// <summary><see cref="Code"/> when no credentials are to be had.</summary>
    public const string NoCredentials = "NoCredentials";

    /// <summary>An answer that says no, or none.</summary>
    /// <param name="action">The call, e.g. <c>AssignPrivateIpAddresses</c>.</param>
    /// <param name="code">Error code of the service (EC2 API reference, "Error codes"), or one of this class.</param>
    /// <param name="said">What the service says.</param>
    /// <param name="requestId">For AWS support; null when there was no answer.</param>
    /// <param name="status">HTTP status; null when there was no answer.</param>
    /// <param name="cause">What lies below.</param>
    public AwsException(string action, string code, string said, string? requestId = null, HttpStatusCode? status = null, Exception? cause = null)
        : base(Text(action, code, said, requestId), cause)
    {
        (Action, Code, Said, RequestId, Status) = (action, code, said, requestId, status);
    }

    /// <summary>The call.</summary>
    public string Action { get; }

    /// <summary>Error code of the service, or one of this class.</summary>
    public string Code { get; }

    /// <summary>What the service says, without code and remedy.</summary>
    public string Said { get; }

    /// <summary>For AWS support; null when there was no answer.</summary>
    public string? RequestId { get; }

    /// <summary>HTTP status; null when there was no answer.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>A sentence that says how to mend it; null for a code that is not known.</summary>
    public string? Remedy => Remedies.For(Code);

    /// <summary>The same call may well succeed a little later.</summary>
    public bool IsTransient => Remedies.IsTransient(Code, Status);

    private static string Text(string action, string code, string said, string? requestId)
    {
        var request = requestId is null ? "" : $" (request {requestId})";
        var remedy = Remedies.For(code);
        return code == NoAnswer || code == NoCredentials
            ? $"{action}: {said}{(remedy is null ? "" : $"; {remedy}")}"
            : $"{action} was refused: {code}: {said.TrimEnd('.')}{request}{(remedy is null ? "" : $"; {remedy}")}";
    }
}
