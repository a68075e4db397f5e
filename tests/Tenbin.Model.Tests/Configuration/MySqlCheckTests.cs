using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Model.Tests.Configuration;

public sealed class MySqlCheckTests
{
    [Fact]
    public void Reads_every_key_and_takes_the_password_from_its_file()
    {
        var check = Check("{ type: mysql, user: tenbin, password-file: pw, database: shop, query: 'SELECT id FROM t LIMIT 1; ', port: 3307, every: 5s, timeout: 3s, fall: 2, rise: 1 }");

        Assert.Equal(
            new MySqlCheck
            {
                User = "tenbin", Password = "s3cret", Database = "shop", Query = "SELECT id FROM t LIMIT 1", Port = 3307,
                Every = TimeSpan.FromSeconds(5), Timeout = TimeSpan.FromSeconds(3), Fall = 2, Rise = 1,
            },
            check);
    }

    [Fact]
    public void User_alone_is_enough() => Assert.Equal(new MySqlCheck { User = "tenbin" }, Check("{ type: mysql, user: tenbin }"));

    [Fact]
    public void Invariant9_no_text_of_a_check_holds_the_password() =>
        Assert.DoesNotContain("s3cret", $"{Check("{ type: mysql, user: tenbin, password-file: pw }")}", StringComparison.Ordinal);

    [Fact]
    public void A_server_may_have_another_query_and_keeps_the_rest()
    {
        var servers = Loading.Valid("""
            services:
              db:
                listen: 10.0.0.1:3306/tcp
                forward: dsr
                servers: [10.0.0.33, { address: 10.0.0.34, check: { query: SELECT 2 } }]
                check: { type: mysql, user: tenbin, password-file: pw }
            """).Services[0].Servers;

        Assert.Equal((MySqlCheck)servers[0].Check with { Query = "SELECT 2" }, servers[1].Check);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite, true)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.OtherRead, false)]
    public void A_password_file_is_for_its_owner_alone(UnixFileMode mode, bool isGood)
    {
        var directory = Directory.CreateTempSubdirectory("tenbin-");
        try
        {
            var file = Path.Combine(directory.FullName, "mysql.pw");
            File.WriteAllText(file, "s3cret\n");
            File.SetUnixFileMode(file, mode);
            var config = Path.Combine(directory.FullName, "tenbin.yaml");
            File.WriteAllText(config, Text("{ type: mysql, user: tenbin, password-file: mysql.pw }"));

            var result = ConfigLoader.LoadFile(config);

            Assert.Equal(isGood, result.IsValid);
            Assert.All(result.Errors, error => Assert.Contains("chmod 600", error.Message, StringComparison.Ordinal));
            Assert.All(result.Errors, error => Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static Check Check(string check) => Loading.Valid(Text(check)).Services[0].Servers[0].Check;

    private static string Text(string check) => $$"""
        services:
          db:
            listen: 10.0.0.1:3306/tcp
            forward: dsr
            servers: [10.0.0.33]
            check: {{check}}
        """;
}
