namespace ChargePoint.Ocpp;

/// <summary>
/// Reads the fields of a payload straight from the frame's bytes, and turns whatever is wrong with them into the CALLERROR
/// that OCPP-J names. The first error sticks: from then on no field is found any more and the handler's loop ends.
/// Unknown fields are passed over, so that a newer Central System is understood.
/// <code>
/// string? idTag = null;
/// fields.BeginObject();
/// while (fields.NextMember())
/// {
///     if (fields.Is("idTag")) idTag = fields.Text(20);
/// }
/// fields.Require(idTag != null, "idTag");
/// if (fields.Error != null) return fields.Error;
/// </code>
/// </summary>
public sealed class Fields
{
    private const int MostExtraDecimals = 16;

    private readonly JsonReader _reader;
    private string _name = "payload";
    private bool _valueWaits;
    private byte[]? _buffer;
    private int _offset;
    private int _count;

    /// <summary>Makes a reader of fields.</summary>
    /// <param name="reader">Reader that is set to the payload before each use.</param>
    public Fields(JsonReader reader) => _reader = reader;

    /// <summary>What is wrong with the payload, or null so far.</summary>
    public CallError? Error { get; private set; }

    /// <summary>Starts with a new payload.</summary>
    /// <param name="buffer">Holds the payload.</param>
    /// <param name="offset">Its first byte.</param>
    /// <param name="count">Its length.</param>
    public void Reset(byte[] buffer, int offset, int count)
    {
        Error = null;
        _name = "payload";
        _valueWaits = true;
        _buffer = buffer;
        _offset = offset;
        _count = count;
        _reader.Reset(buffer, offset, count);
    }

    /// <summary>Goes back in front of the payload, to read it once more. An error that was noted is forgotten.</summary>
    public void Rewind() => Reset(_buffer!, _offset, _count);

    /// <summary>The payload as it came. Allocates; for the console and the log.</summary>
    public string RawText() => System.Text.Encoding.UTF8.GetString(_buffer!, _offset, _count);

    /// <summary>Enters an object: the payload itself, the field found last, or the array element reached last.</summary>
    public void BeginObject() => Enter(JsonToken.StartObject, "an object");

    /// <summary>Enters an array: the field found last.</summary>
    public void BeginArray() => Enter(JsonToken.StartArray, "an array");

    /// <summary>Goes to the next field of the object that was entered last.</summary>
    /// <returns>False at its end, or after an error.</returns>
    public bool NextMember()
    {
        if (!FinishValue()) return false;
        JsonToken token = _reader.Read();
        if (token == JsonToken.Name)
        {
            _valueWaits = true;
            _name = "";
            return true;
        }

        if (token != JsonToken.EndObject) Fail(CallError.Formation("malformed JSON"));
        return false;
    }

    /// <summary>Goes to the next element of the array that was entered last; read it like a field.</summary>
    /// <returns>False at its end, or after an error.</returns>
    public bool NextElement()
    {
        if (!FinishValue()) return false;
        JsonToken token = _reader.Read();
        if (token == JsonToken.EndArray) return false;
        if (token == JsonToken.Error || token == JsonToken.End)
        {
            Fail(CallError.Formation("malformed JSON"));
            return false;
        }

        _valueWaits = true;
        return true;
    }

    /// <summary>Tells whether the field found last has this name.</summary>
    /// <param name="name">Name to compare with, by letter case.</param>
    public bool Is(string name)
    {
        if (_reader.Token != JsonToken.Name || !_reader.ValueEquals(name)) return false;
        _name = name;
        return true;
    }

