namespace ChargePoint.Ocpp;

/// <summary>What is wrong with a JSON text.</summary>
public enum JsonError
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It ends too early.</summary>
    UnexpectedEnd,

    /// <summary>A byte that may not stand there.</summary>
    UnexpectedByte,

    /// <summary>Bytes that are not UTF-8 (RFC 3629).</summary>
    InvalidUtf8,

    /// <summary>A backslash with something that is no escape.</summary>
    InvalidEscape,

    /// <summary>A \u escape of one half of a surrogate pair.</summary>
    LoneSurrogate,

    /// <summary>A control character within a string.</summary>
    ControlCharacter,

    /// <summary>A number that breaks off or has more than 64 characters.</summary>
    InvalidNumber,

    /// <summary>More than <see cref="JsonReader.MaximumDepth"/> open containers.</summary>
    TooDeep,

    /// <summary>Something behind the value.</summary>
    TrailingBytes,
}

internal static class JsonErrors
{
    private static readonly string[] Descriptions =
    [
        "no error", "the text ends too early", "unexpected character", "invalid UTF-8", "invalid escape", "half of a surrogate pair",
        "control character in a string", "invalid number", "nested too deeply", "something behind the end",
    ];

    public static string Describe(JsonError error) => Descriptions[(int)error];
}
