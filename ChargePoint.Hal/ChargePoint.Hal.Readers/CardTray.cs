namespace ChargePoint.Hal.Readers;

/// <summary>
/// Cards that were presented and not taken yet, and those that lie at the reader. A card is gone when it was not seen for a second and
/// at three looks in a row, so that neither a weak reading nor a caller that stood still makes a second presentation of one.
/// </summary>
internal sealed class CardTray
{
    /// <summary>Most cards that wait.</summary>
    public const int Capacity = 4;

    private const int Remembered = 2;
    private const int LongestUid = 10;
    private const int AwayMs = 1000;
    private const int AwayLooks = 3;

    private readonly string?[] _waiting = StringArray.OfNull(Capacity);
    private readonly byte[] _uids = new byte[Remembered * LongestUid];
    private readonly int[] _lengths = new int[Remembered];
    private readonly int[] _missed = new int[Remembered];
    private readonly long[] _seenMs = new long[Remembered];
    private int _first;
    private int _count;

    /// <summary>True while a card waits.</summary>
    public bool HasCard => _count > 0;

    /// <summary>A look at the field found this card.</summary>
    public void Seen(byte[] uid, int count, long nowMs)
    {
        int known = Find(uid, count);
        Missed(known, nowMs);
        if (known < 0)
        {
            if (_count == Capacity) return;
            known = Oldest();
            _lengths[known] = count;
            for (int i = 0; i < count; i++) _uids[(known * LongestUid) + i] = uid[i];
            _waiting[(_first + _count) % Capacity] = CardUid.ToText(uid, 0, count);
            _count++;
        }

        _missed[known] = 0;
        _seenMs[known] = nowMs;
    }

    /// <summary>A look at the field found none.</summary>
    public void Empty(long nowMs) => Missed(-1, nowMs);

    /// <summary>Takes the oldest card.</summary>
    public string? Take()
    {
        if (_count == 0) return null;
        string? card = _waiting[_first];
        _waiting[_first] = null;
        _first = (_first + 1) % Capacity;
        _count--;
        return card;
    }

    private void Missed(int present, long nowMs)
    {
        for (int i = 0; i < Remembered; i++)
        {
            if (i == present || _lengths[i] == 0) continue;
            if (_missed[i] < AwayLooks) _missed[i]++;
            if (_missed[i] >= AwayLooks && nowMs - _seenMs[i] >= AwayMs) _lengths[i] = 0;
        }
    }

    private int Find(byte[] uid, int count)
    {
        for (int k = 0; k < Remembered; k++)
        {
            if (_lengths[k] != count) continue;
            int same = 0;
            while (same < count && _uids[(k * LongestUid) + same] == uid[same]) same++;
            if (same == count) return k;
        }

        return -1;
    }

    private int Oldest()
    {
        if (_lengths[0] == 0) return 0;
        if (_lengths[1] == 0) return 1;
        return _seenMs[0] <= _seenMs[1] ? 0 : 1;
    }
}