    /// <summary>Reads a string.</summary>
    /// <param name="maximumLength">Longest that is allowed, in characters.</param>
    /// <returns>The string, or "" after an error.</returns>
    public string Text(int maximumLength)
    {
        if (!Value(JsonToken.String, "a string")) return "";
        if (_reader.ValueLength > maximumLength)
        {
            Fail(CallError.PropertyConstraint($"{_name} is longer than {maximumLength} characters"));
            return "";
        }

        // On the device a string ends at its first NUL: the rest would get lost, and two different idTags would be one.
        string text = _reader.GetString();
        if (text.Length >= _reader.ValueLength && text.IndexOf('\0') < 0) return text;
        Fail(CallError.PropertyConstraint($"{_name} has a NUL character"));
        return "";
    }

    /// <summary>Reads a string of printable ASCII characters (0x20 to 0x7E) into a buffer, without making a string.</summary>
    /// <param name="target">Receives the characters.</param>
    /// <param name="offset">Where in <paramref name="target"/> they go.</param>
    /// <param name="maximumLength">Longest that is allowed, in characters; there must be room for so many.</param>
    /// <returns>Its length, or 0 after an error.</returns>
    public int Ascii(byte[] target, int offset, int maximumLength)
    {
        if (!Value(JsonToken.String, "a string")) return 0;
        if (_reader.ValueLength > maximumLength)
        {
            Fail(CallError.PropertyConstraint($"{_name} is longer than {maximumLength} characters"));
            return 0;
        }

        int length = _reader.CopyUtf8(target, offset, maximumLength);
        bool printable = length >= 0;
        for (int i = 0; i < length; i++) printable &= target[offset + i] >= 0x20 && target[offset + i] < 0x7F;
        if (printable) return length;
        Fail(CallError.PropertyConstraint($"{_name} has characters beyond printable ASCII"));
        return 0;
    }

    /// <summary>Reads a string as UTF-8 bytes, without making a string.</summary>
    /// <param name="maximumLength">Longest that is allowed, in characters.</param>
    /// <returns>A new array of just its bytes; an empty one after an error.</returns>
    public byte[] Bytes(int maximumLength)
    {
        if (!Value(JsonToken.String, "a string")) return new byte[0];
        if (_reader.ValueLength > maximumLength)
        {
            Fail(CallError.PropertyConstraint($"{_name} is longer than {maximumLength} characters"));
            return new byte[0];
        }

        byte[] bytes = new byte[_reader.ValueLength];
        if (_reader.CopyUtf8(bytes, 0, bytes.Length) == bytes.Length) return bytes;
        Fail(CallError.PropertyConstraint($"{_name} has characters beyond ASCII"));
        return new byte[0];
    }

    /// <summary>Reads an integer.</summary>
    /// <param name="minimum">Smallest that is allowed.</param>
    /// <param name="maximum">Largest that is allowed.</param>
    /// <returns>The integer, or <paramref name="minimum"/> after an error.</returns>
    public int Integer(int minimum = int.MinValue, int maximum = int.MaxValue)
    {
        if (!Value(JsonToken.Number, "an integer")) return minimum;
        if (!_reader.IsInteger)
        {
            Fail(CallError.TypeConstraint($"{_name} is not an integer"));
            return minimum;
        }

        if (_reader.TryGetInt(out int value) && value >= minimum && value <= maximum) return value;
        Fail(CallError.PropertyConstraint($"{_name} is out of range"));
        return minimum;
    }

    /// <summary>
    /// Reads a number with decimals as an integer multiple of the last of them. Further decimals are cut off, since a Central System that counts
    /// in binary fractions writes 8.1 as 8.100000000000001.
    /// </summary>
    /// <param name="decimals">Decimals that are kept: with 1, 8.19 is 81.</param>
    /// <param name="maximum">Largest that is not cut down to it, in the same multiples.</param>
    /// <returns>0 to <paramref name="maximum"/>; 0 after an error, of which a negative number is one.</returns>
    public int Decimal(int decimals, int maximum) => (int)LongDecimal(decimals, maximum);

