using Tenbin.Director.Doctor;

namespace Tenbin.Director.Tests.Doctor;

public sealed class DoctorRunTests
{
    private static readonly DoctorContext Context = new(Facts.Load(Facts.Pair), "/etc/tenbin/tenbin.yaml", new DirectorPaths(), null, false, TimeProvider.System);

    [Fact]
    public async Task Worst_comes_first_and_a_source_that_cannot_look_is_a_finding()
    {
        var found = await DoctorRun.ExamineAsync(
            [new Source("a", () => [Finding("a.note", Severity.Note), Finding("a.problem", Severity.Problem)]), new Source("the cloud", () => throw new DoctorException("no answer"))],
            Context, TestContext.Current.CancellationToken);

        Assert.Equal(["a.problem", "doctor.not-examined", "a.note"], found.Select(finding => finding.Id));
        Assert.Contains("the cloud could not be examined: no answer", found[1].Wrong, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mends_are_done_one_by_one_and_a_failure_keeps_none_from_the_rest()
    {
        var done = 0;
        var fixes = await DoctorRun.FixAsync(
            [
                Finding("a", Severity.Problem) with { Fix = DoctorFix.Of("fail", () => throw new DoctorException("read-only")) },
                Finding("b", Severity.Problem),
                Finding("c", Severity.Problem) with { Fix = DoctorFix.Of("count", () => done++) },
            ],
            TestContext.Current.CancellationToken);

        Assert.Equal([("a", "read-only"), ("c", null)], fixes.Select(fix => (fix.Finding.Id, fix.Fault)));
        Assert.Equal(1, done);
    }

    [Fact]
    public void Services_of_IPVS_are_read_as_the_kernel_lists_them() => Assert.Equal(
        ["10.0.0.1:80/tcp", "[2001:db8::53]:53/udp", "mark 10"],
        Tenbin.Director.Doctor.Host.IpvsTable.Parse(
        [
            "IP Virtual Server version 1.2.1 (size=4096)", "Prot LocalAddress:Port Scheduler Flags", "  -> RemoteAddress:Port Forward Weight ActiveConn InActConn",
            "TCP  0A000001:0050 rr ", "  -> 0A000021:0050      Masq    1      0          0", "UDP  [2001:0db8:0000:0000:0000:0000:0000:0053]:0035 wlc ", "FWM  0000000A rr ",
        ]));

    private static Finding Finding(string id, Severity severity) => new(id, severity, "wrong") { Shows = "shows", Mend = "mend" };

    private sealed class Source(string name, Func<IReadOnlyList<Finding>> look) : IDoctorSource
    {
        public string Name => name;

        public Task<IReadOnlyList<Finding>> ExamineAsync(DoctorContext context, CancellationToken cancellation) => Task.Run(look, cancellation);
    }
}
