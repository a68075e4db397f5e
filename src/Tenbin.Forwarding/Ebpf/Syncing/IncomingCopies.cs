using Tenbin.Forwarding.Ebpf.Kernel;
using Tenbin.Forwarding.Ebpf.Layout;

namespace Tenbin.Forwarding.Ebpf.Syncing;

/// <summary>
/// Full copies that come in. What a peer tells is marked with the round of its last copy; what the end of a copy finds
/// with another mark ended while nobody told.
/// </summary>
internal sealed class IncomingCopies(EbpfMaps maps, SessionImporter importer)
{
    private readonly byte[] _rounds = new byte[256];
    private readonly HashSet<MappedAddress>?[] _scopes = new HashSet<MappedAddress>?[256];
    private byte _lastRound;

    /// <summary>The mark of what <paramref name="peer"/> tells now.</summary>
    public byte RoundOf(byte peer)
    {
        if (_rounds[peer] == 0)
        {
            _rounds[peer] = NextRound();
        }

        return _rounds[peer];
    }

    public void Begin(byte peer)
    {
        _rounds[peer] = NextRound();
        _scopes[peer] = [];
    }

    /// <summary>The peer's copy has all sessions of an address.</summary>
    public void Include(byte peer, MappedAddress address) => _scopes[peer]?.Add(address);

    public int End(byte peer)
    {
        if (_scopes[peer] is not { Count: > 0 } scope)
        {
            _scopes[peer] = null;
            return 0;
        }

        _scopes[peer] = null;
        var round = _rounds[peer];
        var ended = 0;
        var entries = new ImportEntry[ImportBatch.MaxEntries];
        foreach (var chunk in maps.Sessions.Chunks<Flow, SessionEntry>())
        {
            var missing = chunk.Where(pair => scope.Contains(pair.Key.Destination) && pair.Value.Round != round);
            foreach (var batch in missing.Chunk(ImportBatch.MaxEntries))
            {
                for (var i = 0; i < batch.Length; i++)
                {
                    entries[i] = new ImportEntry { Flow = batch[i].Key, Version = batch[i].Value.Version, Kind = SessionRecordKind.End };
                }

                ended += importer.Run(entries.AsSpan(0, batch.Length)).Entered;
            }
        }

        return ended;
    }

    // 0 is the mark of sessions begun here.
    private byte NextRound() => _lastRound = _lastRound == byte.MaxValue ? (byte)1 : (byte)(_lastRound + 1);
}
