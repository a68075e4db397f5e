using System.Net;

namespace Tenbin.Aws.Movers;

/// <summary>A part of a takeover has ended.</summary>
/// <param name="Address">Of which address.</param>
/// <param name="Phase">One of <see cref="MovePhases"/>: a label of <c>failover_seconds</c>.</param>
/// <param name="Took">From the start of that part.</param>
public sealed record MovePhase(IPAddress Address, string Phase, TimeSpan Took);

/// <summary>The parts of bringing an address here, each from its own start; some run side by side.</summary>
public static class MovePhases
{
    /// <summary>Onto an interface of the system.</summary>
    public const string Interface = "interface";

    /// <summary><c>AssignPrivateIpAddresses</c>, or its IPv6 kin, to its answer.</summary>
    public const string Assign = "assign";

    /// <summary>An Elastic IP: <c>AssociateAddress</c>, or the look that spares it.</summary>
    public const string ElasticIp = "elastic-ip";

    /// <summary><c>ReplaceRoute</c> or <c>CreateRoute</c> in all tables.</summary>
    public const string Routes = "routes";

    /// <summary>From the calls' end until the instance's metadata shows it.</summary>
    public const string Metadata = "metadata";

    /// <summary>From the calls' end until the API shows it.</summary>
    public const string Api = "api";

    /// <summary>All of it.</summary>
    public const string Whole = "whole";
}
