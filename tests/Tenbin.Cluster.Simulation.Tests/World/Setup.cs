namespace Tenbin.Cluster.Simulation.World;

/// <summary>A kind of cluster.</summary>
/// <param name="Nodes">How many.</param>
/// <param name="HasRegister">A pair with a witness register.</param>
/// <param name="ServesAlone">A pair that serves without a majority.</param>
/// <param name="Groups">How many.</param>
/// <param name="FailsBack">Groups go back to their preferred node by themselves.</param>
/// <param name="CopiesSessions">A planned move waits until its target has all sessions.</param>
public sealed record Setup(int Nodes, bool HasRegister, bool ServesAlone, int Groups, bool FailsBack, bool CopiesSessions = false)
{
    public static Setup Draw(Chance chance)
    {
        var groups = chance.Happens(0.2) ? 2 : 1;
        var failsBack = chance.Happens(0.2);
        return chance.Below(100) switch
        {
            < 36 => new Setup(2, true, false, groups, failsBack),
            < 54 => new Setup(2, false, true, groups, failsBack),
            < 84 => new Setup(3, false, false, groups, failsBack),
            < 88 => new Setup(4, false, false, groups, failsBack),
            < 97 => new Setup(5, false, false, 1, failsBack),
            _ => new Setup(7, false, false, 1, failsBack),
        };
    }

    public int Majority => ((Nodes + (HasRegister ? 1 : 0)) / 2) + 1;
}
