namespace Tenbin.Cluster.Witness.Etcd;

/// <summary>
/// One request to the first member that takes it. What may have been done is done nowhere else; so a write goes on to the next
/// member only when there was no connection to the one before.
/// </summary>
internal sealed class EtcdGateway(EtcdExchange exchange, EndpointOrder endpoints, EtcdToken? token)
{
    private readonly Lock _gate = new();
    private (ulong Id, Uri Endpoint)? _store;

    /// <returns>The answer, and who gave it.</returns>
    /// <exception cref="EtcdFault">No member gave an answer; the message names each that was asked.</exception>
    public async Task<(TReply Reply, Uri Endpoint)> Post<TRequest, TReply>(
        EtcdCall<TRequest, TReply> call, TRequest message, CancellationToken deadline)
        where TReply : IEtcdReply
    {
        List<string> faults = [];
        var reach = Reach.NotSent;
        foreach (Uri endpoint in endpoints.FromBest())
        {
            try
            {
                TReply reply = await PostTo(endpoint, call, message, deadline).ConfigureAwait(false);
                CheckStore(endpoint, reply.Header.ClusterId);
                endpoints.Answered(endpoint);
                return (reply, endpoint);
            }
            catch (EtcdFault fault)
            {
                endpoints.Failed(endpoint);
                faults.Add(fault.Message);
                reach = fault.Reach;
                if (deadline.IsCancellationRequested || (reach != Reach.NotSent && !call.Repeatable))
                {
                    break;
                }
            }
        }
        throw new EtcdFault(reach, string.Join("; ", faults));
    }

    private async Task<TReply> PostTo<TRequest, TReply>(
        Uri endpoint, EtcdCall<TRequest, TReply> call, TRequest message, CancellationToken deadline)
    {
        if (token is null)
        {
            return await exchange.Post(endpoint, call, message, token: null, deadline).ConfigureAwait(false);
        }

        string current = await token.At(endpoint, deadline).ConfigureAwait(false);
        try
        {
            return await exchange.Post(endpoint, call, message, current, deadline).ConfigureAwait(false);
        }
        catch (EtcdFault fault) when (fault.Reach == Reach.NoValidToken)
        {
            // etcd has said that it did nothing, so this is no repetition.
            token.Drop(current);
            current = await token.At(endpoint, deadline).ConfigureAwait(false);
            return await exchange.Post(endpoint, call, message, current, deadline).ConfigureAwait(false);
        }
    }

    /// <summary>Two clusters would be two registers, each with a vote of its own.</summary>
    private void CheckStore(Uri endpoint, ulong id)
    {
        lock (_gate)
        {
            _store ??= (id, endpoint);
            if (_store.Value.Id != id)
            {
                throw new EtcdFault(
                    Reach.MaybeDone,
                    $"{EtcdExchange.Name(endpoint)} belongs to etcd cluster {id:x}, but {EtcdExchange.Name(_store.Value.Endpoint)} to "
                    + $"{_store.Value.Id:x} when it was asked first: name members of one cluster only, and restart the directors "
                    + "one after the other if that etcd was replaced");
            }
        }
    }
}
