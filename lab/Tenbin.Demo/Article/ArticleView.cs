using System.Collections.Immutable;
using Tenbin.Director.Api;

namespace Tenbin.Demo.Article;

/// <summary>The article's system as it was seen last.</summary>
internal sealed record ArticleView
{
    public static ArticleView Nothing { get; } = new();

    public ImmutableArray<DirectorView> Directors { get; init; } = [];

    public ImmutableArray<AddressView> Addresses { get; init; } = [];

    /// <summary>As the director that owns the group sees them.</summary>
    public ImmutableArray<ServiceView> Services { get; init; } = [];
}

/// <summary>A director.</summary>
/// <param name="Name">Its machine's name.</param>
/// <param name="Address">Its own.</param>
/// <param name="HasPower">Its machine has.</param>
/// <param name="Group">What it says of the group; null when it does not answer.</param>
/// <param name="Sessions">Live ones in its kernel.</param>
internal sealed record DirectorView(string Name, string Address, bool HasPower, GroupStatus? Group, long Sessions);

/// <summary>An address that moves, and who has it.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Address">The private one.</param>
/// <param name="ElasticIp">What the Internet uses for it, or null.</param>
/// <param name="OnInterface">Directors that have it on an interface.</param>
/// <param name="InVpc">Directors that the VPC sends it to.</param>
/// <param name="ElasticInVpc">Directors that the VPC sends the Elastic IP to.</param>
internal sealed record AddressView(
    string Name,
    string Address,
    string? ElasticIp,
    ImmutableArray<string> OnInterface,
    ImmutableArray<string> InVpc,
    ImmutableArray<string> ElasticInVpc);

/// <summary>A service.</summary>
/// <param name="Name">In the file.</param>
/// <param name="Listen">Its address.</param>
/// <param name="Forward">Method.</param>
/// <param name="Servers">Names of its servers' machines, and whether each is up.</param>
internal sealed record ServiceView(string Name, string Listen, string Forward, ImmutableArray<(string Name, bool IsUp)> Servers);

/// <summary>A <see cref="Flow"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PerCell">Answers that a full cell has.</param>
internal sealed record FlowView(string Name, double PerCell)
{
    /// <summary>Answers in each, oldest first.</summary>
    public required IReadOnlyList<int> Cells { get; init; }

    /// <summary>So many of the first cells are older than the first answer.</summary>
    public required int Unborn { get; init; }

    public required long Answered { get; init; }

    public required long Failed { get; init; }

    /// <summary>Null while there was none.</summary>
    public required TimeSpan? LongestGap { get; init; }

    /// <summary>Since the last answer.</summary>
    public required TimeSpan Waiting { get; init; }
}

/// <summary>A <see cref="KeptFlow"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Connections">Opened so far.</param>
/// <param name="Broken">Of them.</param>
/// <param name="Answered">Requests over them.</param>
/// <param name="Slowest">Longest that one waited for its answer.</param>
internal sealed record KeptView(string Name, int Connections, int Broken, long Answered, TimeSpan Slowest);
