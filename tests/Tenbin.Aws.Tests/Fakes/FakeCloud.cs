using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Tenbin.Lab.Cloud.Registers;

namespace Tenbin.Aws.Tests.Fakes;

/// <summary>
/// EC2 and one instance's metadata on loopback, as far as the movers ask them; each call can be scripted to go wrong. It has
/// two interfaces of one subnet: that of this instance, and that of the other director.
/// </summary>
internal sealed class FakeCloud : IAsyncDisposable
{
    public const string Here = "eni-00000000000000001", There = "eni-00000000000000002", Allocation = "eipalloc-00000000000000001";
    public const string Mac = "02:00:00:00:00:01";
    public static readonly IPAddress OwnAddress = IPAddress.Parse("10.0.0.11"), Elastic = IPAddress.Parse("203.0.113.10");

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, string> _holders = [];
    private readonly Dictionary<(string Table, string To), string> _routes = [];
    private readonly CancellationTokenSource _end = new();
    private (string? Interface, IPAddress? Address) _elastic;
    private LoopbackHttp? _server;

    /// <summary>Decides how a call of the API goes: null = as it should.</summary>
    public Func<FakeCall, FakeFault?> Script { get; set; } = _ => null;

    /// <summary>The same for the metadata, by path.</summary>
    public Func<string, FakeFault?> MetadataScript { get; set; } = _ => null;

    /// <summary>Metadata shows no change of addresses while this is set.</summary>
    public ImmutableHashSet<IPAddress>? FrozenMetadata { get; set; }

    /// <summary>DescribeNetworkInterfaces likewise.</summary>
    public ImmutableHashSet<IPAddress>? FrozenApi { get; set; }

    /// <summary>Whether the Elastic IP moves along with its private address.</summary>
    public bool ElasticFollows { get; set; } = true;

    /// <summary>Route tables that exist.</summary>
    public HashSet<string> Tables { get; } = ["rtb-00000001", "rtb-00000002"];

    public bool ChecksSource { get; set; }

    /// <summary>Further interfaces, each with one address.</summary>
    public List<(string Id, string Instance, IPAddress Address)> Others { get; } = [];

    /// <summary>Networks that the one security group lets everything in from.</summary>
    public string OpenTo { get; set; } = "0.0.0.0/0";

    /// <summary>What the default route of the subnet leads to.</summary>
    public string WayOut { get; set; } = "natGatewayId>nat-1</natGatewayId";

    public int Ipv4Limit { get; set; } = 6;

    public bool HasElastic { get; set; } = true;

    /// <summary>The calls that came, in order.</summary>
    public ConcurrentQueue<FakeCall> Calls { get; } = [];

    public int Tokens { get; private set; }

    public string Token { get; set; } = "token-1";

    public string? Role { get; set; }

    public Func<string> RoleAnswer { get; set; } = () => "{}";

    public Uri Url => _server!.Url;

    public static async Task<FakeCloud> Start()
    {
        var cloud = new FakeCloud();
        cloud._server = await LoopbackHttp.Start(cloud.AnswerAsync);
        return cloud;
    }

    /// <summary>How often an action was called.</summary>
    public int Count(string action) => Calls.Count(call => call.Action == action);

    public string? HolderOf(IPAddress address)
    {
        lock (_gate)
        {
            return _holders.GetValueOrDefault(address);
        }
    }

    public string? RouteOf(string table, string to)
    {
        lock (_gate)
        {
            return _routes.GetValueOrDefault((table, to));
        }
    }

    public (string? Interface, IPAddress? Address) ElasticAt
    {
        get
        {
            lock (_gate)
            {
                return _elastic;
            }
        }
    }

    /// <summary>Someone moves an address.</summary>
    public void Give(IPAddress address, string @interface)
    {
        lock (_gate)
        {
            _holders[address] = @interface;
            if (ElasticFollows && address.Equals(_elastic.Address))
            {
                _elastic.Interface = @interface;
            }
        }
    }

