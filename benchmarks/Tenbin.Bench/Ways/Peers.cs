using System.Globalization;
using Tenbin.Lab;

namespace Tenbin.Bench.Ways;

/// <summary>Other balancers, each on a director of its own, configured as their manuals advise for plain TCP.</summary>
internal static class Peers
{
    private static readonly int[] Ports = [BenchSite.WebPort, BenchSite.BulkPort];

    public static async Task<IWay> Haproxy(BenchSite site)
    {
        var director = await site.AddDirector("haproxy");
        var target = await site.AddVirtual(director);
        var server = site.Far.On(site.Inside).V4;
        var file = Path.Combine(director.Directory, "haproxy.cfg");
        await File.WriteAllTextAsync(file, $$"""
            global
                maxconn 2000
            defaults
                mode tcp
                option splice-auto
                timeout connect 5s
                timeout client 60s
                timeout server 60s

            """ + string.Concat(Ports.Select(port => Line($"""
            listen port{port}
                bind {target}:{port} backlog 4096
                server far {server}:{port}

            """))));
        var process = await site.Start(director, "haproxy", "-db", "-f", file);
        await Listening(director, process.Output.ToString, process);
        return new DirectorWay(site, "HAProxy, mode tcp", director, target, BareHop.BothWays);
    }

    public static async Task<IWay> NginxStream(BenchSite site)
    {
        var director = await site.AddDirector("nginx");
        var target = await site.AddVirtual(director);
        var server = site.Far.On(site.Inside).V4;
        // Workers without a master, one for each core: a worker of a master would outlive a bench that is killed.
        for (var worker = 0; worker < Environment.ProcessorCount; worker++)
        {
            var file = Path.Combine(director.Directory, Line($"nginx{worker}.conf"));
            await File.WriteAllTextAsync(file, $$"""
                load_module /usr/lib/nginx/modules/ngx_stream_module.so;
                daemon off;
                master_process off;
                user root;
                pid {{file}}.pid;
                error_log stderr warn;
                events { worker_connections 8192; }
                stream {
                {{string.Concat(Ports.Select(port => Line($"    server {{ listen {target}:{port} backlog=4096 reuseport; proxy_pass {server}:{port}; }}\n")))}}
                }

                """);
            var process = await site.Start(director, "nginx", "-p", director.Directory, "-c", file, "-e", "stderr");
            await Listening(director, process.Output.ToString, process);
        }

        return new DirectorWay(site, "nginx stream", director, target, BareHop.BothWays);
    }

    /// <param name="site">Where.</param>
    /// <param name="offload">Established connections take a flow table's short cut (nf_flowtable.rst).</param>
    public static async Task<IWay> Nftables(BenchSite site, bool offload)
    {
        var director = await site.AddDirector(offload ? "nftflow" : "nft");
        var target = await site.AddVirtual(director);
        var server = await site.AddServerAddress();
        await director.Sysctl(("net.ipv4.ip_forward", "1"));
        var flowTable = offload
            ? $$"""
              flowtable fast { hook ingress priority filter; devices = { {{site.Outside.Name}}, {{site.Inside.Name}} }; }
              chain forward { type filter hook forward priority filter; ip protocol tcp flow add @fast; }
              """
            : "";
        var file = Path.Combine(director.Directory, "rules.nft");
        await File.WriteAllTextAsync(file, $$"""
            table ip balance {
            {{flowTable}}
            chain prerouting {
                type nat hook prerouting priority dstnat;
                ip daddr {{target}} tcp dport { {{string.Join(", ", Ports)}} } dnat to {{server}};
            }
            }

            """);
        (await director.Run("nft", "-f", file)).Checked();
        return new DirectorWay(site, offload ? "nftables DNAT, flow table" : "nftables DNAT", director, target, BareHop.BothWays);
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static Task Listening(Machine director, Func<string> evidence, Lab.Processes.LabProcess process) => Wait.Until(
        $"a balancer to listen on {director.Name}",
        async () => process.IsRunning
            ? (await director.Run("ss", "--no-header", "--listening", "--tcp")).Output.Split('\n').Length > Ports.Length
            : throw new LabException($"{process.CommandLine}\nended:\n{process.Output}"),
        evidence: evidence);
}
