using System.Net;
using System.Net.Sockets;
using ChargePoint.Hal.Esp32;

namespace ChargePoint.Simulator;

/// <summary>Sockets of the host for <see cref="SocketTransport"/>.</summary>
/// <param name="tls">TLS with the CA certificates that are trusted.</param>
public sealed class HostSocketPlatform(HostTls tls) : ISocketPlatform
{
    /// <summary>
    /// Limit for one address, in milliseconds: a name may stand for several, and one that swallows packets must not use up the
    /// time of the others.
    /// </summary>
    public int ConnectTimeoutMs { get; set; } = 10_000;

    /// <inheritdoc/>
    public bool SupportsIPv6 => Socket.OSSupportsIPv6;

    /// <inheritdoc/>
    public void StartThread(ThreadStart work) => new Thread(work) { IsBackground = true, Name = "transport" }.Start();

    /// <inheritdoc/>
    public void Connect(Socket socket, EndPoint endPoint)
    {
        using var limit = new CancellationTokenSource(ConnectTimeoutMs);
        try
        {
            socket.ConnectAsync(endPoint, limit.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            throw new SocketException((int)SocketError.TimedOut);
        }

        socket.NoDelay = true;
    }

    /// <inheritdoc/>
    public Stream? Authenticate(Socket socket, string host, out string reason) => tls.Authenticate(socket, host, out reason);

    /// <inheritdoc/>
    public SocketError ErrorOf(SocketException exception) => exception.SocketErrorCode;
}
