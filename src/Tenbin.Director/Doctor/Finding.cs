namespace Tenbin.Director.Doctor;

/// <summary>How bad a finding is.</summary>
public enum Severity
{
    /// <summary>Good to know; needs nothing done.</summary>
    Note,

    /// <summary>Works now, and will not in some situation.</summary>
    Caution,

    /// <summary>Breaks traffic, or would at the next failover.</summary>
    Problem,
}

/// <summary>One thing that <c>tenbin doctor</c> has found.</summary>
/// <param name="Id">Names the check, e.g. <c>dsr.server-answers-arp</c>; documented in <c>docs/doctor.md</c>.</param>
/// <param name="Severity">How bad.</param>
/// <param name="Wrong">What is wrong, and where: a sentence without its full stop.</param>
public sealed record Finding(string Id, Severity Severity, string Wrong)
{
    /// <summary>How it shows or would show: what an operator sees when it strikes.</summary>
    public required string Shows { get; init; }

    /// <summary>How to mend it.</summary>
    public required string Mend { get; init; }

    /// <summary>What <c>--fix</c> does about it; null when a program may not, or cannot.</summary>
    public DoctorFix? Fix { get; init; }
}

/// <summary>A mend that a program may do.</summary>
/// <param name="Does">What it does, as a command that would do the same.</param>
/// <param name="Apply">Does it; throws <see cref="DoctorException"/> when it cannot.</param>
public sealed record DoctorFix(string Does, Func<CancellationToken, Task> Apply)
{
    /// <summary>A mend that does not wait.</summary>
    public static DoctorFix Of(string does, Action apply) => new(does, _ =>
    {
        apply();
        return Task.CompletedTask;
    });
}
