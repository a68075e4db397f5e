using System.Collections.Concurrent;
using Tenbin.Cluster.Core;
using Tenbin.Cluster.Driving;
using Tenbin.Cluster.Witness;
using Tenbin.TestKit;
using Xunit;

namespace Tenbin.Cluster.Tests.Driving;

public sealed class WitnessThreadTests : IDisposable
{
    private readonly HeldRegister _register = new();
    private readonly ConcurrentQueue<ClusterInput> _answers = [];
    private readonly WitnessThread _witness;

    public WitnessThreadTests() =>
        _witness = new WitnessThread(new RegisterCalls(_register, ["lvs01", "lvs02"], ["front"], TimeSpan.FromSeconds(30)), _answers.Enqueue);

    public void Dispose()
    {
        _witness.Dispose();
        _register.Dispose();
    }

    [Fact]
    public async Task Whoever_asks_waits_for_nothing_and_gets_the_answers_in_order()
    {
        _witness.Ask(new ReadRegister(0));
        _witness.Ask(new WriteRegister(0, new RegisterContent(1, new Holder(0, 7), 1, 95_000_000, 4)));
        Assert.Empty(_answers);

        _register.LetGo();
        await Eventually.Holds(() => _answers.Count == 2, "both answers");

        Assert.Equal([new RegisterRead(0, null), new RegisterWritten(0, 5)], _answers);
    }

    [Fact]
    public void What_was_asked_for_before_the_end_is_begun()
    {
        _witness.Ask(new ReadRegister(0));
        _register.LetGo();

        _witness.Dispose();

        Assert.Equal(new RegisterRead(0, null), Assert.Single(_answers));
    }

    /// <summary>Holds up its caller, as building a request and sending it do.</summary>
    private sealed class HeldRegister : IWitnessRegister, IDisposable
    {
        private readonly ManualResetEventSlim _free = new();

        public WitnessHealth Health { get; } = new();

        public void LetGo() => _free.Set();

        public void Dispose() => _free.Dispose();

        public Task<RegisterReading> Read(string group, CancellationToken deadline)
        {
            _free.Wait(deadline);
            return Task.FromResult(RegisterReading.Absent);
        }

        public Task<WriteOutcome> Write(string group, RegisterValue value, long expectedRevision, CancellationToken deadline)
        {
            _free.Wait(deadline);
            return Task.FromResult<WriteOutcome>(new WriteOutcome.Written(expectedRevision + 1));
        }
    }
}
