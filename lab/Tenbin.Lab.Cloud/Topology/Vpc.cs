using System.Net;
using Tenbin.Lab.Cloud.Api;
using Tenbin.Lab.Cloud.Api.Signing;
using Tenbin.Lab.Cloud.Fabric.Switching;
using Tenbin.Lab.Cloud.Fabric.Tracking;
using Tenbin.Lab.Cloud.Hosting;
using Tenbin.Lab.Cloud.Metadata;

namespace Tenbin.Lab.Cloud.Topology;

/// <summary>
/// A VPC that runs: instances joined by the fabric, machines on the Internet, the API and the instances' metadata, all in
/// network namespaces of this run's own. Needs root; disposing takes everything down.
/// </summary>
public sealed class Vpc : IAsyncDisposable
{
    /// <summary>Name of the machine that AWS's own services run on.</summary>
    public const string ServicesName = "aws";

    /// <summary>Public address of the API.</summary>
    public const string ApiOnInternet = "198.51.100.1";

    private const string InternetDevice = "eth0", EndpointDevice = "eth1";
    private readonly Dictionary<string, VpcInstance> _instances = [];
    private readonly Dictionary<string, Machine> _hosts = [];
    private readonly MetadataService _metadata;
    private NamespaceServer? _metadataServer;
    private Ec2Endpoint? _api;

    private Vpc(LabNetwork network, VpcBuilder plan, TimeProvider time)
    {
        Network = network;
        Switch = new(time, plan.Book);
        Control = new(time, plan.Book, Switch.Publish);
        Keys = new(plan.Book.Account, time);
        foreach (var (role, allowed) in plan.Roles)
        {
            Keys.SetRole(role, allowed);
        }

        _metadata = new(Control, Switch.Lanes, new(Keys, time), time);
        Ec2 = new(Control, Keys, time);
    }

    public LabNetwork Network { get; }

    /// <summary>The book, which tests may change as AWS's console would.</summary>
    public ControlPlane Control { get; }

    public VpcSwitch Switch { get; }

    /// <summary>Keys and what they allow.</summary>
    public KeyTable Keys { get; }

    /// <summary>The API: how it behaves, who called.</summary>
    public Ec2Service Ec2 { get; }

    /// <summary>The API's listener.</summary>
    public Ec2Endpoint Api => _api!;

    public MetadataService Metadata => _metadata;

    /// <summary>The machine that AWS's own services run on: on the Internet, and in the VPC where there is an endpoint.</summary>
    public Machine Services => _hosts[ServicesName];

    /// <summary>Where instances reach the API through the VPC's endpoint; null when there is none.</summary>
    public Uri? ApiInVpc { get; private set; }

    /// <summary>Where the API is on the Internet.</summary>
    public static Uri ApiUri { get; } = new($"http://{ApiOnInternet}/");

    public IReadOnlyCollection<VpcInstance> Instances => _instances.Values;

    /// <summary>An instance by its name.</summary>
    public VpcInstance this[string name] => _instances[name];

    /// <summary>A machine on the Internet by its name.</summary>
    public Machine Host(string name) => _hosts[name];

    /// <summary><c>eipalloc-…</c> of an Elastic IP.</summary>
    public static string AllocationId(string publicIp) => Ids.Of("eipalloc", publicIp);

    /// <summary><c>rtb-…</c> of a route table by its name.</summary>
    public static string RouteTableId(string name = VpcBuilder.MainTable) => Ids.Of("rtb", name);

    /// <summary><c>subnet-…</c> of a subnet by its name.</summary>
    public static string SubnetId(string name) => Ids.Of("subnet", name);

    /// <summary><c>sg-…</c> of a security group by its name.</summary>
    public static string GroupId(string name) => Ids.Of("sg", name);

    /// <summary><c>eni-…</c> of an instance by its name.</summary>
    public static string InterfaceId(string instance) => Ids.Of("eni", instance);

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }

        if (_metadataServer is not null)
        {
            await _metadataServer.DisposeAsync();
        }

        await Switch.DisposeAsync();
        await Network.DisposeAsync();
    }

    internal static async Task<Vpc> Start(VpcBuilder plan, TimeProvider time)
    {
        var vpc = new Vpc(await LabNetwork.Create(), plan, time);
        try
        {
            await vpc.StartInternet();
            await vpc.StartServices();
            foreach (var instance in plan.Instances)
            {
                await vpc.Launch(instance.Name, plan.Mtu);
            }

            return vpc;
        }
        catch
        {
            await vpc.DisposeAsync();
            throw;
        }
    }

    private async Task StartInternet()
    {
        foreach (var host in Control.Book.InternetHosts.Values)
        {
            var machine = await Network.AddMachine(host.Name);
            await Cabling.Internet(Switch, machine, host, InternetDevice);
            _hosts[host.Name] = machine;
        }
    }

    private async Task StartServices()
    {
        if (Control.Book.Interfaces.Values.FirstOrDefault(held => held.IsManaged) is { } endpoint)
        {
            await Cabling.Instance(Switch, Services, Control.Book, endpoint, EndpointDevice, mtu: 1500);
            ApiInVpc = new($"http://{endpoint.V4[0]}/");
        }

        _api = new(Ec2, Services);
        await _api.Listen();
        var metadata = await Network.AddMachine("metadata");
        await Cabling.Metadata(Switch, metadata);
        _metadataServer = await NamespaceServer.Start(
            metadata, new IPEndPoint(MetadataLanes.Service.ToIPAddress(), 80), _metadata.Answer);
    }

    private async Task Launch(string name, int mtu)
    {
        var instance = new VpcInstance(this, await Network.AddMachine(name), Ids.Of("i", name), Ids.Of("eni", name), mtu);
        await instance.Connect();
        _instances[name] = instance;
    }
}
