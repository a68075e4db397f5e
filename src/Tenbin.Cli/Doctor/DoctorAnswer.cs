using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Tenbin.Director.Doctor;

namespace Tenbin.Cli.Doctor;

/// <summary>What <c>tenbin doctor</c> has found, for programs.</summary>
/// <param name="Good">Nothing but notes.</param>
/// <param name="Findings">Worst first.</param>
internal sealed record DoctorAnswer(bool Good, ImmutableArray<DoctorEntry> Findings)
{
    public static DoctorAnswer Of(ImmutableArray<Finding> findings, ImmutableArray<(Finding Finding, string? Fault)> fixes) => new(
        IsGood(findings, fixes),
        [
            .. findings.Select(finding => new DoctorEntry(
                finding.Id, finding.Severity, finding.Wrong, finding.Shows, finding.Mend, finding.Fix?.Does,
                fixes.Any(fix => fix.Finding == finding && fix.Fault is null), fixes.FirstOrDefault(fix => fix.Finding == finding).Fault)),
        ]);

    /// <summary>All that is more than a note was mended.</summary>
    public static bool IsGood(ImmutableArray<Finding> findings, ImmutableArray<(Finding Finding, string? Fault)> fixes) =>
        findings.All(finding => finding.Severity == Severity.Note || fixes.Any(fix => fix.Finding == finding && fix.Fault is null));
}

/// <summary>One finding.</summary>
/// <param name="Id">Names the check.</param>
/// <param name="Severity"><c>note</c>, <c>caution</c> or <c>problem</c>.</param>
/// <param name="Wrong">What is wrong.</param>
/// <param name="Shows">How it shows.</param>
/// <param name="Mend">How to mend it.</param>
/// <param name="Fix">What <c>--fix</c> does; null = nothing.</param>
/// <param name="Fixed">It was mended now.</param>
/// <param name="FixFault">Why it could not be mended; null when it was, or was not tried.</param>
internal sealed record DoctorEntry(string Id, Severity Severity, string Wrong, string Shows, string Mend, string? Fix, bool Fixed, string? FixFault);

/// <summary>Its JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(SeverityJson)])]
[JsonSerializable(typeof(DoctorAnswer))]
internal sealed partial class DoctorJson : JsonSerializerContext;

/// <summary><see cref="Severity"/> as <c>note</c> ….</summary>
internal sealed class SeverityJson() : JsonStringEnumConverter<Severity>(System.Text.Json.JsonNamingPolicy.CamelCase, allowIntegerValues: false);
