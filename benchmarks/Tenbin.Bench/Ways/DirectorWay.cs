using System.Net;
using Tenbin.Lab;

namespace Tenbin.Bench.Ways;

/// <summary>Through a director.</summary>
/// <param name="site">Where.</param>
/// <param name="name">Row of the table.</param>
/// <param name="director">Its machine.</param>
/// <param name="target">Its virtual address.</param>
/// <param name="yardstick">The bare hop of its shape.</param>
internal sealed class DirectorWay(BenchSite site, string name, Machine director, IPAddress target, string? yardstick) : IWay
{
    public string Name => name;

    public IPAddress Target => target;

    public string? Yardstick => yardstick;

    /// <summary>The far server's replies come back through this director.</summary>
    public Task Activate() => site.Far.SetGateway(director.On(site.Inside).V4);
}