    public void Associate(string? @interface, IPAddress? address)
    {
        lock (_gate)
        {
            _elastic = (@interface, address);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _server!.DisposeAsync();
        _end.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/latest"))
        {
            await MetadataAsync(context);
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        var form = QueryHelpers.ParseQuery(await reader.ReadToEndAsync(context.RequestAborted)).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        var call = new FakeCall(form["Action"], form, context.Request.Headers.Authorization.ToString());
        Calls.Enqueue(call);
        var fault = Script(call);
        if (fault is { IsDone: true } or null)
        {
            var (status, text) = Do(call);
            await (fault is null ? Write(context, status, text) : Suffer(context, fault, status, text));
            return;
        }

        await Suffer(context, fault, fault.Status, Error(fault.Code, fault.Said));
    }

    private async Task Suffer(HttpContext context, FakeFault fault, int status, string text)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _end.Token);
        try
        {
            await Task.Delay(fault.After, either.Token);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
            return;
        }

        if (fault.Cuts)
        {
            context.Abort();
            return;
        }

        await Write(context, status, fault.Raw ?? text);
    }

    private (int Status, string Text) Do(FakeCall call)
    {
        lock (_gate)
        {
            return call.Has("DryRun") ? (412, Error("DryRunOperation", "Request would have succeeded, but DryRun flag is set.")) : call.Action switch
            {
                "AssignPrivateIpAddresses" => Assign(call, call.Each("PrivateIpAddress"), call.Has("AllowReassignment")),
                "AssignIpv6Addresses" => Assign(call, call.Each("Ipv6Addresses"), mayTake: false),
                "UnassignIpv6Addresses" => Unassign(call.Each("Ipv6Addresses")),
                "AssociateAddress" => Associated(call),
                "DescribeAddresses" => Ok(call, HasElastic ? $"<addressesSet><item><publicIp>{Elastic}</publicIp><allocationId>{Allocation}</allocationId>{(_elastic.Interface is null ? "" : $"<networkInterfaceId>{_elastic.Interface}</networkInterfaceId><privateIpAddress>{_elastic.Address}</privateIpAddress>")}</item></addressesSet>" : "<addressesSet/>"),
                "DescribeNetworkInterfaces" => Interfaces(call),
                "DescribeSubnets" => Ok(call, "<subnetSet><item><subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId><availabilityZone>eu-north-1a</availabilityZone><cidrBlock>10.0.0.0/24</cidrBlock></item></subnetSet>"),
                "DescribeSecurityGroups" => Ok(call, $"<securityGroupInfo><item><groupId>sg-1</groupId><groupName>all</groupName><ipPermissions><item><ipProtocol>-1</ipProtocol><ipRanges><item><cidrIp>{OpenTo}</cidrIp></item></ipRanges></item></ipPermissions></item></securityGroupInfo>"),
                "ModifyNetworkInterfaceAttribute" => Modify(call),
                "DescribeRouteTables" when call.Has("Filter.1.Name") => Ok(call, $"<routeTableSet><item><routeTableId>rtb-00000009</routeTableId><vpcId>vpc-1</vpcId><routeSet><item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><{WayOut}><state>active</state></item></routeSet></item></routeTableSet>"),
                "DescribeRouteTables" => RouteTables(call),
                "ReplaceRoute" or "CreateRoute" => Route(call),
                "DescribeInstanceTypes" => Ok(call, $"<instanceTypeSet><item><instanceType>t3.small</instanceType><networkInfo><maximumNetworkInterfaces>3</maximumNetworkInterfaces><ipv4AddressesPerInterface>{Ipv4Limit}</ipv4AddressesPerInterface><ipv6AddressesPerInterface>4</ipv6AddressesPerInterface></networkInfo></item></instanceTypeSet>"),
                _ => (400, Error("InvalidAction", call.Action)),
            };
        }
    }

