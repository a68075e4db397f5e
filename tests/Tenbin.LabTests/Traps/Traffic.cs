using System.Net;
using Tenbin.Lab;
using Tenbin.Lab.Cloud.Topology;
using Tenbin.Lab.Load;

namespace Tenbin.LabTests.Traps;

/// <summary>Single requests: what comes back, and from whom.</summary>
internal static class Traffic
{
    /// <summary>Name of the server that answered; null = nothing came.</summary>
    public static async Task<string?> Ask(this Machine from, IPEndPoint service) => (await UdpAsk.Run(from, service, 1)).Single().Server;

    /// <summary>Waits until three requests in a row are answered, each by a server whose name begins so.</summary>
    public static Task WaitUntilServed(this Machine from, IPEndPoint service, string server, Func<string>? evidence = null) => Wait.Until(
        $"{service} to answer {from.Name} by {server}…",
        async () => (await UdpAsk.Run(from, service, 3)).All(answer => answer.Server?.StartsWith(server, StringComparison.Ordinal) == true),
        TimeSpan.FromSeconds(60), evidence);

    /// <summary>Waits until two requests in a row are lost.</summary>
    public static Task WaitUntilLost(this Machine from, IPEndPoint service) => Wait.Until(
        $"requests of {from.Name} to {service} to be lost", async () => (await UdpAsk.Run(from, service, 2)).All(answer => answer.Server is null), TimeSpan.FromSeconds(60));

    /// <summary>Which instance's metadata the machine gets; null = none.</summary>
    public static async Task<string?> AskMetadata(this Machine machine)
    {
        const string Service = "http://169.254.169.254/latest/";
        var token = await machine.Run("curl", "--silent", "--max-time", "2", "--request", "PUT", "--header", "X-aws-ec2-metadata-token-ttl-seconds: 60", Service + "api/token");
        if (token.ExitStatus != 0)
        {
            return null;
        }

        return (await machine.Run("curl", "--silent", "--max-time", "2", "--header", $"X-aws-ec2-metadata-token: {token.Output}", Service + "meta-data/instance-id")).Output;
    }

    /// <summary>The API as an operator calls it from the Internet, with all permissions.</summary>
    public static Cloud.Awscli Operator(this Vpc vpc) => new(vpc.Host("client"), Vpc.ApiUri, vpc.Keys.AddUser("operator", "ec2:*"));
}
