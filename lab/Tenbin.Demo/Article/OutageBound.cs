using System.Globalization;

namespace Tenbin.Demo.Article;

/// <summary>How long a service may be away when a director dies.</summary>
/// <param name="DeadAfter">Silence after which the peer counts it as dead.</param>
/// <param name="Api">Of the call that moves the addresses.</param>
/// <param name="Fabric">Until the VPC's own neighbours know.</param>
internal sealed record OutageBound(TimeSpan DeadAfter, TimeSpan Api, TimeSpan Fabric)
{
    /// <summary>For Tenbin itself.</summary>
    public static readonly TimeSpan Own = TimeSpan.FromSeconds(0.3);

    public TimeSpan Whole => DeadAfter + Api + Fabric + Own;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"dead-after {DeadAfter.TotalSeconds:0.0} s + API {Api.TotalSeconds:0.0} s + the fabric's convergence {Fabric.TotalSeconds:0.0} s + {Own.TotalSeconds:0.0} s = {Whole.TotalSeconds:0.0} s");
}
