using Microsoft.Extensions.Logging;
using Tenbin.Addresses;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Movers;

/// <summary>What each AWS mover is made of.</summary>
internal sealed record MoverParts
{
    /// <summary>This instance.</summary>
    public required AwsNode Node { get; init; }

    /// <summary>Name of this node in the file.</summary>
    public required string Name { get; init; }

    /// <summary>Puts addresses on interfaces of the system.</summary>
    public required IAddressMover Local { get; init; }

    /// <summary>The lease of the address's group is held by a majority: nobody else may have it.</summary>
    public required Func<GroupAddress, bool> IsExclusive { get; init; }

    /// <summary>Told of each phase of a takeover; quick, on any thread.</summary>
    public required Action<MovePhase> Report { get; init; }

    /// <summary>Times.</summary>
    public required MoverOptions Options { get; init; }

    /// <summary>Clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Told of phases and doubts.</summary>
    public required ILogger Log { get; init; }
}
