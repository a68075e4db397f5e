using System.Net;
using Tenbin.Model;
using Tenbin.Model.Planning;

namespace Tenbin.Forwarding;

/// <summary>What forwards packets. Not thread-safe for writers: one reconciler owns it. Readers may run beside it.</summary>
public interface IDataPlane : IDisposable
{
    /// <summary>
    /// Makes the kernel hold <paramref name="desired"/> and nothing else of ours, by a diff against what the kernel
    /// holds (never against memory), and puts right attachments and next hops that something disturbed.
    /// </summary>
    /// <exception cref="DataPlaneException">The kernel refused; what was changed so far stays, the next call goes on.</exception>
    ReconcileReport Reconcile(DesiredState desired);

    /// <summary>Counters, loads and table use, straight from the kernel.</summary>
    DataPlaneSnapshot Read();

    /// <summary>Live sessions that <paramref name="filter"/> accepts, read from the kernel as the caller enumerates.</summary>
    IEnumerable<Session> Sessions(SessionFilter filter);

    /// <summary>Where a packet from <paramref name="client"/> to <paramref name="service"/> would go now, and why; changes nothing.</summary>
    Explanation Explain(IPEndPoint client, ServiceAddress service);
}