    private (int, string) Assign(FakeCall call, IEnumerable<string> addresses, bool mayTake)
    {
        foreach (var address in addresses.Select(IPAddress.Parse))
        {
            if (!mayTake && _holders.TryGetValue(address, out var holder) && holder != call["NetworkInterfaceId"])
            {
                return (400, Error("InvalidParameterValue", $"[{address}] is already assigned to another interface"));
            }

            Give(address, call["NetworkInterfaceId"]);
        }

        return Ok(call, "<return>true</return>");
    }

    private (int, string) Unassign(IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
        {
            _holders.Remove(IPAddress.Parse(address));
        }

        return (200, "<UnassignIpv6AddressesResponse/>");
    }

    private (int, string) Associated(FakeCall call)
    {
        if (call["AllocationId"] != Allocation)
        {
            return (400, Error("InvalidAllocationID.NotFound", $"The allocation ID '{call["AllocationId"]}' does not exist"));
        }

        _elastic = (call["NetworkInterfaceId"], IPAddress.Parse(call["PrivateIpAddress"]));
        return Ok(call, "<associationId>eipassoc-1</associationId>");
    }

    private (int, string) Modify(FakeCall call)
    {
        ChecksSource = call["SourceDestCheck.Value"] != "false";
        return Ok(call, "<return>true</return>");
    }

    private (int, string) Interfaces(FakeCall call)
    {
        var text = new StringBuilder("<networkInterfaceSet>");
        foreach (var (id, instance, own) in Others.Prepend((There, "i-2", IPAddress.Parse("10.0.0.12"))).Prepend((Here, "i-1", OwnAddress)))
        {
            var held = Held(id, FrozenApi).ToList();
            if (call.Values("NetworkInterfaceId").Any() ? call.Values("NetworkInterfaceId").Contains(id) : call.Values("Filter.2.Value").Contains(instance) || held.Append(own).Any(address => call.Values("Filter.2.Value").Contains(address.ToString())))
            {
                text.Append($"<item><networkInterfaceId>{id}</networkInterfaceId><subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId><sourceDestCheck>{(ChecksSource ? "true" : "false")}</sourceDestCheck><groupSet><item><groupId>sg-1</groupId></item></groupSet><attachment><instanceId>{instance}</instanceId></attachment><privateIpAddressesSet><item><privateIpAddress>{own}</privateIpAddress><primary>true</primary></item>");
                text.AppendJoin("", held.Where(address => address.GetAddressBytes().Length == 4).Select(address => $"<item><privateIpAddress>{address}</privateIpAddress><primary>false</primary>{(address.Equals(_elastic.Address) && _elastic.Interface == id ? $"<association><publicIp>{Elastic}</publicIp><allocationId>{Allocation}</allocationId></association>" : "")}</item>"));
                text.Append("</privateIpAddressesSet><ipv6AddressesSet>").AppendJoin("", held.Where(address => address.GetAddressBytes().Length == 16).Select(address => $"<item><ipv6Address>{address}</ipv6Address></item>")).Append("</ipv6AddressesSet></item>");
            }
        }

        return Ok(call, text.Append("</networkInterfaceSet>").ToString());
    }

    private (int, string) RouteTables(FakeCall call)
    {
        if (call.Values("RouteTableId").FirstOrDefault(table => !Tables.Contains(table)) is { } unknown)
        {
            return (400, Error("InvalidRouteTableID.NotFound", $"The routeTable ID '{unknown}' does not exist"));
        }

        return Ok(call, $"<routeTableSet>{string.Concat(call.Values("RouteTableId").Select(table => $"<item><routeTableId>{table}</routeTableId><vpcId>vpc-1</vpcId><routeSet>{string.Concat(_routes.Where(route => route.Key.Table == table).Select(route => $"<item><{(route.Key.To.Contains(':') ? "destinationIpv6CidrBlock" : "destinationCidrBlock")}>{route.Key.To}</{(route.Key.To.Contains(':') ? "destinationIpv6CidrBlock" : "destinationCidrBlock")}><networkInterfaceId>{route.Value}</networkInterfaceId><state>active</state></item>"))}</routeSet></item>"))}</routeTableSet>");
    }

