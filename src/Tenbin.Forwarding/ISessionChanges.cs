namespace Tenbin.Forwarding;

/// <summary>Changes of sessions, as the kernel tells them. For one thread, apart from <see cref="Wake"/>.</summary>
public interface ISessionChanges : IDisposable
{
    /// <summary>Waits until there is a change to read, <see cref="Wake"/> was called, or the time is up.</summary>
    /// <param name="atMost">How long; <see cref="Timeout.InfiniteTimeSpan"/> = for ever.</param>
    /// <exception cref="DataPlaneException">The kernel refused.</exception>
    void Wait(TimeSpan atMost);

    /// <summary>Ends a <see cref="Wait"/>, now or the next one; from any thread.</summary>
    void Wake();

    /// <summary>Takes changes without waiting; returns how many. Allocates nothing.</summary>
    /// <exception cref="DataPlaneException">The kernel refused.</exception>
    int Read(Span<SessionRecord> into);

    /// <summary>
    /// Changes that the kernel had no room to tell, since the tables were made. After it has grown only a full copy
    /// brings the others up to date.
    /// </summary>
    /// <exception cref="DataPlaneException">The kernel refused.</exception>
    long ReadLost();
}
