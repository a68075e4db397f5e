using System.Collections.Immutable;
using System.Net;
using Tenbin.Addresses;
using Tenbin.Aws.Ec2;
using Tenbin.Aws.Metadata;
using Tenbin.Aws.Movers;
using Tenbin.Linux;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Checks;

/// <summary>
/// Looks for what a failover would run into, before one does: metadata, credentials, permissions, ids, subnets, limits. Changes
/// nothing. For the daemon's start and for <c>tenbin doctor</c>.
/// </summary>
/// <param name="session">How AWS is reached.</param>
/// <param name="mac">MAC of an interface of the system; null = there is none of that name.</param>
public sealed class AwsChecks(AwsSession session, Func<string, MacAddress?> mac)
{
    private const string NoFailover = "No address would move to this node.";

    /// <summary>All that is to be found; empty when nothing is wrong, or when the file has nothing that AWS moves.</summary>
    /// <param name="config">The file.</param>
    /// <param name="deadline">Ends it; what is not answered by then is a finding.</param>
    public async Task<ImmutableArray<AwsFinding>> Run(TenbinConfig config, CancellationToken deadline)
    {
        ArgumentNullException.ThrowIfNull(config);
        var addresses = config.Groups.SelectMany(group => group.Addresses).Where(address => address.IsOfAws).ToImmutableArray();
        if (addresses.IsEmpty)
        {
            return [];
        }

        ImmutableArray<InstanceInterface> interfaces;
        InstanceFacts facts;
        try
        {
            var metadata = session.Metadata ?? throw new MetadataException("AWS_EC2_METADATA_DISABLED is set in the environment; remove it, or set 'aws.metadata'");
            facts = await InstanceFacts.Read(metadata, deadline).ConfigureAwait(false);
            interfaces = await InterfaceReader.ReadAll(metadata, deadline).ConfigureAwait(false);
        }
        catch (MetadataException e)
        {
            return [new AwsFinding("aws.metadata", AwsSeverity.Error, "metadata", $"{e.Message}.", NoFailover, "Until it answers nothing else can be checked.")];
        }

        IReadOnlyList<NetworkInterface> known;
        try
        {
            await session.Credentials.Get(deadline).ConfigureAwait(false);
            known = await session.Ec2.DescribeInterfaces(interfaces.Select(one => one.Id), deadline).ConfigureAwait(false);
        }
        catch (AwsException e)
        {
            return [Refusals.Of(e)];
        }

        var placed = new List<(GroupAddress Address, InstanceInterface At)>();
        var found = ImmutableArray.CreateBuilder<AwsFinding>();
        foreach (var address in addresses)
        {
            Place(config.Cluster, address, interfaces, placed, found);
        }

        var further = await Task.WhenAll(
            Limits(facts, placed, deadline), MissingElasticIps(addresses, deadline), Tables(addresses, placed, deadline), Permissions(placed, known, deadline)).ConfigureAwait(false);
        found.AddRange(further.SelectMany(some => some));
        found.AddRange(SourceCheck(config, placed, known));
        return found.ToImmutable();
    }

    private void Place(
        ClusterSettings? cluster, GroupAddress address, ImmutableArray<InstanceInterface> interfaces,
        List<(GroupAddress, InstanceInterface)> placed, ImmutableArray<AwsFinding>.Builder found)
    {
        try
        {
            var at = InterfaceMatch.Find(address, interfaces, mac);
            placed.Add((address, at));
            if (ReservedAddresses.Why(address.Address, at.Networks) is { } why && address.Mover == MoverKind.AwsPrivateIp)
            {
                found.Add(new AwsFinding("aws.address-reserved", AwsSeverity.Error, Name(address), $"it is {why}.", "EC2 would refuse to assign it.", "Give another address of the subnet."));
            }
            else if (address.Mover == MoverKind.AwsPrivateIp && !at.Networks.Any(network => network.Contains(address.Address)))
            {
                found.Add(new AwsFinding(
                    "aws.address-elsewhere", AwsSeverity.Error, Name(address), $"it is not in the subnet of {at.Id}, {string.Join(", ", at.Networks)}.", "EC2 would refuse to assign it.",
                    "Correct 'ip' or 'interface', or use mover: aws-route."));
            }

            found.AddRange(OwnAddressChecks.Find(cluster, address, at));
        }
        catch (ResourceException e)
        {
            found.Add(new AwsFinding("aws.address-homeless", AwsSeverity.Error, Name(address), $"{e.Message}.", NoFailover, "Correct the file on every node."));
        }
    }

