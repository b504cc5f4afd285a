namespace ChargePoint.Ocpp;

/// <summary>Opcodes of RFC 6455 section 5.2 and close codes of section 7.4.</summary>
internal static class WebSocketFrame
{
    public const int Continuation = 0x0;
    public const int Text = 0x1;
    public const int Binary = 0x2;
    public const int Close = 0x8;
    public const int Ping = 0x9;
    public const int Pong = 0xA;

    /// <summary>Longest payload of a control frame (RFC 6455 section 5.5).</summary>
    public const int LongestControl = 125;

    public const int NormalClosure = 1000;
    public const int ProtocolError = 1002;
    public const int UnacceptableData = 1003;
    public const int NoCode = 1005;
    public const int InvalidPayload = 1007;
    public const int MessageTooBig = 1009;

    /// <summary>
    /// Tells whether a code may stand in a close frame: those of RFC 6455, those registered since (1012 to 1014), and the
    /// ranges of libraries and applications. 1004 to 1006 and 1015 never appear on the wire.
    /// </summary>
    public static bool IsCloseCode(int code)
        => (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}
