namespace ChargePoint.Ocpp;

/// <summary>How a WebSocket connection is made and kept. The defaults suit a charge point on a mobile network.</summary>
public sealed class WebSocketOptions
{
    /// <summary>Smallest <see cref="MaximumFrameBytes"/>: a control frame must fit.</summary>
    public const int SmallestFrameBytes = 125;

    /// <summary>Largest <see cref="MaximumFrameBytes"/>: frames with a 64-bit length are never sent.</summary>
    public const int LargestFrameBytes = 65535;

    /// <summary>Subprotocol that the server must select (OCPP-J 1.6 section 3.1.2).</summary>
    public string Subprotocol { get; set; } = "ocpp1.6";

    /// <summary>User name for Basic authentication, in OCPP the charge point's identity; null sends none (RFC 7617).</summary>
    public string? User { get; set; }

    /// <summary>Password for Basic authentication, in OCPP the bytes of AuthorizationKey; null sends none.</summary>
    public byte[]? Password { get; set; }

    /// <summary>Limit for name resolution, TCP and TLS together, in milliseconds.</summary>
    public int ConnectTimeoutMs { get; set; } = 30000;

    /// <summary>Limit from the sent upgrade request to the end of the answer's header, in milliseconds.</summary>
    public int UpgradeTimeoutMs { get; set; } = 15000;

    /// <summary>Limit for the closing handshake, in milliseconds; after it the connection is cut.</summary>
    public int CloseTimeoutMs { get; set; } = 5000;

    /// <summary>Longest silence of an open connection, in milliseconds; 0 allows any, as suits OCPP with pings.</summary>
    public int IdleTimeoutMs { get; set; }

    /// <summary>Limit from the first to the last byte of one inbound message, in milliseconds.</summary>
    public int MessageTimeoutMs { get; set; } = 60000;

    /// <summary>Longest time, in milliseconds, in which the peer may take nothing of what waits to be sent.</summary>
    public int SendTimeoutMs { get; set; } = 30000;

    /// <summary>Seconds between two pings of ours (OCPP 1.6 WebSocketPingInterval); 0 sends none.</summary>
    public int PingIntervalSeconds { get; set; } = 60;

    /// <summary>Limit from a ping to the next byte of any kind, in milliseconds; after it the connection counts as half-open.</summary>
    public int PongTimeoutMs { get; set; } = 20000;

    /// <summary>Longest inbound message, in bytes. A longer one is refused by its announced length and never allocated.</summary>
    public int MaximumMessageBytes { get; set; } = 8192;

    /// <summary>Frames of the peer that are handled as fast as they come, 1 or more.</summary>
    public int FrameBurst { get; set; } = 5000;

    /// <summary>Frames of the peer that are handled in a second beyond the burst; the peer waits with what it sends more. 0 sets no limit.</summary>
    public int FramesPerSecond { get; set; } = 10;

    /// <summary>Longest payload of an outbound frame, in bytes, 125 to 65,535; longer messages are sent in fragments.</summary>
    public int MaximumFrameBytes { get; set; } = 1024;
}