    private Task<ImmutableArray<AwsFinding>> Limits(InstanceFacts facts, List<(GroupAddress Address, InstanceInterface At)> placed, CancellationToken deadline) => Guard(async () =>
    {
        var type = await session.Ec2.DescribeInstanceType(facts.InstanceType, deadline).ConfigureAwait(false);
        return type is null ? [] : AddressLimit.Check(type, placed.Where(one => one.Address.Mover == MoverKind.AwsPrivateIp));
    });

    private Task<ImmutableArray<AwsFinding>> MissingElasticIps(ImmutableArray<GroupAddress> addresses, CancellationToken deadline) => Guard(async () =>
    {
        IPAddress[] wanted = [.. addresses.SelectMany(AwsMovers.ElasticIpsOf).Distinct()];
        var found = wanted.Length == 0 ? [] : await session.Ec2.DescribeAddresses(wanted, deadline).ConfigureAwait(false);
        return wanted.Where(one => found.All(there => !there.PublicIp.Equals(one))).Select(one => new AwsFinding(
            "aws.elastic-ip-missing", AwsSeverity.Error, $"Elastic IP {one}", "the account has none of that address in this region.", "It would not follow a takeover, and clients on the Internet would be cut off.",
            "Look at 'aws ec2 describe-addresses', and correct 'elastic-ip' or 'aws.region'."));
    });

    private Task<ImmutableArray<AwsFinding>> Tables(
        ImmutableArray<GroupAddress> addresses, List<(GroupAddress Address, InstanceInterface At)> placed, CancellationToken deadline) => Guard(async () =>
    {
        string[] wanted = [.. addresses.SelectMany(address => address.RouteTables.Concat(address.DefaultRouteTables)).Distinct()];
        if (wanted.Length == 0)
        {
            return [];
        }

        var vpcs = placed.Select(one => one.At.VpcId).ToHashSet();
        var tables = await session.Ec2.DescribeRouteTables(wanted, deadline).ConfigureAwait(false);
        return tables.Where(table => vpcs.Count > 0 && !vpcs.Contains(table.VpcId)).Select(table => new AwsFinding(
            "aws.route-table-elsewhere", AwsSeverity.Error, table.Id, $"it belongs to {table.VpcId}, another VPC than this instance's.", "EC2 would refuse its route to an interface of this instance.",
            "Name the tables of this VPC in 'route-tables' and 'default-route-tables'."));
    });

    private Task<ImmutableArray<AwsFinding>> Permissions(
        List<(GroupAddress Address, InstanceInterface At)> placed, IReadOnlyList<NetworkInterface> known, CancellationToken deadline) => Guard(async () =>
    {
        var refusals = await Task.WhenAll(PermissionTries.For(placed, known).Select(one => session.Ec2.TryOut(one.Action, one.Query, one.HasDryRun, deadline))).ConfigureAwait(false);
        return refusals.OfType<AwsException>().Where(PermissionTries.IsRefusal).Select(Refusals.Of);
    });

    private static IEnumerable<AwsFinding> SourceCheck(
        TenbinConfig config, List<(GroupAddress Address, InstanceInterface At)> placed, IReadOnlyList<NetworkInterface> known)
    {
        var routed = placed.Where(one => SourceChecks.Forwards(config) || one.Address.Mover == MoverKind.AwsRoute || !one.Address.DefaultRouteTables.IsEmpty)
            .Select(one => one.At.Id).ToHashSet();
        return known.Where(one => one.ChecksSource && routed.Contains(one.Id)).Select(one => SourceChecks.OfDirector(one, isOwn: true));
    }

    private static async Task<ImmutableArray<AwsFinding>> Guard(Func<Task<IEnumerable<AwsFinding>>> check)
    {
        try
        {
            return [.. await check().ConfigureAwait(false)];
        }
        catch (AwsException e)
        {
            return [Refusals.Of(e)];
        }
    }

    private static string Name(GroupAddress address) => $"address {address.Address}";
}
