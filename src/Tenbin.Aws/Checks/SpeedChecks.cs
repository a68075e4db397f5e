using System.Globalization;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Checks;

/// <summary>Whether the file gives EC2 as long as it takes. Pure.</summary>
internal static class SpeedChecks
{
    // A move is one call that changes and one that confirms.
    private const int CallsOfAMove = 2;

    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(2);

    public static IEnumerable<AwsFinding> Find(CloudFacts facts)
    {
        if (facts.ApiLatency is not { } took || facts.Config.Groups.All(group => group.Addresses.All(address => !address.IsOfAws)))
        {
            yield break;
        }

        var (call, move) = (facts.Config.Aws.CallTimeout, facts.Config.Aws.MoveTimeout);
        if (took > call || took * CallsOfAMove > move)
        {
            var usual = new AwsSettings();
            yield return new AwsFinding(
                "aws.timeout-short", AwsSeverity.Error, "aws", $"a call took {Seconds(took)}, with 'call-timeout' {Seconds(call)} and 'move-timeout' {Seconds(move)}.",
                "Calls are given up before EC2 has answered: no takeover succeeds while it is so slow.",
                $"Leave both out (they are {Seconds(usual.CallTimeout)} and {Seconds(usual.MoveTimeout)}), or make them longer: a dead connection costs no timeout, another attempt is begun beside a silent one.");
        }
        else if (took > s_slow)
        {
            yield return new AwsFinding(
                "aws.slow", AwsSeverity.Warning, "aws", $"EC2 took {Seconds(took)} to answer a call.", "A takeover waits as long: the outage is longer by that.",
                "If it lasts, look at the AWS Health Dashboard, and at the way to the endpoint.");
        }
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");
}
