namespace ChargePoint.Ocpp;

/// <summary>Why a connection to the Central System has ended or could not be made.</summary>
public enum LinkFailure
{
    /// <summary>Nothing failed.</summary>
    None,

    /// <summary>The host name could not be resolved.</summary>
    NameResolution,

    /// <summary>Nobody listens on the port.</summary>
    Refused,

    /// <summary>There is no way to the host.</summary>
    Unreachable,

    /// <summary>Name resolution, TCP and TLS took longer than allowed.</summary>
    ConnectTimeout,

    /// <summary>The TLS handshake failed; the detail names the reason.</summary>
    Tls,

    /// <summary>The server accepted TCP but did not answer the upgrade request in time.</summary>
    UpgradeTimeout,

    /// <summary>The server answered the upgrade with another HTTP status than 101; the code is that status.</summary>
    HttpStatus,

    /// <summary>The answer to the upgrade is not a valid WebSocket handshake.</summary>
    UpgradeMalformed,

    /// <summary>The server did not select the subprotocol that was asked for.</summary>
    WrongSubprotocol,

    /// <summary>The server's Sec-WebSocket-Accept does not belong to our key.</summary>
    WrongAccept,

    /// <summary>The peer broke RFC 6455; closed with 1002.</summary>
    ProtocolError,

    /// <summary>The peer announced a message over the limit; closed with 1009.</summary>
    MessageTooBig,

    /// <summary>A text message or close reason was not UTF-8; closed with 1007.</summary>
    InvalidPayload,

    /// <summary>The peer sent a binary message, which OCPP-J does not have; closed with 1003.</summary>
    BinaryMessage,

    /// <summary>The peer closed in order; the code is its close code (1005: it gave none), the detail its reason.</summary>
    ClosedByPeer,

    /// <summary>TCP or TLS broke, or the peer ended it without a close frame.</summary>
    Lost,

    /// <summary>Nothing came after our ping: the connection is half-open.</summary>
    PingTimeout,

    /// <summary>Nothing came for the idle timeout.</summary>
    IdleTimeout,

    /// <summary>A message was begun and not completed in time.</summary>
    MessageTimeout,

    /// <summary>The peer takes too slowly what we send: the send buffer is full.</summary>
    SendBufferFull,

    /// <summary>The peer keeps the connection but takes nothing of what waits to be sent.</summary>
    SendTimeout,

    /// <summary>We closed it; the code is ours.</summary>
    ClosedByUs,

    /// <summary>The network below TCP/IP is down: nothing was tried.</summary>
    NetworkDown,
}

/// <summary>Plain words for <see cref="LinkFailure"/>.</summary>
public static class LinkFailures
{
    /// <summary>One line for the log: what happened, and what to check.</summary>
    /// <param name="failure">What happened.</param>
    /// <param name="code">Code of <see cref="IWebSocketListener.OnClosed"/>.</param>
    /// <param name="detail">Detail of <see cref="IWebSocketListener.OnClosed"/>.</param>
    public static string Explain(LinkFailure failure, int code, string detail)
    {
        string text = failure switch
        {
            LinkFailure.HttpStatus => ExplainStatus(code),
            LinkFailure.ClosedByPeer => ExplainClose(code),
            LinkFailure.ClosedByUs => $"connection closed by this charge point (code {code})",
            _ => ExplainPlain(failure),
        };
        return detail.Length == 0 ? text : $"{text} ({detail})";
    }

    private static string ExplainPlain(LinkFailure failure) => failure switch
    {
        LinkFailure.None => "no failure",
        LinkFailure.NameResolution => "the Central System's host name could not be resolved: check the URL and the DNS server",
        LinkFailure.Refused => "connection refused, nobody listens there: check host and port, and that the Central System runs",
        LinkFailure.Unreachable => "the Central System cannot be reached: check network link, address and gateway",
        LinkFailure.ConnectTimeout => "no connection in time: check address, port and firewall",
        LinkFailure.Tls => "TLS handshake failed: check the Central System's certificate, the installed CA and the clock",
        LinkFailure.UpgradeTimeout => "the server accepted TCP but did not answer the WebSocket upgrade: check that an OCPP-J server is behind the port",
        LinkFailure.UpgradeMalformed => "the answer to the WebSocket upgrade is not valid: check that an OCPP-J server is behind the URL",
        LinkFailure.WrongSubprotocol => "the server does not speak the OCPP version asked for: check that it supports OCPP 1.6-J",
        LinkFailure.WrongAccept => "the server's handshake does not match ours: a proxy or cache stands between, or it is no WebSocket server",
        LinkFailure.ProtocolError => "the Central System broke the WebSocket protocol",
        LinkFailure.MessageTooBig => "the Central System sent a message over the size limit",
        LinkFailure.InvalidPayload => "the Central System sent text that is not UTF-8",
        LinkFailure.BinaryMessage => "the Central System sent a binary message, OCPP-J has text only",
        LinkFailure.Lost => "connection lost without a WebSocket close",
        LinkFailure.PingTimeout => "no sign of life after our ping: the connection was half-open",
        LinkFailure.IdleTimeout => "the Central System was silent for too long",
        LinkFailure.MessageTimeout => "the Central System began a message and did not complete it",
        LinkFailure.SendBufferFull => "the Central System takes our messages too slowly: send buffer full",
        LinkFailure.NetworkDown => "the network is down",
        LinkFailure.SendTimeout => "the Central System keeps the connection but takes nothing: sending timed out",
        _ => "unknown failure",
    };

    private static string ExplainStatus(int status)
    {
        string hint = status switch
        {
            401 => "check identity and AuthorizationKey",
            403 => "this charge point is not allowed: check its registration and AuthorizationKey",
            404 => "the Central System does not know this URL or identity: check both",
            429 => "the Central System asks for fewer attempts",
            426 => "the server wants another protocol: check ws or wss and the OCPP version",
            _ => "",
        };
        if (hint.Length == 0)
        {
            hint = status >= 500 ? "the Central System has a problem of its own or is overloaded"
                : status >= 400 ? "check URL and identity"
                : status >= 300 ? "redirects are not followed: enter the new URL"
                : "no WebSocket server is behind the URL";
        }

        return $"the server refused the WebSocket upgrade with HTTP {status}: {hint}";
    }

    private static string ExplainClose(int code)
    {
        string hint = code switch
        {
            1000 => "normal closure",
            1001 => "it goes away",
            1002 => "it found a WebSocket protocol error",
            1003 => "it does not take this kind of data",
            1005 => "no code given",
            1007 => "it found text that is not UTF-8",
            1008 => "policy violation: check the charge point's registration",
            1009 => "our message was too big for it",
            1011 => "internal error there",
            1012 => "it restarts",
            1013 => "it is overloaded, try later",
            _ => "",
        };
        return hint.Length == 0 ? $"closed by the Central System, code {code}" : $"closed by the Central System, code {code}: {hint}";
    }
}
