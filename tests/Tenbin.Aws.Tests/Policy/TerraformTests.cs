using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tenbin.Aws.Policy;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Aws.Tests.Policy;

/// <summary>What packaging/terraform says twice says the same.</summary>
public sealed class TerraformTests
{
    private static readonly Dictionary<string, string> s_values = new()
    {
        ["region"] = "ap-northeast-1", ["table"] = "tenbin-votes", ["web_ip"] = "203.0.113.10", ["delivery_ip"] = "203.0.113.11",
    };

    private static readonly string s_addresses = Read("addresses.tf");

    [Fact]
    public void Its_policy_is_what_tenbin_prints_for_its_file()
    {
        var config = Config();

        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(IamPolicy.For(config, config.Cluster!.Name)!), JsonNode.Parse(Render("files/policy.json.tftpl"))),
            $"files/policy.json.tftpl is not what 'tenbin aws policy' prints:\n{IamPolicy.For(config, config.Cluster!.Name)}");
    }

    [Fact]
    public void Its_machines_have_the_addresses_of_its_file()
    {
        var config = Config();
        IEnumerable<IPAddress> ServersOf(string service) => config.Services.Single(one => one.Name == service).Servers.Select(server => server.Address.Address);

        Assert.Equal(config.Cluster!.Nodes.Select(node => (node.Name, node.Addresses.Single())), Machines("directors"));
        Assert.Equal(ServersOf("web"), Machines("web").Select(machine => machine.Address));
        Assert.Equal(ServersOf("delivery"), Machines("deliveries").Select(machine => machine.Address));
        Assert.Equal(ServersOf("db-read"), Machines("databases").Select(machine => machine.Address));
        Assert.Equal(config.Groups[0].Masquerade!.Source, IPAddress.Parse(Value("gateway").Trim('"')));
    }

    [Fact]
    public void Its_ports_are_those_of_its_file()
    {
        var config = Config();

        Assert.Equal(config.Cluster!.Port.ToString(CultureInfo.InvariantCulture), Value("heartbeat_port"));
        Assert.Equal(
            config.Services.Select(service => (int)service.Listen.Port).Distinct().Order(),
            Regex.Matches($"{Value("web_ports")} {Value("db_port")}", "[0-9]+").Select(port => int.Parse(port.Value, CultureInfo.InvariantCulture)).Order());
    }

    [Fact]
    public void Its_table_has_the_key_that_the_register_uses() => Assert.Matches("hash_key += \"group\"", Read("witness.tf"));

    private static TenbinConfig Config()
    {
        var result = ConfigLoader.Load(Render("files/tenbin.yaml.tftpl"), "tenbin.yaml", _ => null);
        Assert.True(result.IsValid, string.Join('\n', result.Errors));
        return result.Config;
    }

    /// <summary>As <c>templatefile</c> does: these files use no more of it.</summary>
    private static string Render(string file) => Regex.Replace(Read(file), @"\$\{([a-z_]+)\}", name => s_values[name.Groups[1].Value]);

    private static IEnumerable<(string Name, IPAddress Address)> Machines(string local) =>
        Regex.Matches(Value(local), """([a-z0-9]+) = "([0-9.]+)""").Select(machine => (machine.Groups[1].Value, IPAddress.Parse(machine.Groups[2].Value)));

    private static string Value(string local) => Regex.Match(s_addresses, $@"^ *{local} += (.+)$", RegexOptions.Multiline).Groups[1].Value;

    private static string Read(string file, [CallerFilePath] string thisFile = "") =>
        File.ReadAllText(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../packaging/terraform", file)));
}
