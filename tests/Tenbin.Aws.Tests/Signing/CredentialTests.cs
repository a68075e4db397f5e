using Tenbin.Aws.Signing;
using Tenbin.Aws.Tests.Fakes;
using Tenbin.TestKit;
using Xunit;

namespace Tenbin.Aws.Tests.Signing;

public sealed class CredentialTests
{
    [Fact]
    public async Task The_environment_comes_first()
    {
        await using var cloud = await FakeCloud.Start();
        cloud.Role = "director";
        using var session = Bench.SessionOf(cloud, environment: new(Bench.Environment) { ["AWS_SESSION_TOKEN"] = "token" });

        Assert.Equal(new AwsKey("AKIDEXAMPLE", "secret-of-the-test", "token"), await session.Credentials.Get(Bench.Patient));
        Assert.Equal("the environment", session.Credentials.Source);
    }

    [Fact]
    public async Task A_role_is_renewed_before_it_ends_and_used_while_it_lasts()
    {
        var time = new ManualTime();
        await using var cloud = await FakeCloud.Start();
        var number = 0;
        cloud.Role = "director";
        cloud.RoleAnswer = () => $$"""{"Code":"Success","AccessKeyId":"ASIA{{++number}}","SecretAccessKey":"s","Token":"t","Expiration":"{{time.GetUtcNow().AddHours(1):yyyy-MM-ddTHH:mm:ssZ}}"}""";
        using var session = Bench.SessionOf(cloud, environment: [], time: time);

        Assert.Equal("ASIA1", (await session.Credentials.Get(Bench.Patient)).Id);
        await session.Credentials.Refresh(Bench.Patient);
        Assert.Equal("ASIA1", (await session.Credentials.Get(Bench.Patient)).Id);

        time.Advance(TimeSpan.FromMinutes(55));
        Assert.Equal("ASIA1", (await session.Credentials.Get(Bench.Patient)).Id);
        await session.Credentials.Refresh(Bench.Patient);
        Assert.Equal("ASIA2", (await session.Credentials.Get(Bench.Patient)).Id);

        // What cannot be renewed is used to its end.
        time.Advance(TimeSpan.FromMinutes(55));
        cloud.RoleAnswer = () => """{"Code":"Failed"}""";
        await Assert.ThrowsAsync<AwsException>(() => session.Credentials.Refresh(Bench.Patient));
        Assert.Equal("ASIA2", (await session.Credentials.Get(Bench.Patient)).Id);
    }

    [Fact]
    public async Task A_profile_of_the_shared_file_is_found_and_a_broken_one_named()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "[tenbin]\naws_access_key_id = AKIDPROFILE\naws_secret_access_key = s\n[broken]\ncredential_process = /nonexistent/program\n", TestContext.Current.CancellationToken);
        try
        {
            await using var cloud = await FakeCloud.Start();
            using var session = Bench.SessionOf(cloud, environment: new() { ["AWS_PROFILE"] = "tenbin", ["AWS_SHARED_CREDENTIALS_FILE"] = file });
            Assert.Equal(new AwsKey("AKIDPROFILE", "s", null), await session.Credentials.Get(Bench.Patient));
            Assert.Equal("profile tenbin", session.Credentials.Source);

            using var broken = Bench.SessionOf(cloud, environment: new() { ["AWS_PROFILE"] = "broken", ["AWS_SHARED_CREDENTIALS_FILE"] = file });
            var failure = await Assert.ThrowsAsync<AwsException>(() => broken.Credentials.Get(Bench.Patient).AsTask());
            Assert.StartsWith("credentials: profile broken does not give any: ", failure.Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task None_at_all_names_where_they_were_looked_for()
    {
        await using var cloud = await FakeCloud.Start();
        using var session = Bench.SessionOf(cloud, environment: []);

        var failure = await Assert.ThrowsAsync<AwsException>(() => session.Credentials.Get(Bench.Patient).AsTask());

        Assert.Equal(
            "credentials: there are none in the environment, profile there-is-no-such-profile, the container's agent, the instance's role; "
            + "give the instance a role ('aws ec2 associate-iam-instance-profile'); 'tenbin aws policy' prints the policy that it needs",
            failure.Message);
    }

    [Fact]
    public async Task Half_of_a_pair_is_a_mistake()
    {
        await using var cloud = await FakeCloud.Start();
        using var session = Bench.SessionOf(cloud, environment: new() { ["AWS_SECRET_ACCESS_KEY"] = "hunter2" });

        var failure = await Assert.ThrowsAsync<AwsException>(() => session.Credentials.Get(Bench.Patient).AsTask());
        Assert.Contains("AWS_SECRET_ACCESS_KEY without AWS_ACCESS_KEY_ID", failure.Message);
        Assert.DoesNotContain("hunter2", failure.ToString());
    }

    [Fact]
    public async Task Invariant9_an_answer_of_the_role_that_is_no_JSON_is_not_shown()
    {
        await using var cloud = await FakeCloud.Start();
        cloud.Role = "director";
        cloud.RoleAnswer = () => "SecretAccessKey=hunter2";
        using var session = Bench.SessionOf(cloud, environment: []);

        var failure = await Assert.ThrowsAsync<AwsException>(() => session.Credentials.Get(Bench.Patient).AsTask());
        Assert.DoesNotContain("hunter2", failure.Message);
    }
}
