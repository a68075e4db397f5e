using System.Runtime.InteropServices;
using Tenbin.Bench;
using Tenbin.Forwarding;
using Tenbin.Lab;

if (args is not ([] or ["quick"] or ["quick" or "full", "--only", "programs" or "ways" or "profile"] or ["full"]))
{
    Console.Error.WriteLine("usage: ./bench [quick|full] [--only programs|ways|profile]\n" +
        "  quick  about 5 minutes (default); full  about 20.\n" +
        "  --only measures a part and leaves docs/benchmarks.md as it is; profile samples where the time goes (perf).");
    return 2;
}

var effort = args is ["full", ..] ? Effort.Full : Effort.Quick;
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    await new Runner(effort, args is [_, "--only", var part] ? part : null).Run(stop.Token);
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

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
