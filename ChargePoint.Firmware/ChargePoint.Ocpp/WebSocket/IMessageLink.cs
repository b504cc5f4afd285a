namespace ChargePoint.Ocpp;

/// <summary>
/// A connection that carries whole text messages to and from the Central System: <see cref="WebSocketClient"/>, or an
/// adapter of another client. Everything happens on the event loop.
/// </summary>
public interface IMessageLink
{
    /// <summary>True from <see cref="IWebSocketListener.OnOpened"/> until closing starts.</summary>
    bool IsOpen { get; }

    /// <summary>
    /// True while something is awaited from the network: a connection, the answer to a ping, the end of closing. Tells a simulation
    /// not to let time pass faster than the network can follow.
    /// </summary>
    bool IsWaiting { get; }

    /// <summary>
    /// Starts to connect. Legal when never opened, and again once <see cref="IWebSocketListener.OnClosed"/> was called (also
    /// from within that call); anything else is a bug and throws.
    /// </summary>
    /// <param name="address">Where to.</param>
    /// <param name="options">How; not to be changed until closed.</param>
    /// <param name="listener">Told of everything; never from within a call to this link.</param>
    void Open(WebSocketAddress address, WebSocketOptions options, IWebSocketListener listener);

    /// <summary>Sends one text message. The bytes are copied or sent before this returns.</summary>
    /// <param name="buffer">Holds the message, valid UTF-8.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="count">Number of bytes.</param>
    /// <returns>
    /// False if nothing was sent: not open, the message is larger than the send buffer could ever hold, or the peer takes
    /// nothing any more (then the connection fails and <see cref="IWebSocketListener.OnClosed"/> follows).
    /// </returns>
    bool Send(byte[] buffer, int offset, int count);

    /// <summary>Closes in order (RFC 6455 section 7.1.2); without effect when not opened or closing already.</summary>
    /// <param name="code">Close code, 1000 to 1003, 1007 to 1014 or 3000 to 4999.</param>
    /// <param name="reason">Short reason for the peer's log; cut at 123 bytes.</param>
    void Close(int code, string reason);

    /// <summary>Cuts the connection without the closing handshake; <see cref="IWebSocketListener.OnClosed"/> follows.</summary>
    void Abort();
}

/// <summary>Is told what happens on a <see cref="IMessageLink"/>, on the event loop.</summary>
public interface IWebSocketListener
{
    /// <summary>The connection is open: messages can be sent.</summary>
    void OnOpened();

    /// <summary>One whole text message has arrived, checked to be UTF-8.</summary>
    /// <param name="buffer">Holds the message; valid during the call only.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="count">Number of bytes, may be 0.</param>
    void OnMessage(byte[] buffer, int offset, int count);

    /// <summary>The connection has ended or could not be made. Called exactly once for each <see cref="IMessageLink.Open"/>.</summary>
    /// <param name="failure">What happened.</param>
    /// <param name="code">HTTP status or close code, as <paramref name="failure"/> says; 0 when there is none.</param>
    /// <param name="detail">More for the log, in one line; may be empty. <see cref="LinkFailures.Explain"/> makes a sentence of the three.</param>
    void OnClosed(LinkFailure failure, int code, string detail);
}
