using System.Globalization;
using System.Runtime.InteropServices;
using Tenbin.Bench;
using Tenbin.Bench.Failover;
using Tenbin.Bench.Failover.Aws;
using Tenbin.Forwarding;
using Tenbin.Lab;

if (Chosen(args) is not { } run)
{
    Console.Error.WriteLine("""
        usage: ./bench [quick|full] [--only programs|ways|profile]
               ./bench failover [ROUNDS] [--only tenbin|peers|sessions]
               ./bench failover aws [ROUNDS]
               ./bench soak [fast|default] [MINUTES]
          quick     forwarding, about 5 minutes (default); full  about 20.
          failover  crashes and planned moves, 30 of each, beside keepalived and heartbeat; about 20 minutes.
          failover aws  crashes in the simulated VPC, whose API takes 0.3 s: the outage part by part, 20 rounds twice; about fifteen minutes.
          soak      two directors on a loaded machine, an hour; whatever moves, moves falsely.
          --only measures a part and leaves docs/benchmarks.md as it is; profile samples where the time goes (perf).
        """);
    return 2;
}

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    await run(stop.Token);
    return 0;
}
catch (Exception failure) when (failure is LabException or DataPlaneException)
{
    Console.Error.WriteLine($"bench: {failure.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("bench: stopped; everything it made is removed.");
    return 130;
}

static Func<CancellationToken, Task>? Chosen(string[] words)
{
    string? only = null;
    if (words is [.. var before, "--only", var part])
    {
        (words, only) = (before, part);
    }

    return (words, only) switch
    {
        ([] or ["quick"], null or "programs" or "ways" or "profile") => new Runner(Effort.Quick, only).Run,
        (["full"], null or "programs" or "ways" or "profile") => new Runner(Effort.Full, only).Run,
        (["failover", "aws"], null) => new AwsRunner(AwsRunner.UsualRounds).Run,
        (["failover", "aws", var rounds], null) when Number(rounds) is { } number => new AwsRunner(number).Run,
        (["failover"], null or "tenbin" or "peers" or "sessions") => new FailoverRunner(FailoverRunner.UsualRounds, only).Run,
        (["failover", var rounds], null or "tenbin" or "peers" or "sessions") when Number(rounds) is { } number => new FailoverRunner(number, only).Run,
        (["soak"] or ["soak", "fast" or "default"], null) => new SoakRunner(words.ElementAtOrDefault(1) ?? "fast", TimeSpan.FromHours(1)).Run,
        (["soak", "fast" or "default", var minutes], null) when Number(minutes) is { } number => new SoakRunner(words[1], TimeSpan.FromMinutes(number)).Run,
        _ => null,
    };
}

static int? Number(string text) =>
    int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
