using System.Globalization;
using System.Text.RegularExpressions;
using Tenbin.Lab;
using Tenbin.Lab.Cloud.Api;
using Tenbin.Lab.Cloud.Topology;

namespace Tenbin.LabTests.Cloud;

/// <summary>What is wrong with the API while the addresses are moved.</summary>
public enum ApiTrouble
{
    Latency300Milliseconds,
    Latency2Seconds,

    /// <summary>Every call, for ten seconds from the first on.</summary>
    Throttled10Seconds,

    /// <summary>The assignment is answered by a 500 twice, and not done.</summary>
    InternalErrors,

    /// <summary>The assignment is answered by a 500 once, though it was done.</summary>
    InternalErrorOnceDone,

    /// <summary>API and metadata show each change three seconds late.</summary>
    Visible3SecondsLate,
}

internal static class ApiTroubles
{
    private const string Assign = "AssignPrivateIpAddresses";
    private const double ThrottledSeconds = 10;

    /// <summary>From now on; ends what ends by itself.</summary>
    /// <returns>Ends when the trouble needs no more attention.</returns>
    public static async Task Run(this ApiTrouble trouble, Vpc vpc)
    {
        var conduct = vpc.Ec2.Conduct;
        switch (trouble)
        {
            case ApiTrouble.Latency300Milliseconds:
                conduct.Usual = new() { Latency = TimeSpan.FromSeconds(0.3) };
                break;
            case ApiTrouble.Latency2Seconds:
                conduct.Usual = new() { Latency = TimeSpan.FromSeconds(2) };
                break;
            case ApiTrouble.Throttled10Seconds:
                var before = vpc.Ec2.Calls.Count(Assign);
                conduct.Usual = new() { Mishap = Mishap.Throttled };
                await Wait.Until(
                    "ten seconds of throttling",
                    () => vpc.Ec2.Calls.All.Where(call => call.Action == Assign).Skip(before).FirstOrDefault() is { } first && LabClock.Now - first.At > ThrottledSeconds,
                    TimeSpan.FromSeconds(40));
                conduct.Clear();
                break;
            case ApiTrouble.InternalErrors:
                conduct.Set(Assign, new() { Mishap = Mishap.InternalError, Times = 2 });
                break;
            case ApiTrouble.InternalErrorOnceDone:
                conduct.Set(Assign, new() { Mishap = Mishap.InternalError, AfterEffect = true, Times = 1 });
                break;
            default:
                (vpc.Control.VisibilityDelay, vpc.Control.MetadataDelay) = (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3));
                break;
        }
    }

    /// <summary>Whether the log of who moves the addresses tells of it.</summary>
    public static bool IsToldIn(this ApiTrouble trouble, string log) => trouble switch
    {
        ApiTrouble.Throttled10Seconds => log.Contains("RequestLimitExceeded", StringComparison.Ordinal),
        ApiTrouble.InternalErrors or ApiTrouble.InternalErrorOnceDone => log.Contains("InternalError", StringComparison.Ordinal),
        ApiTrouble.Visible3SecondsLate => Longest(log, "api") >= 2.5,
        ApiTrouble.Latency2Seconds => Longest(log, "assign") >= 2,
        _ => Longest(log, "assign") >= 0.3,
    };

    private static double Longest(string log, string phase) => Regex.Matches(log, phase + @" took ([0-9.]+) s")
        .Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
        .DefaultIfEmpty()
        .Max();
}
