namespace ChargePoint.Maintenance;

/// <summary>Finds the content of a body that comes in chunks (RFC 9112 section 7.1), byte by byte and without a buffer.</summary>
internal sealed class ChunkedBody
{
    private const int LongestLine = 256;

    private State _state;
    private int _left;
    private int _digits;
    private int _lineLength;

    private enum State
    {
        Size,
        Extension,
        SizeEnd,
        Content,
        ContentEnd,
        Trailer,
        Done,
        Broken,
    }

    /// <summary>True behind the last chunk and its trailer.</summary>
    public bool IsDone => _state == State.Done;

    /// <summary>True if the body is no chunked one.</summary>
    public bool IsBroken => _state == State.Broken;

    /// <summary>Begins with a new body.</summary>
    public void Reset()
    {
        _state = State.Size;
        _left = _digits = _lineLength = 0;
    }

    /// <summary>Goes to the next content.</summary>
    /// <param name="data">Holds the bytes.</param>
    /// <param name="offset">First of them; afterwards the first byte of the content, if there is some.</param>
    /// <param name="end">Behind the last of them.</param>
    /// <returns>Number of bytes of content at <paramref name="offset"/>; the caller goes behind them. 0 if there are none here.</returns>
    public int Next(byte[] data, ref int offset, int end)
    {
        while (offset < end && _state != State.Done && _state != State.Broken)
        {
            if (_state == State.Content)
            {
                int count = end - offset < _left ? end - offset : _left;
                _left -= count;
                if (_left == 0) _state = State.ContentEnd;
                return count;
            }

            Take(data[offset++]);
        }

        return 0;
    }

    private void Take(byte b)
    {
        switch (_state)
        {
            case State.Size:
                TakeSize(b);
                break;
            case State.Extension:
                if (b == '\n') EndSize();
                else if (++_lineLength > LongestLine) _state = State.Broken;
                break;
            case State.SizeEnd:
                if (b == '\n') EndSize();
                else _state = State.Broken;
                break;
            case State.ContentEnd:
                if (b == '\n') Reset();
                else if (b != '\r') _state = State.Broken;
                break;
            default:
                TakeTrailer(b);
                break;
        }
    }

    private void TakeSize(byte b)
    {
        int lower = b | 0x20;
        int digit = b >= '0' && b <= '9' ? b - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
        if (digit >= 0 && _digits < 7)
        {
            _left = (_left << 4) | digit;
            _digits++;
        }
        else if (digit >= 0 || _digits == 0) _state = State.Broken;
        else if (b == '\r') _state = State.SizeEnd;
        else if (b == '\n') EndSize();
        else if (b == ';' || b == ' ' || b == '\t') _state = State.Extension;
        else _state = State.Broken;
    }

    private void EndSize()
    {
        _lineLength = 0;
        _state = _left > 0 ? State.Content : State.Trailer;
    }

    // Trailer fields are passed over; an empty line ends them.
    private void TakeTrailer(byte b)
    {
        if (b == '\n')
        {
            if (_lineLength == 0) _state = State.Done;
            _lineLength = 0;
        }
        else if (b != '\r' && ++_lineLength > LongestLine) _state = State.Broken;
    }
}
