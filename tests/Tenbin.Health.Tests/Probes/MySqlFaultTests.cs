using Tenbin.Health.Probes;
using Tenbin.Linux.MariaDb;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Health.Tests.Probes;

public class MySqlFaultTests
{
    private static readonly MySqlCheck Check = new() { User = "tenbin", Password = "s3cret", Database = "shop", Timeout = TimeSpan.FromSeconds(1) };

    public static TheoryData<DatabaseOutcome, DatabaseStage, int, string, string?> Answers => new()
    {
        { DatabaseOutcome.Row, DatabaseStage.Querying, 0, "", null },
        { DatabaseOutcome.NoRow, DatabaseStage.Querying, 0, "", "returned no row" },
        { DatabaseOutcome.NoResult, DatabaseStage.Querying, 0, "", "SELECT 1" },
        { DatabaseOutcome.NoLibrary, DatabaseStage.Connecting, 0, "", "apt-get install libmariadb3" },
        { DatabaseOutcome.TooLate, DatabaseStage.Connecting, 0, "", "no connection within 1 s" },
        { DatabaseOutcome.TooLate, DatabaseStage.LoggingIn, 0, "", "let nobody log in within 1 s" },
        { DatabaseOutcome.TooLate, DatabaseStage.Querying, 0, "", "no whole answer within 1 s" },
        { DatabaseOutcome.Error, DatabaseStage.Connecting, 2002, "Can't connect to server on '10.0.0.1' (111)", "connection refused" },
        { DatabaseOutcome.Error, DatabaseStage.Connecting, 2003, "Can't connect to server on '10.0.0.1' (113 \"No route to host\")", "host unreachable" },
        { DatabaseOutcome.Error, DatabaseStage.Connecting, 2003, "Can't connect to server", "nobody could log in (2003" },
        { DatabaseOutcome.Error, DatabaseStage.LoggingIn, 1045, "Access denied", "wrong user or password" },
        { DatabaseOutcome.Error, DatabaseStage.LoggingIn, 1130, "Host not allowed", "allow nobody from this director" },
        { DatabaseOutcome.Error, DatabaseStage.LoggingIn, 1129, "Host is blocked", "max_connect_errors" },
        { DatabaseOutcome.Error, DatabaseStage.LoggingIn, 1049, "Unknown database", "not into database 'shop'" },
        { DatabaseOutcome.Error, DatabaseStage.LoggingIn, 2059, "Plugin", "mysql_native_password" },
        { DatabaseOutcome.Error, DatabaseStage.LoggingIn, 2013, "Lost connection", "closed the connection before" },
        { DatabaseOutcome.Error, DatabaseStage.Querying, 2013, "Lost connection", "broke during the query" },
        { DatabaseOutcome.Error, DatabaseStage.Querying, 1146, "Table 'a.b' doesn't exist", "the query failed (1146: Table 'a.b' doesn't exist)" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Each_answer_has_its_own_sentence(DatabaseOutcome outcome, DatabaseStage stage, int number, string text, string? said)
    {
        var fault = MySqlFault.Of(new DatabaseAnswer(outcome, stage, number, text), Check);

        if (said is null)
        {
            Assert.Null(fault);
            return;
        }

        Assert.Contains(said, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", fault, StringComparison.Ordinal);
    }
}
