using System.Collections.Immutable;
using Tenbin.Cluster.Witness;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Cluster.Tests.Witness;

/// <summary>What tests of the register share.</summary>
internal static class RegisterTest
{
    public const string Group = "front";
    public static readonly Uri First = new("http://10.0.0.1:2379");
    public static readonly Uri Second = new("http://10.0.0.2:2379");
    public static readonly RegisterValue Value = new(7, "lvs01", 1234, 42, 380);
    public const string ValueAsJson = """{"epoch":7,"holder":"lvs01","tenure":1234,"counter":42,"lease_milliseconds":380}""";

    public static CancellationToken Patient => In(TimeSpan.FromSeconds(20));

    public static CancellationToken In(TimeSpan time) => new CancellationTokenSource(time).Token;

    public static EtcdRegister Over(
        HttpMessageHandler network, TimeProvider? time = null, ListLog? log = null, string? user = null, string? password = null) =>
        new(
            new WitnessSettings([First, Second]) { User = user, Password = password },
            "site-a",
            network,
            time ?? TimeProvider.System,
            log ?? new ListLog());

    /// <summary>Over the real network.</summary>
    public static EtcdRegister At(params IEnumerable<Uri> endpoints) => With(new WitnessSettings([.. endpoints]));

    public static EtcdRegister With(WitnessSettings settings) =>
        new(settings, Guid.NewGuid().ToString("N"), TimeSpan.FromSeconds(2), TimeProvider.System, new ListLog());

    /// <summary>Two directors of one cluster.</summary>
    public static (EtcdRegister One, EtcdRegister Other) Pair(ImmutableArray<Uri> endpoints)
    {
        string cluster = Guid.NewGuid().ToString("N");
        return (Member(), Member());

        EtcdRegister Member() =>
            new(new WitnessSettings(endpoints), cluster, TimeSpan.FromSeconds(2), TimeProvider.System, new ListLog());
    }

    public static async Task<long> Written(this Task<WriteOutcome> write) => Assert.IsType<WriteOutcome.Written>(await write).Revision;

    public static async Task<string> Unknown(this Task<WriteOutcome> write) => Assert.IsType<WriteOutcome.Unknown>(await write).Reason;

    public static async Task<RegisterReading> Refused(this Task<WriteOutcome> write) =>
        Assert.IsType<WriteOutcome.Refused>(await write).Current;
}
