using Tenbin.Cluster.Driving;
using Tenbin.Cluster.Witness;
using Tenbin.TestKit;
using Xunit;

namespace Tenbin.Cluster.Tests.Driving;

public sealed class RegisterCallsTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private readonly ManualTime _time = new();
    private readonly CountingRegister _witness = new();
    private readonly RegisterCalls _calls;

    public RegisterCallsTests() => _calls = new RegisterCalls(_witness, ["lvs01", "lvs02"], ["front"], TimeSpan.FromSeconds(30));

    // On the pool, where what waits for the manual clock goes on within Advance.
    [Fact]
    public Task A_node_that_never_asks_looks_at_the_witness_now_and_then() => Task.Run(async () =>
    {
        using var stop = new CancellationTokenSource();
        var looking = _calls.LookAsync(_time, stop.Token);

        for (var look = 1; look <= 3; look++)
        {
            _time.Advance(2 * s_second);
            Assert.Equal(look, _witness.Reads);
        }

        await stop.CancelAsync();
        await looking;
    }, TestContext.Current.CancellationToken);

    [Fact]
    public Task A_node_that_asks_anyway_looks_no_further() => Task.Run(async () =>
    {
        using var stop = new CancellationTokenSource();
        var looking = _calls.LookAsync(_time, stop.Token);

        for (var asked = 1; asked <= 5; asked++)
        {
            _calls.Read(0, _ => { });
            _time.Advance(2 * s_second);
            Assert.Equal(asked, _witness.Reads);
        }

        await stop.CancelAsync();
        await looking;
    }, TestContext.Current.CancellationToken);

    private sealed class CountingRegister : IWitnessRegister
    {
        public int Reads { get; private set; }

        public WitnessHealth Health { get; } = new();

        public Task<RegisterReading> Read(string group, CancellationToken deadline)
        {
            Reads++;
            throw new WitnessException("witness: not there");
        }

        public Task<WriteOutcome> Write(string group, RegisterValue value, long expectedRevision, CancellationToken deadline) =>
            throw new InvalidOperationException("nobody writes here");
    }
}
