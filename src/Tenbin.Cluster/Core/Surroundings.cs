namespace Tenbin.Cluster.Core;

/// <summary>What the leases of all groups share: the node's vote, its peers, and the way out.</summary>
internal sealed class Surroundings(CoreSettings settings, Voter voter)
{
    private readonly List<ClusterOutput> _outputs = [];
    private Peer[]? _others;

    public CoreSettings Settings => settings;

    public Voter Voter => voter;

    /// <summary>By node; null for this one.</summary>
    public Peer?[] Peers { get; } =
        [.. Enumerable.Range(0, settings.Nodes).Select(node => node == settings.Self.Node ? null : new Peer((byte)node, settings.Groups.Length))];

    public Peer[] Others => _others ??= [.. Peers.OfType<Peer>()];

    public MoveLimit Moves { get; } = new(settings.MovesPerHour);

    /// <summary>Of the file that is in force.</summary>
    public ulong Fingerprint { get; set; } = settings.Fingerprint;

    /// <summary>Nothing moves by itself.</summary>
    public bool Maintenance { get; set; }

    /// <summary>A lease has been renewed: peers are to hear at once what was written to the register.</summary>
    public bool IsBeatDue { get; set; }

    /// <summary>This node goes down: it gives every group away and takes none.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>Nobody stands before: two nodes that start together are to see each other first.</summary>
    public long PatientUntil { get; set; }

    public long Hold => CoreSettings.HoldOf(settings.Lease);

    public void Emit(ClusterOutput output) => _outputs.Add(output);

    public void Tell(NoticeKind kind, int group, string text) => Emit(new Notice(kind, group, text));

    public void SendAll(ClusterMessage message)
    {
        foreach (var peer in Others)
        {
            Emit(new Send(peer.Index, message));
        }
    }

    /// <summary>This node's own vote, recorded.</summary>
    public bool GrantSelf(long now, VoteRequest request)
    {
        var reply = voter.Answer(now, request, out var changed);
        if (changed)
        {
            Emit(new Record(request.Group, voter[request.Group]));
        }

        return reply.IsGranted;
    }

    public bool IsAlive(Peer peer, long now) => peer.IsAlive(now, settings.DeadAfter);

    public ClusterOutput[] Take()
    {
        var outputs = _outputs.ToArray();
        _outputs.Clear();
        return outputs;
    }
}
