using Tenbin.Lab;
using Tenbin.Lab.Servers;
using Tenbin.LabTests.Running;
using Xunit;

namespace Tenbin.LabTests.Daemon;

/// <summary>A real MariaDB behind dsr is checked by a query.</summary>
public sealed class MySqlCheckTests : IAsyncLifetime
{
    private const string Password = "correct-horse";
    private Site _site = null!;
    private MariaDbServer _database = null!;

    private string PasswordFile => Path.Combine(_site.Network.Directory, "mysql.pw");

    private string Server => _site.DsrServer(1).ToString();

    public async ValueTask InitializeAsync()
    {
        _site = await Site.Create(nat: 0, dsr: 1);
        _database = await MariaDbServer.Start(_site.Dsr[0]);
        await _database.AddUser("tenbin", Password);
        await _database.Run("CREATE DATABASE shop; CREATE TABLE shop.item (id INT); GRANT SELECT ON shop.* TO 'tenbin'@'%'");
        await WritePassword(Password);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _site.DisposeAsync();
    }

    [Fact]
    public async Task A_database_that_answers_is_up_and_goes_down_with_each_fault_by_its_name()
    {
        await Start("query: SELECT 1");
        await _site.Director.WaitForState("db", Server, "up");

        await _database.Pause();
        await WaitForReason("let nobody log in within 500 ms");
        await _database.Resume();
        await _site.Director.WaitForState("db", Server, "up");

        await _database.Kill();
        await WaitForReason("connection refused");
        await _database.Start();
        await _site.Director.WaitForState("db", Server, "up");

        await _database.AddUser("tenbin", "another");
        await WaitForReason("wrong user or password");
        await WritePassword("another");
        Assert.Equal(0, (await _site.Director.Verb("reload")).ExitStatus);
        await _site.Director.WaitForState("db", Server, "up");

        await AssertNoPasswordIsSaid();
    }

    [Fact]
    public async Task The_query_must_return_a_row()
    {
        await Start("database: shop, query: SELECT id FROM item");
        await WaitForReason("the query returned no row");

        await _database.Run("INSERT INTO shop.item VALUES (1), (2)");
        await _site.Director.WaitForState("db", Server, "up");

        await _database.Run("DROP TABLE shop.item");
        await WaitForReason("1146");
    }

    [Fact]
    public async Task A_query_that_takes_too_long_or_is_none_is_said()
    {
        await Start("query: SELECT 1");
        foreach (var (keys, words) in new[]
        {
            ("query: SELECT SLEEP(3)", "no whole answer within 500 ms"), ("query: DO 1", "none that returns rows"),
            ("database: none-such", "not into database 'none-such'"),
        })
        {
            await _site.Director.WaitForState("db", Server, "up");
            await Reload(keys);
            await WaitForReason(words);
            await Reload("query: SELECT 1");
        }

        await AssertNoPasswordIsSaid();
    }

    private async Task Start(string keys)
    {
        await Write(keys);
        await _site.Director.Start();
    }

    private async Task Reload(string keys)
    {
        await Write(keys);
        var answer = await _site.Director.Verb("reload");
        Assert.True(answer.ExitStatus == 0, answer.ToString());
    }

    private Task Write(string keys) => _site.Director.WriteConfig(new SiteConfig().Service(
        "db", new(_site.DsrV4, 3306), "tcp", "dsr", RunningSite.DsrServers(_site),
        $"{{ type: mysql, user: tenbin, password-file: {PasswordFile}, every: 500ms, timeout: 500ms, fall: 1, rise: 1, {keys} }}").ToString());

    private async Task WritePassword(string password)
    {
        await File.WriteAllTextAsync(PasswordFile, password + "\n");
        File.SetUnixFileMode(PasswordFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private Task<Lab.Directors.DirectorStatus> WaitForReason(string words) => _site.Director.WaitFor(
        $"the database to be down because of \"{words}\"",
        status => status["db"][Server] is { State: "down", Reason: { } reason } && reason.Contains(words, StringComparison.Ordinal),
        TimeSpan.FromSeconds(30));

    private async Task AssertNoPasswordIsSaid()
    {
        var said = $"{_site.Director.Daemon!.Output}{(await _site.Director.Verb("status", "--output", "json")).Output}";
        Assert.Contains("tenbin", said, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, said, StringComparison.Ordinal);
    }
}
