using Tenbin.Cli.Tests.Fakes;
using Tenbin.Cli.Text;
using Tenbin.Director.Api;

namespace Tenbin.Cli.Tests.Text;

public sealed class StatusTextTests
{
    [Fact]
    public void The_whole_report_looks_like_this()
    {
        var loaded = Reports.Everything.Config.LoadedAt.LocalDateTime;
        Assert.Equal(
            $$"""
            tenbin 0.1.0  up 3 d 4 h, process 4711
            config      /etc/tenbin/tenbin.yaml, loaded {{loaded:yyyy-MM-dd HH:mm:ss}} (5 min ago)
            data plane  ebpf, tc on eth0, eth1
            sessions    12,345 of 1,000,000 (1.2 %), kernel memory 353 MiB

            web  172.18.1.199:80/tcp  wlc  120 sessions/s, 45k packets/s, in 210Mb/s, out 1.2Gb/s
              server             forward      weight  state         since  active  inactive  new/s   in/s  out/s  next hop
              172.18.1.33:80     nat               1  ● up        3 d 4 h   1,204        31    120  210Mb  1.2Gb  eth0 via 172.18.1.33 02:00:00:00:00:01
              172.18.1.34:80     nat               1  ● down         12 s       0         0      0      0      0  eth0 via 172.18.1.34 02:00:00:00:00:01
                └ GET /check.html: 503 Service Unavailable (3 failures in a row)

            db-read  172.18.1.200:3306/tcp  wrr, persistence 5 min  0 sessions/s, 0 packets/s, in 0/s, out 0/s
              server             forward      weight  state         since  active  inactive  new/s   in/s  out/s  next hop
              172.18.1.220:3306  dsr               1  ● draining  3 d 4 h       0         0      0      0      –  eth0 via 172.18.1.220 02:00:00:00:00:01
                └ drained by command
              172.18.1.221:3306  dsr      5 (file 2)  ● unknown   3 d 4 h       0         0      0      0      –  eth0 via 172.18.1.221, MAC unresolved
                └ no check has finished yet
              172.18.1.222:3306  dsr               1  ● fallback        –       0         0      0      0      –  eth0 via 172.18.1.222 02:00:00:00:00:01
                └ no real server takes new sessions

            warnings
              db-read: no real server takes new sessions, the fallback 172.18.1.222:3306 does
            """,
            Render(Reports.Everything, int.MaxValue));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(120)]
    public void A_narrow_screen_loses_columns_but_never_server_and_state(int width)
    {
        var rows = Render(Reports.Everything, width).Split('\n').Where(line => line.Contains('●', StringComparison.Ordinal)).ToList();

        Assert.Equal(5, rows.Count);
        Assert.All(rows, row => Assert.True(row.Length <= width, row));
        Assert.Contains("172.18.1.34:80", rows[1], StringComparison.Ordinal);
        Assert.Contains("● down", rows[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_services_it_says_so()
    {
        var report = Reports.Everything with { Services = [], Warnings = [] };

        Assert.EndsWith("no services", Render(report, 80), StringComparison.Ordinal);
    }

    [Fact]
    public void Colours_are_sent_only_when_wanted()
    {
        var lines = StatusText.Lines(Reports.Everything, Reports.Now, 200).ToList();

        Assert.Contains(lines, line => line.Render(colour: true).Contains("\e[31m● down", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Render(colour: false).Contains('\e', StringComparison.Ordinal));
    }

    [Fact]
    public void Kept_output_is_one_line_for_each_service() => Assert.Equal(
        ["web 172.18.1.199:80/tcp: 1 up, 1 down; sessions 1,235; 120 sessions/s, 45k packets/s, in 210Mb/s, out 1.2Gb/s",
         "db-read 172.18.1.200:3306/tcp: 1 draining, 1 unknown; sessions 0; 0 sessions/s, 0 packets/s, in 0/s, out 0/s"],
        PlainStatus.Lines(Reports.Everything).Select(line => line.Render(colour: false)["00:00:00 ".Length..]));

    private static string Render(StatusReport report, int width) =>
        string.Join('\n', StatusText.Lines(report, Reports.Now, width).Select(line => line.Render(colour: false)));
}
