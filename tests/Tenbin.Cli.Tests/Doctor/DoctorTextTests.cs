using System.Collections.Immutable;
using Tenbin.Cli.Doctor;
using Tenbin.Director.Doctor;

namespace Tenbin.Cli.Tests.Doctor;

public sealed class DoctorTextTests
{
    private static readonly Finding Problem = new("a.problem", Severity.Problem, "it is wrong") { Shows = "nothing works", Mend = "mend it", Fix = DoctorFix.Of("chmod 600 f", () => { }) };
    private static readonly Finding Note = new("a.note", Severity.Note, "it is so") { Shows = "nothing", Mend = "nothing" };

    [Fact]
    public void People_read_what_is_wrong_how_it_shows_and_how_to_mend_it()
    {
        Assert.Equal(
            [
                "PROBLEM  a.problem", "         it is wrong", "         shows: nothing works", "         mend:  mend it", "         '--fix' does: chmod 600 f",
                "problems 1, cautions 0, notes 0",
            ],
            Lines([Problem], []));
        Assert.Equal(["nothing is wrong"], Lines([], []));
    }

    [Fact]
    public void Long_sentences_are_wrapped_between_words()
    {
        var finding = Note with { Wrong = string.Join(' ', Enumerable.Repeat("word", 40)) };
        Assert.All(DoctorText.Lines([finding], [], 60), line => Assert.True(line.Render(colour: false).Length <= 60));
        Assert.Equal(40, Lines([finding], []).Sum(line => line.Split(' ').Count(word => word == "word")));
    }

    [Fact]
    public void Notes_and_what_was_mended_are_good_and_the_rest_is_not()
    {
        ImmutableArray<(Finding, string?)> mended = [(Problem, null)], failed = [(Problem, "read-only")];

        Assert.True(DoctorAnswer.IsGood([Note], []));
        Assert.False(DoctorAnswer.IsGood([Problem, Note], []));
        Assert.True(DoctorAnswer.IsGood([Problem, Note], mended));
        Assert.False(DoctorAnswer.IsGood([Problem], failed));
        Assert.Contains("         mended: chmod 600 f", Lines([Problem], mended));
        Assert.Contains("         not mended (chmod 600 f): read-only", Lines([Problem], failed));
        Assert.Equal(("read-only", false), (DoctorAnswer.Of([Problem], failed).Findings[0].FixFault, DoctorAnswer.Of([Problem], failed).Findings[0].Fixed));
    }

    private static string[] Lines(ImmutableArray<Finding> findings, ImmutableArray<(Finding, string?)> fixes) =>
        [.. DoctorText.Lines(findings, fixes, 100).Select(line => line.Render(colour: false))];
}
