using System.Net;

namespace Tenbin.Bench.Ways;

/// <summary>No director: client and server in one segment, one bridge between them.</summary>
internal sealed class DirectWay(BenchSite site) : IWay
{
    public const string Title = "direct";

    public string Name => Title;

    public IPAddress Target => site.Near.On(site.Outside).V4;

    public string? Yardstick => null;

    public Task Activate() => Task.CompletedTask;
}
