namespace ChargePoint.Ocpp;

/// <summary>Why a text is not JSON (RFC 8259). <see cref="JsonReader.Describe"/> has a text for each.</summary>
public enum JsonError
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>The text ends before its root value does. The position is the end of the text.</summary>
    UnexpectedEnd,

    /// <summary>A byte that the grammar does not allow here.</summary>
    UnexpectedByte,

    /// <summary>Not UTF-8 (RFC 3629): overlong, a surrogate, above U+10FFFF or cut off. The position is the first byte of the sequence.</summary>
    InvalidUtf8,

    /// <summary>A backslash that no escape of RFC 8259 §7 follows. The position is the backslash.</summary>
    InvalidEscape,

    /// <summary>A \u escape that is one half of a surrogate pair. The position is its backslash.</summary>
    LoneSurrogate,

    /// <summary>A byte below 0x20 inside a string.</summary>
    ControlCharacter,

    /// <summary>A number that RFC 8259 §6 does not allow. The position is the first byte that does not fit.</summary>
    InvalidNumber,

    /// <summary>More containers inside each other than <see cref="JsonReader.MaximumDepth"/>. The position is the bracket too many.</summary>
    TooDeep,

    /// <summary>Something follows the root value.</summary>
    TrailingBytes,
}

internal static class JsonErrors
{
    public static string Describe(JsonError error)
    {
        switch (error)
        {
            case JsonError.None:
                return "no error";
            case JsonError.UnexpectedEnd:
                return "text ends too early";
            case JsonError.UnexpectedByte:
                return "unexpected byte";
            case JsonError.InvalidUtf8:
                return "invalid UTF-8";
            case JsonError.InvalidEscape:
                return "invalid escape in a string";
            case JsonError.LoneSurrogate:
                return "half of a surrogate pair in a string";
            case JsonError.ControlCharacter:
                return "control character in a string";
            case JsonError.InvalidNumber:
                return "invalid number";
            case JsonError.TooDeep:
                return "too many nested objects and arrays";
            case JsonError.TrailingBytes:
                return "bytes after the end of the value";
            default:
                return "unknown error";
        }
    }
}
