using System.Globalization;
using Tenbin.Demo.Performing;
using Tenbin.Lab;
using Tenbin.Lab.Cloud.Api;
using Tenbin.Lab.Cloud.Article;

namespace Tenbin.Demo.Article;

/// <summary>Tells of each API call that changes something, and of each address that the VPC sends elsewhere, as it happens.</summary>
internal sealed class VpcReporter : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _looking;

    public VpcReporter(ArticlePair pair, IStage stage)
    {
        Since = LabClock.Now;
        _looking = Look(pair, stage);
    }

    /// <summary>Times are told from then on, on the lab's clock.</summary>
    public double Since { get; set; }

    /// <summary>What a call changed, for people; null when it only looked.</summary>
    public static string? Describe(ApiCall call, IReadOnlyDictionary<string, string> namesOfInstances)
    {
        if (call.Action.StartsWith("Describe", StringComparison.Ordinal) || call.Outcome == "DryRunOperation")
        {
            return null;
        }

        var caller = call.Caller[(call.Caller.LastIndexOf('/') + 1)..];
        return $"{namesOfInstances.GetValueOrDefault(caller, caller)} calls EC2: {call.Action}, {(call.Outcome == "OK" ? "done" : call.Outcome)}";
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _looking;
        _end.Dispose();
    }

    private async Task Look(ArticlePair pair, IStage stage)
    {
        var names = pair.Vpc.Instances.ToDictionary(instance => instance.Id, instance => instance.Name);
        var (calls, holders) = (pair.Vpc.Ec2.Calls.All.Count, Holders());
        using var timer = new PeriodicTimer(BetweenLooks);
        while (await Tick(timer))
        {
            foreach (var call in pair.Vpc.Ec2.Calls.All.Skip(calls))
            {
                calls++;
                if (Describe(call, names) is { } done)
                {
                    Tell(call.At, done);
                }
            }

            var now = Holders();
            foreach (var moved in ArticlePair.WholeAddresses.Where(address => now[address] != holders[address]).GroupBy(address => now[address]))
            {
                Tell(LabClock.Now, $"the VPC sends {string.Join(", ", moved)} to {(moved.Key.Length > 0 ? moved.Key : "nobody")}");
            }

            holders = now;
        }

        Dictionary<string, string> Holders() => ArticlePair.WholeAddresses.ToDictionary(address => address, address => string.Join(", ", pair.HoldersOf(address)));
        void Tell(double at, string what) => stage.Tell(string.Create(CultureInfo.InvariantCulture, $"+{Math.Max(0, at - Since):0.00} s  {what}"));
    }

    private async Task<bool> Tick(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_end.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
