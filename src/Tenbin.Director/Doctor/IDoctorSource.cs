using Tenbin.Director.Api;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Doctor;

/// <summary>Looks at one part of the world for <c>tenbin doctor</c>, such as this machine or the cloud's own book-keeping.</summary>
public interface IDoctorSource
{
    /// <summary>What it looks at, e.g. <c>this machine</c>.</summary>
    string Name { get; }

    /// <summary>Looks, and changes nothing. Other sources look at the same time.</summary>
    /// <returns>What it has found, worst or not; empty when all is well or nothing here concerns it.</returns>
    /// <exception cref="DoctorException">It cannot look.</exception>
    /// <exception cref="OperationCanceledException">Not in time.</exception>
    Task<IReadOnlyList<Finding>> ExamineAsync(DoctorContext context, CancellationToken cancellation);
}

/// <summary>What every source may want to know.</summary>
/// <param name="Config">The file.</param>
/// <param name="ConfigFile">Its path.</param>
/// <param name="Paths">Where a daemon here keeps what it keeps.</param>
/// <param name="Daemon">What the daemon here says; null when none runs.</param>
/// <param name="MayProbe">It may send to the segment: ARP, ND and echo requests.</param>
/// <param name="Time">Clock and timers.</param>
public sealed record DoctorContext(TenbinConfig Config, string ConfigFile, DirectorPaths Paths, StatusReport? Daemon, bool MayProbe, TimeProvider Time);
