namespace ChargePoint.Hal.Simulated;

/// <summary>Takes a card that is presented to a virtual reader chip.</summary>
/// <param name="card">Its identifier.</param>
/// <returns>False if it is no card for a chip: it is then handed to the firmware as it is.</returns>
public delegate bool CardTaker(string card);

/// <summary>RFID reader of a simulated board: cards wait in the order in which they were presented.</summary>
public sealed class SimulatedReader : IRfidReader
{
    /// <summary>Most cards that wait; a reader that nobody asks ignores further ones.</summary>
    public const int Capacity = 4;

    /// <summary>Longest identifier, in characters (OCPP 1.6 section 7.28, IdToken).</summary>
    public const int MaximumLength = 20;

    private readonly SimulatedBoard _board;
    private readonly string?[] _cards = StringArray.OfNull(Capacity);
    private int _first;
    private int _count;

    internal SimulatedReader(SimulatedBoard board) => _board = board;

    /// <summary>Number of cards that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_board.Gate) return _count;
        }
    }

    /// <summary>True while the reader does not answer; set it to inject that. Cards that are presented meanwhile are not seen.</summary>
    public bool IsDead
    {
        get
        {
            lock (_board.Gate) return Dead;
        }

        set
        {
            lock (_board.Gate)
            {
                if (Dead == value) return;
                Dead = value;
            }

            _board.NotifyWorld();
        }
    }

    internal bool Dead { get; set; }

    /// <summary>The chip in whose field cards are held, or null for a board without one.</summary>
    public CardTaker? Chip { get; set; }

    /// <summary>Presents a card.</summary>
    /// <param name="card">Its identifier: 1 to 20 printable ASCII characters.</param>
    /// <returns>False if the identifier is not one, or if too many cards wait.</returns>
    public bool Present(string card)
    {
        if (!IsIdentifier(card)) return false;
        if (Chip != null && !IsDead && Chip(card)) return true;
        lock (_board.Gate)
        {
            if (Dead) return true;
            if (_count == Capacity) return false;
            _cards[(_first + _count) % Capacity] = card;
            _count++;
        }

        _board.Notify();
        return true;
    }

    /// <summary>Tells whether a text can be a card's identifier.</summary>
    /// <param name="card">Text to judge.</param>
    /// <returns>True for 1 to 20 printable ASCII characters without spaces.</returns>
    public static bool IsIdentifier(string? card)
    {
        if (card == null || card.Length == 0 || card.Length > MaximumLength) return false;
        for (int i = 0; i < card.Length; i++)
        {
            if (card[i] <= ' ' || card[i] > '~') return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public string? TakeCard()
    {
        lock (_board.Gate)
        {
            if (_count == 0) return null;
            string? card = _cards[_first];
            _cards[_first] = null;
            _first = (_first + 1) % Capacity;
            _count--;
            return card;
        }
    }

    internal void Clear()
    {
        while (TakeCard() != null)
        {
        }
    }
}