    private (int, string) Route(FakeCall call)
    {
        var key = (call["RouteTableId"], call.Has("DestinationCidrBlock") ? call["DestinationCidrBlock"] : call["DestinationIpv6CidrBlock"]);
        if (!Tables.Contains(key.Item1))
        {
            return (400, Error("InvalidRouteTableID.NotFound", $"The routeTable ID '{key.Item1}' does not exist"));
        }

        if (call.Action == "ReplaceRoute" != _routes.ContainsKey(key))
        {
            return call.Action == "ReplaceRoute"
                ? (400, Error("InvalidParameterValue", $"There is no route defined for '{key.Item2}' in the route table. Use CreateRoute instead."))
                : (400, Error("RouteAlreadyExists", $"The route identified by {key.Item2} already exists."));
        }

        _routes[key] = call["NetworkInterfaceId"];
        return Ok(call, "<return>true</return>");
    }

    private IEnumerable<IPAddress> Held(string id, ImmutableHashSet<IPAddress>? frozen) =>
        id == Here && frozen is not null ? frozen : _holders.Where(pair => pair.Value == id).Select(pair => pair.Key);

    private async Task MetadataAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!["/latest/".Length..];
        var fault = MetadataScript(path);
        if (fault is not null)
        {
            await Suffer(context, fault, fault.Status, fault.Said);
            return;
        }

        if (path == "api/token")
        {
            var isGood = context.Request.Method == "PUT" && context.Request.Headers.ContainsKey("X-aws-ec2-metadata-token-ttl-seconds");
            Tokens += isGood ? 1 : 0;
            await Write(context, isGood ? 200 : 400, isGood ? Token : "");
            return;
        }

        if (context.Request.Headers["X-aws-ec2-metadata-token"] != Token)
        {
            await Write(context, 401, "");
            return;
        }

        var found = Item(path["meta-data/".Length..]);
        await Write(context, found is null ? 404 : 200, found ?? "");
    }

    private string? Item(string item)
    {
        const string macs = "network/interfaces/macs/";
        lock (_gate)
        {
            var held = Held(Here, FrozenMetadata).ToList();
            return item switch
            {
                "placement/region" => "eu-north-1",
                "placement/availability-zone" => "eu-north-1a",
                "instance-id" => "i-1",
                "instance-type" => "t3.small",
                "iam/security-credentials/" => Role,
                _ when item == $"iam/security-credentials/{Role}" => RoleAnswer(),
                macs => $"{Mac}/",
                macs + Mac + "/interface-id" => Here,
                macs + Mac + "/device-number" => "0",
                macs + Mac + "/subnet-id" => "subnet-1",
                macs + Mac + "/vpc-id" => "vpc-1",
                macs + Mac + "/subnet-ipv4-cidr-block" => "10.0.0.0/24",
                macs + Mac + "/subnet-ipv6-cidr-blocks" => "2001:db8:1::/64",
                macs + Mac + "/local-ipv4s" => string.Join('\n', held.Where(address => address.GetAddressBytes().Length == 4).Prepend(OwnAddress)),
                macs + Mac + "/ipv6s" => held.Where(address => address.GetAddressBytes().Length == 16).ToList() is { Count: > 0 } six ? string.Join('\n', six) : null,
                macs + Mac + "/ipv4-associations/" => _elastic.Interface == Here ? Elastic.ToString() : null,
                _ when item == $"{macs}{Mac}/ipv4-associations/{Elastic}" => _elastic.Interface == Here ? _elastic.Address?.ToString() : null,
                _ => null,
            };
        }
    }

    private static (int, string) Ok(FakeCall call, string content) =>
        (200, $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{call.Action}Response xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r-1</requestId>{content}</{call.Action}Response>");

    private static string Error(string code, string said) =>
        $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error><Code>{code}</Code><Message>{said}</Message></Error></Errors><RequestID>r-error</RequestID></Response>";

    private static async Task Write(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(text);
    }
}
