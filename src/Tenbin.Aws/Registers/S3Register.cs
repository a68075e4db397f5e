using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Tenbin.Aws.Ec2;
using Tenbin.Aws.Signing;
using Tenbin.Cluster.Witness;
using Tenbin.Cluster.Witness.Etcd;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Registers;

/// <summary>
/// The register as one object for each group in a bucket of S3, <c>PREFIX/CLUSTER/GROUP</c>. A write is a <c>PutObject</c>
/// with <c>If-Match</c> or <c>If-None-Match</c> (S3 user guide, "Conditional requests"); the revision stands in the object,
/// which so has another ETag for each.
/// </summary>
public sealed class S3Register : IWitnessRegister, IDisposable
{
    private const string Type = "application/json";

    private readonly ConcurrentDictionary<string, (long Revision, string Tag)> _tags = [];
    private readonly SignedStore _store;
    private readonly string _bucket, _keys;
    private readonly bool _hasOwnEndpoint;

    /// <summary>Connects at the first call.</summary>
    /// <param name="session">How AWS is reached.</param>
    /// <param name="settings">Key <c>witness</c>, of type <c>s3</c>.</param>
    /// <param name="cluster">Tells clusters of directors apart that share a bucket; the same on every node.</param>
    /// <param name="connectTimeout">Shorter than a call's deadline.</param>
    /// <param name="log">Gets the changes between working and failing.</param>
    public S3Register(AwsSession session, WitnessSettings settings, string cluster, TimeSpan connectTimeout, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(settings);
        (_bucket, _keys) = (settings.Store!, $"{settings.Prefix.Trim('/')}/{cluster}/");
        var target = session.Target(AwsPlace.S3, settings.Endpoints.FirstOrDefault());
        _hasOwnEndpoint = target.HasOwnEndpoint;
        _store = new SignedStore("s3", target, session.Credentials, connectTimeout, session.Time, log);
    }

    /// <inheritdoc/>
    public WitnessHealth Health => _store.Health;

    /// <inheritdoc/>
    public async Task<RegisterReading> Read(string group, CancellationToken deadline)
    {
        var answer = await _store.Send(
            "GetObject", endpoint => new HttpRequestMessage(HttpMethod.Get, Address(endpoint, group)), null, Type,
            reply => reply.Status == HttpStatusCode.OK || IsAbsent(reply), Error, deadline).ConfigureAwait(false);
        return IsAbsent(answer) ? RegisterReading.Absent : Reading(group, answer);
    }

    /// <inheritdoc/>
    public async Task<WriteOutcome> Write(string group, RegisterValue value, long expectedRevision, CancellationToken deadline)
    {
        try
        {
            if (expectedRevision != 0 && !(_tags.TryGetValue(group, out var known) && known.Revision == expectedRevision))
            {
                var current = await Read(group, deadline).ConfigureAwait(false);
                if (current.Revision != expectedRevision)
                {
                    return new WriteOutcome.Refused(current);
                }
            }

            return await WriteAsync(group, value, expectedRevision, deadline).ConfigureAwait(false);
        }
        catch (WitnessException e)
        {
            return new WriteOutcome.Unknown(e.Message);
        }
    }

    /// <summary>Closes its connections, once no call is under way.</summary>
    public void Dispose() => _store.Dispose();

    private async Task<WriteOutcome> WriteAsync(string group, RegisterValue value, long expected, CancellationToken deadline)
    {
        var revision = Revisions.After(expected);
        var body = JsonSerializer.SerializeToUtf8Bytes(new S3Content(revision, value), S3Json.Default.S3Content);
        var tag = expected == 0 ? null : _tags.TryGetValue(group, out var known) && known.Revision == expected ? known.Tag : null;
        if (expected != 0 && tag is null)
        {
            return new WriteOutcome.Unknown("witness s3: another write of this node came between; nothing was sent");
        }

        var answer = await _store.Send(
            "PutObject",
            endpoint =>
            {
                var request = new HttpRequestMessage(HttpMethod.Put, Address(endpoint, group));
                request.Headers.TryAddWithoutValidation(tag is null ? "If-None-Match" : "If-Match", tag ?? "*");
                return request;
            },
            body, Type, reply => reply.Status == HttpStatusCode.OK || IsRefusal(reply) || IsAbsent(reply), Error, deadline).ConfigureAwait(false);
        if (answer.Status == HttpStatusCode.OK)
        {
            Remember(group, revision, answer.Tag);
            return new WriteOutcome.Written(revision);
        }

        if (IsAbsent(answer))
        {
            return new WriteOutcome.Refused(RegisterReading.Absent);
        }

        // It was not written; who did before tells a read.
        var current = await Read(group, deadline).ConfigureAwait(false);
        return current.Revision == expected
            ? new WriteOutcome.Unknown("witness s3: refused for a write under way at the same moment, whose end is not seen yet")
            : new WriteOutcome.Refused(current);
    }

    private Uri Address(Uri endpoint, string group)
    {
        // Escaped as S3 escapes it before it compares signatures.
        var path = string.Join('/', (_keys + group).Split('/').Select(Uri.EscapeDataString));
        return _hasOwnEndpoint ? new Uri(endpoint, $"{_bucket}/{path}") : new Uri($"{endpoint.Scheme}://{_bucket}.{endpoint.Authority}/{path}");
    }

    private RegisterReading Reading(string group, SignedStore.Answer answer)
    {
        try
        {
            var read = JsonSerializer.Deserialize(answer.Text, S3Json.Default.S3Content);
            if (read is not { Revision: > 0 })
            {
                throw new JsonException("it has no revision");
            }

            Remember(group, read.Revision, answer.Tag);
            return new RegisterReading(read.Value, read.Revision);
        }
        catch (JsonException e)
        {
            throw new WitnessException(
                $"witness s3: the object {_keys}{group} holds \"{Quote.Of(answer.Text, 200)}\", which Tenbin did not write: remove it with 'aws s3 rm s3://{_bucket}/{_keys}{group}'", e);
        }
    }

    private void Remember(string group, long revision, string? tag)
    {
        if (tag is not null)
        {
            _tags.AddOrUpdate(group, (revision, tag), (_, older) => older.Revision > revision && older.Revision - revision < 1_000 ? older : (revision, tag));
        }
    }

    private static bool IsAbsent(SignedStore.Answer answer) => answer.Status == HttpStatusCode.NotFound && Error(answer.Text).Code == "NoSuchKey";

    private static bool IsRefusal(SignedStore.Answer answer) =>
        answer.Status == HttpStatusCode.PreconditionFailed || (answer.Status == HttpStatusCode.Conflict && Error(answer.Text).Code == "ConditionalRequestConflict");

    private static (string Code, string Said) Error(string text)
    {
        try
        {
            var error = Ec2Element.Parse(text).Deep("Error");
            return (error?.Value("Code") ?? "", error?.Value("Message") ?? "without a reason");
        }
        catch (System.Xml.XmlException)
        {
            return ("", text.Length == 0 ? "without a reason" : $"the answer is no XML: \"{Quote.Of(text, 200)}\"");
        }
    }
}

/// <summary>Content of an object.</summary>
internal sealed record S3Content(long Revision, RegisterValue Value);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(S3Content))]
internal sealed partial class S3Json : JsonSerializerContext;
