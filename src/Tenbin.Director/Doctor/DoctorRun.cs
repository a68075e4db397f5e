using System.Collections.Immutable;

namespace Tenbin.Director.Doctor;

/// <summary>Asks every source at once and puts the findings in order. A source that fails is a finding itself.</summary>
public static class DoctorRun
{
    /// <summary>A source that takes longer is left out.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Examines; worst first, in the order of the sources.</summary>
    public static async Task<ImmutableArray<Finding>> ExamineAsync(IReadOnlyList<IDoctorSource> sources, DoctorContext context, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(context);
        var found = await Task.WhenAll(sources.Select(source => AskAsync(source, context, stop))).ConfigureAwait(false);
        return [.. found.SelectMany(findings => findings).OrderByDescending(finding => finding.Severity)];
    }

    /// <summary>Does every mend that a program may do; findings without one are left out.</summary>
    /// <returns>For each what came of it: null when it was done, else why not.</returns>
    public static async Task<ImmutableArray<(Finding Finding, string? Fault)>> FixAsync(IEnumerable<Finding> findings, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(findings);
        var results = ImmutableArray.CreateBuilder<(Finding, string?)>();
        foreach (var finding in findings.Where(finding => finding.Fix is not null))
        {
            results.Add((finding, await ApplyAsync(finding.Fix!, stop).ConfigureAwait(false)));
        }

        return results.ToImmutable();
    }

    private static async Task<string?> ApplyAsync(DoctorFix fix, CancellationToken stop)
    {
        try
        {
            await fix.Apply(stop).ConfigureAwait(false);
            return null;
        }
        catch (DoctorException e)
        {
            return e.Message;
        }
    }

    private static async Task<IReadOnlyList<Finding>> AskAsync(IDoctorSource source, DoctorContext context, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(s_patience, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        try
        {
            return await source.ExamineAsync(context, either.Token).ConfigureAwait(false);
        }
        catch (DoctorException e)
        {
            return [Unable(source, e.Message)];
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return [Unable(source, $"no answer within {s_patience.TotalSeconds:0} s")];
        }
    }

    private static Finding Unable(IDoctorSource source, string why) => new("doctor.not-examined", Severity.Caution, $"{source.Name} could not be examined: {why}")
    {
        Shows = "nothing is known of what this part would have found",
        Mend = "mend what is said, and run 'tenbin doctor' again",
    };
}