    /// <summary>Reads a number with decimals as <see cref="Decimal"/> does, of any size.</summary>
    /// <param name="decimals">Decimals that are kept.</param>
    /// <param name="maximum">Largest that is not cut down to it.</param>
    /// <returns>0 to <paramref name="maximum"/>; 0 after an error, of which a negative number is one.</returns>
    public long LongDecimal(int decimals, long maximum)
    {
        if (!Value(JsonToken.Number, "a number")) return 0;
        long divisor = 1;
        for (int extra = 0; extra <= MostExtraDecimals; extra++, divisor *= 10)
        {
            if (!_reader.TryGetDecimal(decimals + extra, out long scaled)) continue;
            if (scaled < 0) break;
            scaled /= divisor;
            return scaled > maximum ? maximum : scaled;
        }

        Fail(CallError.PropertyConstraint($"{_name} is out of range"));
        return 0;
    }

    /// <summary>Reads a date and time.</summary>
    /// <returns>Milliseconds since 1970-01-01T00:00:00Z, or 0 after an error.</returns>
    public long Timestamp()
    {
        if (!Value(JsonToken.String, "a date-time")) return 0;
        if (_reader.TryGetTimestamp(out long unixMs)) return unixMs;
        Fail(CallError.PropertyConstraint($"{_name} is not a date-time"));
        return 0;
    }

    /// <summary>Reads a date and time where anything else is no error, but as if the field were not there.</summary>
    /// <returns>Milliseconds since 1970-01-01T00:00:00Z, or 0.</returns>
    public long TimestampOrZero()
    {
        if (!Take()) return 0;
        if (_reader.TryGetTimestamp(out long unixMs)) return unixMs;
        _valueWaits = true; // whatever it is: it is passed over
        return 0;
    }

    /// <summary>Reads one of several words.</summary>
    /// <param name="words">The words that are allowed.</param>
    /// <returns>Index of the word, or -1 after an error.</returns>
    public int OneOf(string[] words)
    {
        int index = OneOfOrUnknown(words);
        if (index < 0 && Error == null) Fail(CallError.PropertyConstraint($"{_name} has an unknown value"));
        return index;
    }

    /// <summary>Reads one of several words, where an unknown word is no error.</summary>
    /// <param name="words">The words that are known.</param>
    /// <returns>Index of the word, or -1 if it is unknown or after an error.</returns>
    public int OneOfOrUnknown(string[] words)
    {
        if (!Value(JsonToken.String, "a string")) return -1;
        for (int i = 0; i < words.Length; i++)
        {
            if (_reader.ValueEquals(words[i])) return i;
        }

        return -1;
    }

    /// <summary>Notes an error if a field that must be there is not.</summary>
    /// <param name="present">Whether it was there.</param>
    /// <param name="name">Its name.</param>
    public void Require(bool present, string name)
    {
        if (!present && Error == null) Error = CallError.Occurrence($"{name} is missing");
    }

    /// <summary>Notes an error that the handler found by itself. The first error sticks.</summary>
    /// <param name="error">The error.</param>
    public void Fail(CallError error) => Error ??= error;

    private void Enter(JsonToken start, string what)
    {
        if (!Value(start, what)) return;
        _valueWaits = false;
    }

    private bool Value(JsonToken expected, string what)
    {
        if (Take() && _reader.Token == expected) return true;
        if (Error == null) Fail(CallError.TypeConstraint($"{_name} is not {what}"));
        return false;
    }

    // Moves from a name (or the beginning) to its value; an array element is the value already.
    private bool Take()
    {
        if (Error != null) return false;
        _valueWaits = false;
        JsonToken token = _reader.Token;
        if (token == JsonToken.Name || token == JsonToken.None) token = _reader.Read();
        if (token != JsonToken.Error) return true;
        Fail(CallError.Formation("malformed JSON"));
        return false;
    }

    private bool FinishValue()
    {
        if (Error != null) return false;
        if (!_valueWaits) return true;
        _valueWaits = false;
        if (_reader.SkipValue()) return true;
        Fail(CallError.Formation("malformed JSON"));
        return false;
    }
}
