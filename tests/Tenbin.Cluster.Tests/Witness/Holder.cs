using Tenbin.Cluster.Witness;
using Xunit;
using static Tenbin.Cluster.Tests.Witness.RegisterTest;

namespace Tenbin.Cluster.Tests.Witness;

/// <summary>Renews a register as its only writer, as a driver must: what is unknown is read back.</summary>
internal sealed class Holder(EtcdRegister register)
{
    private readonly HashSet<ulong> _possible = [];
    private ulong _counter;

    public long Revision { get; private set; }

    /// <summary>One attempt.</summary>
    /// <returns>Whether it was written for certain.</returns>
    public async Task<bool> Renew(CancellationToken deadline)
    {
        ulong counter = ++_counter;
        _possible.Add(counter);
        switch (await register.Write(Group, Value with { Counter = counter }, Revision, deadline))
        {
            case WriteOutcome.Written written:
                Assert.True(written.Revision > Revision);
                Revision = written.Revision;
                // Its revision is gone, so an older write that is still under way cannot succeed any more.
                _possible.Clear();
                _possible.Add(counter);
                return true;
            case WriteOutcome.Refused refused:
                Accept(refused.Current);
                return false;
            default:
                await ReadBack();
                return false;
        }
    }

    public async Task RenewUntilWritten(int times)
    {
        for (long start = TimeProvider.System.GetTimestamp(); times > 0;)
        {
            times -= await Renew(In(TimeSpan.FromSeconds(1))) ? 1 : 0;
            Assert.True(
                TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(30), $"no write within 30 s: {register.Health}");
        }
    }

    private async Task ReadBack()
    {
        try
        {
            Accept(await register.Read(Group, In(TimeSpan.FromSeconds(2))));
        }
        catch (WitnessException)
        {
            // The next attempt is on the old revision: it cannot overwrite what is not known.
        }
    }

    /// <summary>What is there is what was written last for certain, or a write since whose end is unknown.</summary>
    private void Accept(RegisterReading found)
    {
        Assert.True(found.Revision >= Revision);
        Assert.True(
            found == RegisterReading.Absent ? Revision == 0 : _possible.Contains(found.Value!.Counter),
            $"{found} is none of {string.Join(", ", _possible)}");
        Revision = found.Revision;
    }
}
