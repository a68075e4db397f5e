using System.Collections.Immutable;

namespace Tenbin.Cluster.Witness.Etcd;

/// <summary>In which order the members are asked: from the one that answered last, around. Thread-safe.</summary>
internal sealed class EndpointOrder(ImmutableArray<Uri> endpoints)
{
    private int _first;

    public IEnumerable<Uri> FromBest()
    {
        int first = Volatile.Read(ref _first);
        return Enumerable.Range(first, endpoints.Length).Select(i => endpoints[i % endpoints.Length]);
    }

    public void Answered(Uri endpoint) => Volatile.Write(ref _first, endpoints.IndexOf(endpoint));

    /// <summary>Whoever asks next begins with the one after it, unless another is preferred by now.</summary>
    public void Failed(Uri endpoint)
    {
        int failed = endpoints.IndexOf(endpoint);
        Interlocked.CompareExchange(ref _first, (failed + 1) % endpoints.Length, failed);
    }
}
