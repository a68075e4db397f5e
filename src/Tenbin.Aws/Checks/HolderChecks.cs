using System.Net;
using Tenbin.Aws.Metadata;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Checks;

/// <summary>
/// Whom AWS sends a virtual address to. An address of a subnet exists twice: on an interface of the system, and in the VPC's own
/// book, which the API alone changes; no ARP of an instance does ("Elastic network interfaces"). Pure.
/// </summary>
internal static class HolderChecks
{
    /// <summary>What the metadata alone tell.</summary>
    public static IEnumerable<AwsFinding> FindByMetadata(TenbinConfig config, IReadOnlyCollection<InstanceInterface> own) =>
        from moved in config.Groups
        from address in moved.Addresses
        where address.Mover == MoverKind.Local
        let at = Near(own, address.Address)
        where at is not null
        select new AwsFinding(
            "aws.mover-local", AwsSeverity.Error, $"address {address.Address} of group {moved.Name}", $"it lies in {at.SubnetId}, and its mover is 'local'.",
            "A takeover puts it on the other director's interface and announces it by ARP, which moves nothing in a VPC: AWS goes on sending it to the director that has failed.",
            "Give it 'mover: aws-private-ip' on every node, and restart the daemons one after the other.");

    /// <summary>What the API tells besides.</summary>
    public static IEnumerable<AwsFinding> Find(CloudFacts facts) => [.. FindByMetadata(facts.Config, facts.Own), .. Astray(facts)];

    private static IEnumerable<AwsFinding> Astray(CloudFacts facts)
    {
        foreach (var (address, isMoved) in Addresses(facts.Config))
        {
            if (Near(facts.Own, address) is not { } at || facts.Own.Any(own => own.Addresses.Contains(address)))
            {
                continue;
            }

            var holder = facts.Holding(address);
            var isDirectors = holder is not null && facts.Directors.Any(director => director.Id == holder.Id);
            var isHere = facts.Machine?.Addresses.Contains(address) == true;
            // A group's that nobody has yet, or that another director has, is as it should be.
            if (isMoved ? holder is not null && (!isDirectors || isHere) : !isDirectors || isHere)
            {
                var where = holder is not null ? $"AWS sends it to {holder.Describe()}{(isDirectors ? "" : ", which is no director")}"
                    : facts.Interfaces.Count > 0 ? "AWS sends it nowhere" : "AWS does not send it to this instance";
                yield return Of(address, at, $"{where}{(isHere ? ", and this machine has it" : "")}.", isMoved);
            }
        }
    }

    private static AwsFinding Of(IPAddress address, InstanceInterface at, string what, bool isMoved) => new(
        "aws.address-astray", AwsSeverity.Error, $"address {address}", what,
        "Clients reach that machine, or none, whatever this one's interfaces say.",
        (isMoved
            ? "The owner's daemon takes it back by itself within seconds; where it does not, look at its log, and in CloudTrail for who calls AssignPrivateIpAddresses. By hand: "
            : "Have it moved by a group with 'mover: aws-private-ip', or once by hand: ")
        + $"'aws ec2 assign-private-ip-addresses --network-interface-id {at.Id} --private-ip-addresses {address} --allow-reassignment'.");

    private static IEnumerable<(IPAddress Address, bool IsMoved)> Addresses(TenbinConfig config) =>
    [
        .. config.Groups.SelectMany(group => group.Addresses).Where(one => one.Mover == MoverKind.AwsPrivateIp && IsV4(one.Address)).Select(one => (one.Address, true)),
        .. config.Services.Select(service => service.Listen.Address).Where(address => IsV4(address) && config.GroupOf(address) is null).Distinct().Select(address => (address, false)),
    ];

    private static InstanceInterface? Near(IEnumerable<InstanceInterface> own, IPAddress address) =>
        own.FirstOrDefault(one => one.Networks.Any(network => network.Contains(address)));

    private static bool IsV4(IPAddress address) => address.GetAddressBytes().Length == 4;
}
