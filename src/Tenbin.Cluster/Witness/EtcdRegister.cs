using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tenbin.Cluster.Witness.Etcd;
using Tenbin.Model.Configuration;

namespace Tenbin.Cluster.Witness;

/// <summary>
/// The register as one key per group in etcd 3.4 or newer, <c>PREFIX/CLUSTER/GROUP</c>, through its HTTP gateway.
/// A write is a transaction on the key's <c>mod_revision</c>; no lease of etcd is used.
/// </summary>
public sealed partial class EtcdRegister : IWitnessRegister, IDisposable
{
    private const int LongestQuote = 200;

    private readonly string _keys;
    private readonly HttpClient _http;
    private readonly EtcdGateway _gateway;
    private readonly HealthRecord _health;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    /// <summary>Connects at the first call.</summary>
    /// <param name="settings">Key <c>witness</c>.</param>
    /// <param name="cluster">Tells clusters of directors apart that share an etcd; the same on every node.</param>
    /// <param name="connectTimeout">For one endpoint; shorter than a call's deadline, so that the next one gets its turn.</param>
    /// <param name="time">For latencies and the deadline of a login.</param>
    /// <param name="log">Gets the changes between working and failing.</param>
    public EtcdRegister(
        WitnessSettings settings, string cluster, TimeSpan connectTimeout, TimeProvider time, ILogger<EtcdRegister> log)
        : this(settings, cluster, EtcdHttp.Handler(connectTimeout), time, log)
    {
    }

    internal EtcdRegister(
        WitnessSettings settings, string cluster, HttpMessageHandler handler, TimeProvider time, ILogger<EtcdRegister> log)
    {
        _keys = $"{settings.Prefix.TrimEnd('/')}/{cluster}/";
        _http = EtcdHttp.Client(handler);
        var exchange = new EtcdExchange(_http, time);
        var token = settings.User is { } user ? new EtcdToken(exchange, user, settings.Password ?? "", time) : null;
        _gateway = new(exchange, new(settings.Endpoints), token);
        _health = new(time);
        _time = time;
        _log = log;
    }

    /// <inheritdoc/>
    public WitnessHealth Health => _health.Snapshot();

    /// <inheritdoc/>
    public async Task<RegisterReading> Read(string group, CancellationToken deadline)
    {
        try
        {
            RangeReply reply = await Ask(EtcdCalls.Range, new(Key(group)), deadline).ConfigureAwait(false);
            return Reading(group, reply.Kvs);
        }
        catch (EtcdFault e)
        {
            throw new WitnessException($"witness etcd: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public async Task<WriteOutcome> Write(string group, RegisterValue value, long expectedRevision, CancellationToken deadline)
    {
        byte[] key = Key(group);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(value, RegisterJson.Default.RegisterValue);
        var transaction = new TxnRequest(
            [new(key, expectedRevision)], [new(new PutRequest(key, json))], [new(new RangeRequest(key))]);
        try
        {
            TxnReply reply = await Ask(EtcdCalls.Txn, transaction, deadline).ConfigureAwait(false);
            return reply.Succeeded
                ? new WriteOutcome.Written(reply.Header.Revision)
                : new WriteOutcome.Refused(Reading(group, reply.Responses is [{ ResponseRange: { } range }] ? range.Kvs : null));
        }
        catch (Exception e) when (e is EtcdFault or WitnessException)
        {
            return new WriteOutcome.Unknown(e.Message);
        }
    }

    /// <summary>Closes its connections, once no call is under way.</summary>
    public void Dispose() => _http.Dispose();

    private async Task<TReply> Ask<TRequest, TReply>(
        EtcdCall<TRequest, TReply> call, TRequest message, CancellationToken deadline)
        where TReply : IEtcdReply
    {
        long start = _time.GetTimestamp();
        try
        {
            (TReply reply, Uri endpoint) = await _gateway.Post(call, message, deadline).ConfigureAwait(false);
            if (_health.Answered(endpoint, $"{reply.Header.ClusterId:x}", start) is { } failed)
            {
                LogAnswersAgain(EtcdExchange.Name(endpoint), failed);
            }
            return reply;
        }
        catch (EtcdFault e)
        {
            if (_health.Failed(e.Message))
            {
                LogFails(e.Message);
            }
            throw;
        }
    }

    private byte[] Key(string group) => Encoding.UTF8.GetBytes(_keys + group);

    private RegisterReading Reading(string group, IReadOnlyList<KeyValue>? found)
    {
        if (found is not [var pair, ..])
        {
            return RegisterReading.Absent;
        }
        try
        {
            return new(JsonSerializer.Deserialize(pair.Value, RegisterJson.Default.RegisterValue)
                ?? throw new JsonException("null"), pair.ModRevision);
        }
        catch (JsonException e)
        {
            throw new WitnessException(
                $"witness etcd: the key {_keys}{group} holds \"{Quote.Of(pair.Value, LongestQuote)}\", which Tenbin did not write: "
                + $"remove it with etcdctl del {_keys}{group}",
                e);
        }
    }
}
