using Tenbin.Addresses;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Clustering;

/// <summary>
/// Keeps at hand who has each address, by the system and by the cloud, so that whoever asks for the status waits for nobody.
/// It asks once in <see cref="Every"/>, sooner after a change of owner, and a few at a time.
/// </summary>
/// <param name="groups">By index.</param>
/// <param name="movers">By kind.</param>
/// <param name="ownerOf">Index of the node that owns a group as far as this one knows; null = none.</param>
/// <param name="rules">What contradicts an owner.</param>
/// <param name="time">Clock and timers.</param>
internal sealed class HolderWatch(
    IReadOnlyList<GroupSettings> groups, IReadOnlyDictionary<MoverKind, IAddressMover> movers, Func<int, byte?> ownerOf, HolderRules rules, TimeProvider time)
{
    /// <summary>Between two rounds of questions: a handful of calls of the API in ten seconds is far from its limits.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    /// <summary>Between two rounds while owners change: a change does not show at once.</summary>
    public static readonly TimeSpan Soonest = TimeSpan.FromSeconds(2);

    private const int AtOnce = 4;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1), s_patience = TimeSpan.FromSeconds(5);

    private readonly byte?[] _owners = new byte?[groups.Count];
    private volatile HolderLook[] _looks = [];
    private long? _askedAt;

    /// <summary>What is known of each address, in file order within its group; empty before the first look.</summary>
    public IReadOnlyList<HolderLook> Looks => _looks;

    /// <summary>Runs until stopped; ends without an exception.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await LookIfDue(stop).ConfigureAwait(false);
                await Task.Delay(s_pause, time, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked for.
        }
    }

    /// <summary>One round of questions, if it is time for one.</summary>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public Task LookIfDue(CancellationToken stop) => IsDue() ? AskAllAsync(stop) : Task.CompletedTask;

    private bool IsDue()
    {
        if (_askedAt is not { } asked)
        {
            return true;
        }

        var since = time.GetElapsedTime(asked);
        return since >= Every || (since >= Soonest && Enumerable.Range(0, groups.Count).Any(group => ownerOf(group) != _owners[group]));
    }

    private async Task AskAllAsync(CancellationToken stop)
    {
        _askedAt = time.GetTimestamp();
        for (var group = 0; group < groups.Count; group++)
        {
            _owners[group] = ownerOf(group);
        }

        var wanted = groups.SelectMany((group, index) => group.Addresses.Select(address => (index, address))).ToList();
        var known = _looks.ToDictionary(look => look.Address.Address);
        var looks = new HolderLook[wanted.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop };
        await Parallel.ForAsync(0, wanted.Count, options, async (number, end) =>
        {
            var (group, address) = wanted[number];
            looks[number] = await LookAsync(group, address, known.GetValueOrDefault(address.Address), end).ConfigureAwait(false);
        }).ConfigureAwait(false);
        _looks = looks;
    }

    private async Task<HolderLook> LookAsync(int group, GroupAddress address, HolderLook? before, CancellationToken stop)
    {
        var (owner, at) = (_owners[group], time.GetTimestamp());
        using var patience = new CancellationTokenSource(s_patience, time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        try
        {
            var holder = await AskAsync(address, movers[address.Mover], deadline.Token).ConfigureAwait(false);
            var contradiction = rules.Contradiction(address, holder, owner);
            return new HolderLook(group, address, at)
            {
                Holder = holder, Owner = owner, Contradiction = contradiction,
                // One look may meet a move under way, or a book that is late.
                IsConfirmed = contradiction is not null && before is { Contradiction: not null } && before.Owner == owner,
            };
        }
        catch (ResourceException e)
        {
            return Unknown(e.Message);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Unknown($"no answer within {s_patience.TotalSeconds:0} s");
        }

        HolderLook Unknown(string trouble) => (before ?? new HolderLook(group, address, at)) with { Trouble = trouble };
    }

    // The segment is not asked: ARP in a network of its own tells no more than this machine knows, and costs a broadcast each time.
    private static async Task<AddressHolder> AskAsync(GroupAddress address, IAddressMover mover, CancellationToken deadline)
    {
        if (address.IsOfAws)
        {
            return await mover.WhoHolds(address, deadline).ConfigureAwait(false);
        }

        var isHere = await mover.FindFault(address, deadline).ConfigureAwait(false) is null;
        return new AddressHolder(isHere ? HolderKind.Here : HolderKind.Nobody) { IsOnInterface = isHere };
    }
}

/// <summary>What was found out about one address.</summary>
/// <param name="Group">Index of its group.</param>
/// <param name="Address">The address.</param>
/// <param name="At">Timestamp of the question.</param>
internal sealed record HolderLook(int Group, GroupAddress Address, long At)
{
    /// <summary>The last answer; null = there was none yet.</summary>
    public AddressHolder? Holder { get; init; }

    /// <summary>Who owned the group when it was asked.</summary>
    public byte? Owner { get; init; }

    /// <summary>What of the answer contradicts that owner, as a clause for people; null = nothing.</summary>
    public string? Contradiction { get; init; }

    /// <summary>The look before it had a contradiction under that owner too.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>Why the last question had no answer; null = it had one.</summary>
    public string? Trouble { get; init; }
}
