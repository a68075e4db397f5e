using System.Xml.Linq;
using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Api.Xml;
using Tenbin.Lab.Cloud.Books;

namespace Tenbin.Lab.Cloud.Api.Actions;

/// <summary>Security groups.</summary>
internal static class Groups
{
    public static IEnumerable<XElement?> Describe(Ec2Call call)
    {
        var book = call.Book;
        var found = Filtering.Fit(
            Filtering.ByIds(book.Groups, call.Query.List("GroupId"), Errors.NoGroup),
            call.Query.Filters(),
            (group, filter) => filter switch
            {
                "group-id" => [group.Id],
                "group-name" => [group.Name],
                "vpc-id" => [book.VpcId],
                _ => null,
            });
        return
        [
            X.Set("securityGroupInfo", found, group =>
            [
                X.Value("ownerId", book.Account),
                X.Value("groupId", group.Id),
                X.Value("groupName", group.Name),
                X.Value("groupDescription", group.Name),
                X.Value("vpcId", book.VpcId),
                X.Set("ipPermissions", group.Ingress, rule => Rule(book, rule)),
                X.Set("ipPermissionsEgress", group.Egress, rule => Rule(book, rule)),
            ]),
        ];
    }

    private static IEnumerable<XElement?> Rule(Book book, SecurityRule rule)
    {
        var hasPorts = rule.Protocol is 1 or 6 or 17 or 58;
        // Ports that no rule restricts are 0 to 65535; ICMP's any type is -1.
        var any = rule.Protocol is 6 or 17 && rule.From < 0;
        return
        [
            X.Value("ipProtocol", rule.Protocol switch { 1 => "icmp", 6 => "tcp", 17 => "udp", 58 => "icmpv6", var other => other }),
            X.Value("fromPort", hasPorts ? any ? 0 : rule.From : null),
            X.Value("toPort", hasPorts ? any ? 65535 : rule.To : null),
            X.Set<string>("groups", rule.GroupId is { } id ? [id] : [], group => [X.Value("userId", book.Account), X.Value("groupId", group)]),
            X.Set<Cidr>("ipRanges", rule.Block is { } v4 && v4.Network.IsV4 ? [v4] : [], block => [X.Value("cidrIp", block)]),
            X.Set<Cidr>("ipv6Ranges", rule.Block is { } v6 && !v6.Network.IsV4 ? [v6] : [], block => [X.Value("cidrIpv6", block)]),
            X.Set<string>("prefixListIds", [], _ => []),
        ];
    }
}
