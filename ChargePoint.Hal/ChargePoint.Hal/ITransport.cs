namespace ChargePoint.Hal;

/// <summary>Why a transport could not connect or was lost. What a technician needs to know first.</summary>
public enum TransportError
{
    /// <summary>No error.</summary>
    None,

    /// <summary>The host name could not be resolved.</summary>
    NameResolution,

    /// <summary>The host answered that nobody listens on the port.</summary>
    Refused,

    /// <summary>No route, or the link is down.</summary>
    Unreachable,

    /// <summary>The step did not finish in its time.</summary>
    TimedOut,

    /// <summary>The TLS handshake failed: the detail names the reason (untrusted, expired, wrong host, protocol version).</summary>
    Tls,

    /// <summary>The peer reset the connection, or it broke.</summary>
    Reset,

    /// <summary>The peer closed the connection in order (FIN).</summary>
    ClosedByPeer,

    /// <summary>The peer does not take what is sent: the bounded send buffer is full.</summary>
    SendBufferFull,
}

/// <summary>
/// One TCP or TLS byte stream. No member blocks: connecting, reading and writing go on in the background, and the listener
/// is told when something can be done. Used once: after a failure or <see cref="Close"/> a new transport is made.
/// </summary>
public interface ITransport
{
    /// <summary>Starts to connect; the listener hears <see cref="ITransportListener.OnTransportEvent"/> when it is done or failed.</summary>
    /// <param name="host">Host name, IPv4 or IPv6 address.</param>
    /// <param name="port">TCP port, 1 to 65,535.</param>
    /// <param name="secure">True for TLS 1.2 or newer with verification of the peer's certificate and name.</param>
    /// <param name="listener">Told of every event, from any thread.</param>
    void Connect(string host, int port, bool secure, ITransportListener listener);

    /// <summary>True once connected (and the TLS handshake is done), until closed or failed.</summary>
    bool IsOpen { get; }

    /// <summary>Why it is not open any more, or <see cref="TransportError.None"/>. Bytes received before the failure can still be read.</summary>
    TransportError Error { get; }

    /// <summary>
    /// More about <see cref="Error"/> for the log, in one line; empty when there is nothing to say. After <see cref="TransportError.Tls"/>,
    /// security events go by its words: it says "certificate" if the peer's is refused, "TLS version" or "cipher" if there is none in common.
    /// </summary>
    string ErrorDetail { get; }

    /// <summary>Takes bytes that have arrived.</summary>
    /// <param name="buffer">Receives them.</param>
    /// <param name="offset">Where they go.</param>
    /// <param name="count">How many fit.</param>
    /// <returns>Number of bytes taken; 0 when none are there now.</returns>
    int Receive(byte[] buffer, int offset, int count);

    /// <summary>Hands over bytes to send. Taken as a whole or not at all.</summary>
    /// <param name="buffer">Holds them.</param>
    /// <param name="offset">First of them.</param>
    /// <param name="count">Number of them.</param>
    /// <returns>False when not open or when they do not fit into the send buffer now.</returns>
    bool Send(byte[] buffer, int offset, int count);

    /// <summary>Bytes that <see cref="Send"/> would take now.</summary>
    int SendCapacity { get; }

    /// <summary>Closes at once and releases everything. May be called at any time, more than once.</summary>
    void Close();
}

/// <summary>Is told of what happens on a transport.</summary>
public interface ITransportListener
{
    /// <summary>It opened, failed, received bytes or has room to send again: look at it. Called from any thread, must return at once.</summary>
    void OnTransportEvent();
}

/// <summary>Makes a new, unconnected transport; <see cref="IController.CreateTransport"/> is one.</summary>
/// <returns>A transport of its own for each call.</returns>
public delegate ITransport TransportMaker();
