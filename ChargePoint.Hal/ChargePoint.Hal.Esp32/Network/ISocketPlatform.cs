using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace ChargePoint.Hal.Esp32;

/// <summary>
/// What differs between the sockets of .NET nanoFramework and those of .NET, so that <see cref="SocketTransport"/> is one
/// source for both. Called on the transport's own threads.
/// </summary>
public interface ISocketPlatform
{
    /// <summary>True if sockets can connect to IPv6 addresses.</summary>
    bool SupportsIPv6 { get; }

    /// <summary>Starts a thread that does not keep the process alive.</summary>
    /// <param name="work">What it runs.</param>
    void StartThread(ThreadStart work);

    /// <summary>Connects; blocks until connected or failed, and ends early when the socket is closed by another thread.</summary>
    /// <param name="socket">A new TCP socket.</param>
    /// <param name="endPoint">Where to.</param>
    /// <exception cref="SocketException">Not connected; <see cref="ErrorOf"/> tells why.</exception>
    void Connect(Socket socket, EndPoint endPoint);

    /// <summary>
    /// TLS 1.2 or newer as a client: verifies the peer's certificate against the installed CA certificates, its dates and
    /// the host name. Without an installed CA nothing is trusted.
    /// </summary>
    /// <param name="socket">A connected socket.</param>
    /// <param name="host">Name that the certificate must be for.</param>
    /// <param name="reason">One line that says why the peer was refused; empty on success.</param>
    /// <returns>The encrypted stream, or null.</returns>
    Stream? Authenticate(Socket socket, string host, out string reason);

    /// <summary>Error of an exception as Winsock names it, the same on all platforms.</summary>
    /// <param name="exception">What a socket threw.</param>
    SocketError ErrorOf(SocketException exception);
}
