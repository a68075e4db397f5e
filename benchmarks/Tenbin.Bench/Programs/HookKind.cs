namespace Tenbin.Bench.Programs;

/// <summary>Which of the two programs.</summary>
internal enum HookKind
{
    Tc,
    Xdp,
}
