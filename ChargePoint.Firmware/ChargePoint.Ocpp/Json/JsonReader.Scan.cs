using ChargePoint.Runtime;

namespace ChargePoint.Ocpp;

// The scanners: each starts at _position and returns the position behind the token, or -1 after Fail.
public sealed partial class JsonReader
{
    private int _valueLength;
    private bool _hasEscapes;
    private bool _isInteger;

    private static bool IsDigit(int b) => b >= '0' && b <= '9';

    private int FailScan(JsonError error, int position)
    {
        Fail(error, position);
        return -1;
    }

    private int ScanLiteral(string literal)
    {
        int length = literal.Length;
        for (int i = 1; i < length; i++)
        {
            if (_position + i >= _end)
                return FailScan(JsonError.UnexpectedEnd, _end);
            if (_buffer[_position + i] != literal[i])
                return FailScan(JsonError.UnexpectedByte, _position + i);
        }

        return _position + length;
    }

    private int ScanString()
    {
        byte[] buffer = _buffer;
        int end = _end;
        int start = _position + 1;
        int position = start;
        int bytesBeyondOne = 0;
        _hasEscapes = false;

        while (position < end)
        {
            int b = buffer[position];

            // All but quote, backslash, control characters and what is not ASCII: nearly everything there is.
            if ((uint)(b - '#') < '\\' - '#' || (uint)(b - ']') < 0x80 - ']')
            {
                position++;
                continue;
            }

            if (b == '"')
            {
                _valueLength = position - start - bytesBeyondOne;
                return position + 1;
            }

            int next;
            if (b >= 0x80)
            {
                int size = Utf8.SequenceLength(buffer, position, end);
                if (size == 0)
                    return FailScan(JsonError.InvalidUtf8, position);
                next = position + size;
            }
            else if (b == '\\')
            {
                _hasEscapes = true;
                next = ScanEscape(position);
                if (next < 0)
                    return -1;
            }
            else if (b == ' ' || b == '!')
            {
                next = position + 1;
            }
            else
            {
                return FailScan(JsonError.ControlCharacter, position);
            }

            bytesBeyondOne += next - position - 1;
            position = next;
        }

        return FailScan(JsonError.UnexpectedEnd, end);
    }

    private int ScanEscape(int backslash)
    {
        if (backslash + 1 >= _end)
            return FailScan(JsonError.UnexpectedEnd, _end);

        int kind = _buffer[backslash + 1];
        if (kind != 'u')
            return SimpleEscape(kind) == 0 ? FailScan(JsonError.InvalidEscape, backslash) : backslash + 2;

        int unit = ScanHex(backslash);
        if (unit < 0)
            return -1;
        if (unit < 0xD800 || unit > 0xDFFF)
            return backslash + 6;
        return ScanLowSurrogate(backslash, unit);
    }

    private int ScanLowSurrogate(int backslash, int unit)
    {
        if (unit >= 0xDC00)
            return FailScan(JsonError.LoneSurrogate, backslash);

        int second = backslash + 6;
        if (second >= _end)
            return FailScan(JsonError.UnexpectedEnd, _end);
        if (_buffer[second] != '\\')
            return FailScan(JsonError.LoneSurrogate, backslash);
        if (second + 1 >= _end)
            return FailScan(JsonError.UnexpectedEnd, _end);
        if (_buffer[second + 1] != 'u')
            return FailScan(JsonError.LoneSurrogate, backslash);

        int low = ScanHex(second);
        if (low < 0)
            return -1;
        return low >= 0xDC00 && low <= 0xDFFF ? second + 6 : FailScan(JsonError.LoneSurrogate, backslash);
    }

    // The UTF-16 unit of the \uXXXX at this backslash, or -1 after Fail.
    private int ScanHex(int backslash)
    {
        int unit = 0;
        for (int i = 2; i < 6; i++)
        {
            if (backslash + i >= _end)
                return FailScan(JsonError.UnexpectedEnd, _end);
            int digit = Hex.ValueOf(_buffer[backslash + i]);
            if (digit < 0)
                return FailScan(JsonError.InvalidEscape, backslash);
            unit = (unit << 4) | digit;
        }

        return unit;
    }

    private int ScanNumber()
    {
        byte[] buffer = _buffer;
        int position = _position;
        _isInteger = true;
        if (buffer[position] == '-')
            position++;

        // A leading zero stands alone: 0, 0.5, but not 01.
        if (position < _end && buffer[position] == '0')
            position++;
        else
            position = ScanDigits(position);

        if (position >= 0 && position < _end && buffer[position] == '.')
        {
            _isInteger = false;
            position = ScanDigits(position + 1);
        }

        if (position >= 0 && position < _end && (buffer[position] == 'e' || buffer[position] == 'E'))
        {
            _isInteger = false;
            position++;
            if (position < _end && (buffer[position] == '+' || buffer[position] == '-'))
                position++;
            position = ScanDigits(position);
        }

        if (position >= 0 && position < _end && !EndsNumber(buffer[position]))
            return FailScan(JsonError.InvalidNumber, position);
        return position;
    }

    // One digit or more.
    private int ScanDigits(int position)
    {
        byte[] buffer = _buffer;
        int end = _end;
        if (position >= end)
            return FailScan(JsonError.UnexpectedEnd, end);
        if (!IsDigit(buffer[position]))
            return FailScan(JsonError.InvalidNumber, position);

        do
            position++;
        while (position < end && IsDigit(buffer[position]));
        return position;
    }

    private static bool EndsNumber(int b) =>
        b == ',' || b == '}' || b == ']' || b == ' ' || b == '\t' || b == '\n' || b == '\r';

    // The character of a two-byte escape (RFC 8259 §7), or 0.
    private static int SimpleEscape(int kind)
    {
        switch (kind)
        {
            case '"':
            case '\\':
            case '/':
                return kind;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            default:
                return 0;
        }
    }
}
