namespace ChargePoint.VirtualBoard.Readers;

/// <summary>
/// What lies in front of a reader's antenna. Cards come by <see cref="Present"/>, or one after the other from a
/// <see cref="Source"/>; such a card stays until the reader has read it, so a PC that stood still misses none. Cards may be presented and
/// taken away on any thread.
/// </summary>
/// <param name="nowMs">Monotonic clock, in milliseconds.</param>
public sealed class VirtualField(Func<long> nowMs)
{
    private const long SourceMs = 400;
    private const long GapMs = 1500;
    private const long PatienceMs = 10_000;
    private const int Readings = 2;
    private const int GapLooks = 5;

    private readonly List<Presented> _cards = [];
    private readonly Lock _gate = new();
    private long _nextMs;
    private int _emptyLooks = GapLooks;

    /// <summary>Gives the identifier (4, 7 or 10 bytes) of the next card that someone holds to the reader; null while nobody does.</summary>
    public Func<byte[]?>? Source { get; set; }

    /// <summary>Changes the bits of an answer on its way, in place: a card at the edge of the field. True if a parity bit tells of it.</summary>
    public Func<List<bool>, bool>? Weaken { get; set; }

    /// <summary>Cards in the field now.</summary>
    public IReadOnlyList<VirtualCard> Cards
    {
        get
        {
            lock (_gate)
            {
                Advance();
                return [.. _cards.Select(c => c.Card)];
            }
        }
    }

    /// <summary>Puts a card into the field.</summary>
    /// <param name="uid">4, 7 or 10 bytes.</param>
    /// <param name="forMs">How long it stays, in milliseconds.</param>
    public void Present(byte[] uid, long forMs)
    {
        Presented presented = new(new VirtualCard(uid), nowMs() + forMs, 0, long.MaxValue);
        lock (_gate) _cards.Add(presented);
    }

    /// <summary>Takes all cards away.</summary>
    public void Clear()
    {
        lock (_gate) _cards.Clear();
    }

    /// <summary>The reader's field goes off.</summary>
    internal void PowerOff()
    {
        lock (_gate)
        {
            foreach (Presented presented in _cards) presented.Card.PowerOff();
        }
    }

    private void Advance()
    {
        long now = nowMs();
        int removed = _cards.RemoveAll(c => now >= c.UntilMs && (c.Card.Selections >= c.Readings || now >= c.LatestMs));
        if (removed > 0)
        {
            _nextMs = now + GapMs;
            _emptyLooks = 0;
        }

        // a reader that is slow has to have noticed that the card before is gone
        if (_cards.Count > 0 || _emptyLooks++ < GapLooks || now < _nextMs || Source?.Invoke() is not { } uid) return;
        _cards.Add(new Presented(new VirtualCard(uid), now + SourceMs, Readings, now + PatienceMs));
    }

    private sealed record Presented(VirtualCard Card, long UntilMs, int Readings, long LatestMs);
}
