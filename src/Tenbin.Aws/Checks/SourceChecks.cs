using Tenbin.Aws.Ec2;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Checks;

/// <summary>The source/destination check, which drops what is neither from an interface nor for it (VPC user guide, "NAT instances"). Pure.</summary>
internal static class SourceChecks
{
    private const string Again = "a rebuilt instance has it on again";

    /// <summary>Directors send on what clients sent: with the clients' addresses.</summary>
    public static bool Forwards(TenbinConfig config) => !config.Services.IsEmpty || config.Groups.Any(group => group.Masquerade is not null);

    /// <summary>Of the directors and, for dsr, of the real servers.</summary>
    public static IEnumerable<AwsFinding> Find(CloudFacts facts) =>
    [
        .. from director in facts.Directors
           where Forwards(facts.Config) && director.ChecksSource && Carries(facts, director)
           select OfDirector(director, facts.Own.Any(own => own.Id == director.Id)),
        .. from pair in facts.Servers
           where pair.Server.Forward == ForwardingMethod.Dsr && facts.Holding(pair.Server.Address.Address) is { ChecksSource: true }
           select OfServer(pair.Service, pair.Server, facts.Holding(pair.Server.Address.Address)!),
    ];

    /// <summary>A director that has it on.</summary>
    /// <param name="at">Its interface.</param>
    /// <param name="isOwn">Of this instance: a program may switch it off.</param>
    public static AwsFinding OfDirector(NetworkInterface at, bool isOwn) => new(
        "aws.source-check", AwsSeverity.Error, at.Id, $"the source/destination check of this director's interface is on{(isOwn ? "" : $" (instance {at.InstanceId})")}.",
        "Packets that a director forwards vanish silently: connections hang after the SYN.", $"Run '{Command(at)}'; {Again}.")
    {
        Mend = isOwn ? new AwsMend(Command(at), (session, deadline) => session.Ec2.SwitchSourceCheckOff(at.Id, deadline)) : null,
    };

    private static AwsFinding OfServer(VirtualService service, RealServer server, NetworkInterface at) => new(
        "aws.server-source-check", AwsSeverity.Error, at.Id,
        $"the source/destination check is on at the real server {server.Address.Address} of service {service.Name}, which is served by dsr.",
        "What comes for the virtual address, and the answers from it, vanish silently: the server passes its checks, and its clients' connections hang.",
        $"Run '{Command(at)}'; {Again}.");

    private static bool Carries(CloudFacts facts, NetworkInterface at) =>
        facts.NetworksOf(at.SubnetId).Any(network => facts.Config.Services.Any(
            service => network.Contains(service.Listen.Address) || service.Servers.Any(server => network.Contains(server.Address.Address))));

    private static string Command(NetworkInterface at) => $"aws ec2 modify-network-interface-attribute --network-interface-id {at.Id} --no-source-dest-check";
}
