using System.Collections.Immutable;
using Tenbin.Cli.Screen;
using Tenbin.Director.Doctor;

namespace Tenbin.Cli.Doctor;

/// <summary>The findings for people. Pure.</summary>
internal static class DoctorText
{
    private const string Indent = "         ";

    public static IEnumerable<Line> Lines(ImmutableArray<Finding> findings, ImmutableArray<(Finding Finding, string? Fault)> fixes, int width)
    {
        foreach (var finding in findings)
        {
            var (word, tone) = finding.Severity switch
            {
                Severity.Problem => ("PROBLEM  ", Tone.Bad),
                Severity.Caution => ("caution  ", Tone.Caution),
                _ => ("note     ", Tone.Quiet),
            };
            yield return new Line(new Piece(word, tone), new Piece(finding.Id, Tone.Strong));
            foreach (var line in Part("", finding.Wrong, width).Concat(Part("shows: ", finding.Shows, width)).Concat(Part("mend:  ", finding.Mend, width)).Concat(Part("", Outcome(finding, fixes), width)))
            {
                yield return line;
            }
        }

        yield return Line.Of(Summary(findings, fixes), DoctorAnswer.IsGood(findings, fixes) ? Tone.Good : Tone.Bad);
    }

    private static string Outcome(Finding finding, ImmutableArray<(Finding Finding, string? Fault)> fixes) =>
        finding.Fix is not { } fix ? ""
        : !fixes.Any(done => done.Finding == finding) ? $"'--fix' does: {fix.Does}"
        : fixes.First(done => done.Finding == finding).Fault is { } fault ? $"not mended ({fix.Does}): {fault}"
        : $"mended: {fix.Does}";

    private static string Summary(ImmutableArray<Finding> findings, ImmutableArray<(Finding Finding, string? Fault)> fixes)
    {
        int Count(Severity severity) => findings.Count(finding => finding.Severity == severity);
        var mended = fixes.Count(fix => fix.Fault is null);
        return findings.IsEmpty
            ? "nothing is wrong"
            : $"problems {Count(Severity.Problem)}, cautions {Count(Severity.Caution)}, notes {Count(Severity.Note)}{(mended > 0 ? $"; mended {mended}" : "")}";
    }

    private static IEnumerable<Line> Part(string label, string text, int width)
    {
        var room = Math.Max(20, Math.Min(width, 120) - Indent.Length - label.Length);
        var first = true;
        while (text.Length > 0)
        {
            var end = text.Length <= room ? text.Length : text.LastIndexOf(' ', room) is > 0 and var space ? space : room;
            yield return new Line(new Piece(Indent), new Piece(first ? label : new string(' ', label.Length), Tone.Quiet), new Piece(text[..end]));
            text = text[end..].TrimStart();
            first = false;
        }
    }
}
