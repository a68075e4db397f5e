using Tenbin.Cluster.Witness;
using Xunit;
using static Tenbin.Cluster.Tests.Witness.FakeEtcd;
using static Tenbin.Cluster.Tests.Witness.RegisterTest;

namespace Tenbin.Cluster.Tests.Witness;

public sealed class EtcdMessageTests
{
    [Fact]
    public async Task Reading_asks_for_the_key_of_cluster_and_group()
    {
        var etcd = new FakeEtcd(Answer(Replies.Found(ValueAsJson, 5)));
        using var register = Over(etcd);

        Assert.Equal(new(Value, 5), await register.Read(Group, Patient));

        var asked = Assert.Single(etcd.Requests);
        Assert.Equal(new Uri(First, "/v3/kv/range"), asked.Url);
        Assert.Equal($$"""{"key":"{{Replies.Base64("/tenbin/site-a/front")}}"}""", asked.Body);
        Assert.Null(asked.Token);
    }

    [Fact]
    public async Task A_register_that_was_never_written_is_at_revision_0()
    {
        using var register = Over(new FakeEtcd(Answer(Replies.Empty)));

        Assert.Equal(RegisterReading.Absent, await register.Read(Group, Patient));
    }

    [Fact]
    public async Task Writing_is_one_transaction_on_the_expected_revision()
    {
        var etcd = new FakeEtcd(Answer(Replies.Succeeded));
        using var register = Over(etcd);

        Assert.Equal(9, await register.Write(Group, Value, 5, Patient).Written());

        var asked = Assert.Single(etcd.Requests);
        string key = Replies.Base64("/tenbin/site-a/front");
        Assert.Equal(new Uri(First, "/v3/kv/txn"), asked.Url);
        Assert.Equal(
            $$"""{"compare":[{"key":"{{key}}","mod_revision":"5","target":"MOD","result":"EQUAL"}],"""
            + $$"""
                "success":[{"request_put":{"key":"{{key}}","value":"{{Replies.Base64(ValueAsJson)}}"} }],
                "failure":[{"request_range":{"key":"{{key}}"} }]}
                """.Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal),
            asked.Body);
    }

    [Fact]
    public async Task A_write_that_lost_tells_what_is_there()
    {
        using var register = Over(new FakeEtcd(Answer(Replies.Refused(ValueAsJson, 6)), Answer(Replies.RefusedAsAbsent)));

        Assert.Equal(new(Value, 6), await register.Write(Group, Value, 5, Patient).Refused());
        Assert.Equal(RegisterReading.Absent, await register.Write(Group, Value, 5, Patient).Refused());
    }

    [Fact]
    public async Task Keys_of_a_newer_version_are_ignored()
    {
        using var register = Over(new FakeEtcd(Answer(Replies.Found(ValueAsJson.Replace("}", ""","colour":"red"}"""), 5))));

        Assert.Equal(new(Value, 5), await register.Read(Group, Patient));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("hello\nworld")]
    [InlineData("""{"epoch":7,"tenure":1234,"counter":42,"lease_milliseconds":380}""")]
    [InlineData("""{"epoch":7,"holder":null,"tenure":1234,"counter":42,"lease_milliseconds":380}""")]
    [InlineData("""{"epoch":"seven","holder":"lvs01","tenure":1234,"counter":42,"lease_milliseconds":380}""")]
    public async Task A_value_that_is_no_register_is_no_vote(string value)
    {
        using var register = Over(new FakeEtcd(Answer(Replies.Found(value, 5)), Answer(Replies.Refused(value, 5))));

        var e = await Assert.ThrowsAsync<WitnessException>(() => register.Read(Group, Patient));
        Assert.Contains("etcdctl del /tenbin/site-a/front", e.Message);
        Assert.DoesNotContain('\n', e.Message);
        Assert.Equal(e.Message, await register.Write(Group, Value, 4, Patient).Unknown());
    }
}
