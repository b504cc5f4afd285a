namespace ChargePoint.Ocpp;

// Passing over a container, checked byte for byte as Read would. One loop without a call for each token: every frame's payload goes
// through it before anybody reads it, and in an interpreter the calls would take most of the time.
public sealed partial class JsonReader
{
    // From the start token that the reader stands on to its end token.
    private void SkipContainer()
    {
        byte[] buffer = _buffer;
        int end = _end;
        int position = _position;
        int outside = _depth - 1;
        Expected expected = _expected;
        while (_depth > outside)
        {
            if (position >= end)
            {
                Fail(JsonError.UnexpectedEnd, end);
                return;
            }

            int b = buffer[position];
            if (b == '"' && expected <= Expected.FirstNameOrEnd)
            {
                position = PassString(buffer, position, end);
                expected = expected == Expected.Name || expected == Expected.FirstNameOrEnd ? Expected.Colon : Expected.CommaOrEnd;
            }
            else if (b == ':' && expected == Expected.Colon)
            {
                position++;
                expected = Expected.Value;
            }
            else if (b == ',' && expected == Expected.CommaOrEnd)
            {
                position++;
                expected = (_objectBits & (1 << _depth)) != 0 ? Expected.Name : Expected.Value;
            }
            else if (b == ' ' || b == '\n' || b == '\r' || b == '\t')
            {
                position++;
            }
            else
            {
                // Brackets, numbers, literals, and all that is wrong
                _position = position;
                ReadOther(expected, b);
                position = _position;
                expected = _expected;
            }

            if (position < 0 || _token == JsonToken.Error)
                return;
        }
    }

    // Behind the string that begins here; -1 after Fail. What is not plain is left to the scanner.
    private int PassString(byte[] buffer, int start, int end)
    {
        int position = start + 1;
        while (position < end)
        {
            int b = buffer[position++];
            if ((uint)(b - '#') < '\\' - '#' || (uint)(b - ']') < 0x80 - ']')
                continue;
            if (b == '"')
                return position;
            if (b != ' ' && b != '!')
                break;
        }

        _position = start;
        return ScanString();
    }
}
