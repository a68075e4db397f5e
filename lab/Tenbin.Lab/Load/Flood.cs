using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Tenbin.Lab.Load;

/// <summary>
/// Hostile datagrams from a node's machine to its peer, with the node's own addresses as source: made of the real ones
/// between the two, which it overhears. Ends by itself.
/// </summary>
public static class Flood
{
    /// <param name="node">Machine of the node in whose name it sends.</param>
    /// <param name="victims">The peer's end of each link.</param>
    /// <param name="count">How many datagrams.</param>
    /// <param name="perSecond">How many a second at most.</param>
    /// <param name="seed">Of all choices.</param>
    public static async Task<FloodReport> Run(Machine node, IEnumerable<IPEndPoint> victims, long count, int perSecond, int seed)
    {
        var result = await node.Run(
        [
            Programs.Agent, "flood", count.ToString(CultureInfo.InvariantCulture), perSecond.ToString(CultureInfo.InvariantCulture),
            seed.ToString(CultureInfo.InvariantCulture), .. victims.Select(victim => victim.ToString()),
        ]);
        return JsonSerializer.Deserialize(result.Checked().Output, FloodJson.Default.FloodReport)!;
    }
}
