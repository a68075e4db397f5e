using Tenbin.Lab.Cloud.Books;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Tenbin.Lab.Cloud.Topology;

/// <summary>A VPC described in a YAML file; <c>docs/lab-vpc.md</c> shows one.</summary>
public static class TopologyFile
{
    /// <summary>Reads it.</summary>
    /// <exception cref="LabException">It is wrong: says where.</exception>
    public static VpcBuilder Read(string text)
    {
        try
        {
            var file = new DeserializerBuilder().WithNamingConvention(HyphenatedNamingConvention.Instance).Build().Deserialize<File>(text);
            return Build(file ?? throw new LabException("The topology is empty: it needs at least vpc, subnets and instances."));
        }
        catch (YamlException e)
        {
            throw new LabException($"Line {e.Start.Line}, column {e.Start.Column} of the topology: {e.InnerException?.Message ?? e.Message}", e);
        }
        catch (FormatException e)
        {
            throw new LabException($"The topology holds a value that cannot be read: {e.Message}", e);
        }
    }

    private static VpcBuilder Build(File file)
    {
        if (file.Vpc.Range.Length == 0)
        {
            throw new LabException("The topology needs vpc: { range: … }, e.g. 172.18.0.0/16.");
        }

        var builder = new VpcBuilder(file.Vpc.Range, file.Vpc.Api, file.Vpc.RangeV6) { Mtu = file.Vpc.Mtu };
        foreach (var (name, table) in file.RouteTables)
        {
            builder.RouteTable(name, table.ToInternet);
        }

        foreach (var (name, subnet) in file.Subnets)
        {
            builder.Subnet(name, subnet.Cidr, subnet.Zone, subnet.CidrV6, subnet.RouteTable);
        }

        foreach (var (name, group) in file.Groups)
        {
            builder.Group(name, group.Ingress.Select(RuleText.Read), group.Egress?.Select(RuleText.Read));
        }

        foreach (var (name, allowed) in file.Roles)
        {
            builder.Role(name, allowed);
        }

        foreach (var (name, instance) in file.Instances)
        {
            builder.Instance(instance.Plan(name));
        }

        foreach (var (publicIp, privateAddress) in file.ElasticIps)
        {
            builder.Elastic(publicIp, privateAddress);
        }

        foreach (var (name, address) in file.Internet)
        {
            builder.Internet(name, address);
        }

        return builder;
    }

    private sealed class File
    {
        public VpcPart Vpc { get; set; } = new();

        public Dictionary<string, TablePart> RouteTables { get; set; } = [];

        public Dictionary<string, SubnetPart> Subnets { get; set; } = [];

        public Dictionary<string, GroupPart> Groups { get; set; } = [];

        public Dictionary<string, string[]> Roles { get; set; } = [];

        public Dictionary<string, InstancePart> Instances { get; set; } = [];

        [YamlMember(Alias = "elastic-ips", ApplyNamingConventions = false)]
        public Dictionary<string, string?> ElasticIps { get; set; } = [];

        public Dictionary<string, string> Internet { get; set; } = [];
    }

    private sealed class VpcPart
    {
        public string Range { get; set; } = "";

        [YamlMember(Alias = "range-v6", ApplyNamingConventions = false)]
        public string? RangeV6 { get; set; }

        public string? Api { get; set; }

        public int Mtu { get; set; } = 1500;
    }

    private sealed class TablePart
    {
        public bool ToInternet { get; set; }
    }

    private sealed class SubnetPart
    {
        public string Cidr { get; set; } = "";

        [YamlMember(Alias = "cidr-v6", ApplyNamingConventions = false)]
        public string? CidrV6 { get; set; }

        public string Zone { get; set; } = "a";

        public string RouteTable { get; set; } = VpcBuilder.MainTable;
    }

    private sealed class GroupPart
    {
        public string[] Ingress { get; set; } = [];

        public string[]? Egress { get; set; }
    }

    private sealed class InstancePart
    {
        public string Address { get; set; } = "";

        public string Type { get; set; } = "t3.small";

        public string[] Secondary { get; set; } = [];

        public string[] V6 { get; set; } = [];

        public string[] Groups { get; set; } = [];

        public string? Role { get; set; }

        public bool SourceDestCheck { get; set; } = true;

        public string? PublicIp { get; set; }

        public InstancePlan Plan(string name) => new(name, Address)
        {
            Type = InstanceType.All.ContainsKey(Type)
                ? Type
                : throw new LabException($"The type {Type} of {name} is not known; known are {string.Join(", ", InstanceType.All.Keys)}."),
            Secondary = Secondary,
            V6 = V6,
            Groups = Groups,
            Role = Role,
            SourceDestCheck = SourceDestCheck,
            PublicIp = PublicIp,
        };
    }
}
