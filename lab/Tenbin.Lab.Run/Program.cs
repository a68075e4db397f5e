using System.Runtime.InteropServices;
using Tenbin.Lab;
using Tenbin.Lab.Cloud.Topology;

// tenbin-lab FILE: runs the VPC that a YAML file describes, or the article's, until it is interrupted.
if (args is not [var file])
{
    Console.Error.WriteLine("usage: tenbin-lab FILE|article    (docs/lab-vpc.md shows a file)");
    return 64;
}

var ended = new TaskCompletionSource();
void End(PosixSignalContext context)
{
    context.Cancel = true;
    ended.TrySetResult();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
try
{
    var plan = file == "article" ? VpcBuilder.Article() : TopologyFile.Read(await File.ReadAllTextAsync(file));
    await using var vpc = await plan.Start();
    var key = vpc.Keys.AddUser("operator", "ec2:*");
    foreach (var machine in vpc.Network.Machines)
    {
        Console.WriteLine($"{machine.Name,-12} nsenter --net=/run/netns/{machine.Namespace}");
    }

    Console.WriteLine($"API          {vpc.ApiInVpc ?? Vpc.ApiUri}  region {vpc.Control.Book.Region}");
    Console.WriteLine($"lab key      AWS_ACCESS_KEY_ID={key.Id} AWS_SECRET_ACCESS_KEY={key.Secret}");
    Console.WriteLine("ready; Ctrl-C ends it");
    await ended.Task;
    return 0;
}
catch (Exception e) when (e is LabException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"tenbin-lab: {e.Message}");
    return 1;
}
