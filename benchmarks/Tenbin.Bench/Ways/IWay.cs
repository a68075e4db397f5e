using System.Net;

namespace Tenbin.Bench.Ways;

/// <summary>One way from the client to a server.</summary>
internal interface IWay
{
    /// <summary>Row of the table.</summary>
    string Name { get; }

    /// <summary>What the client connects to.</summary>
    IPAddress Target { get; }

    /// <summary>The bare hop that it is compared with; null for those that are the yardstick.</summary>
    string? Yardstick { get; }

    /// <summary>Called before each of its turns.</summary>
    Task Activate();
}
