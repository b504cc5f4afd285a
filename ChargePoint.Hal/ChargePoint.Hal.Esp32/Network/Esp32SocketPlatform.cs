using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading;

namespace ChargePoint.Hal.Esp32;

/// <summary>
/// Sockets of .NET nanoFramework on ESP32 (this file is compiled for the device only). What its runtime does differently, as
/// read in its source:
/// <list type="bullet">
/// <item>An end point is marshalled as IPv4 always, so an IPv6 address would connect to 0.0.0.0.</item>
/// <item>Only SslVerification.CertificateRequired makes mbedTLS verify the peer; VerifyPeer, whatever its name says, verifies
/// nothing.</item>
/// <item>The CA given to AuthenticateAsClient and those in the device's certificate store are trusted. With neither, the
/// handshake fails.</item>
/// <item>The handshake runs on a blocking socket inside the runtime: nothing else runs until it ends, and it has no time limit.
/// A receive timeout of lwIP is set on the socket to bound a server that accepts and stays silent.</item>
/// <item>SslStream.Write does not report a failed write; the next read, or the pong that stays away, does.</item>
/// <item>Dates of certificates are checked against the system time: set it (SNTP) before.</item>
/// </list>
/// </summary>
public sealed class Esp32SocketPlatform : ISocketPlatform
{
    private const int HandshakeSilenceSeconds = 10;

    /// <summary>CA certificate that peers are verified against, or null to use the device's certificate store alone.</summary>
    public X509Certificate? Authority { get; set; }

    /// <inheritdoc/>
    public bool SupportsIPv6 => false;

    /// <inheritdoc/>
    public void StartThread(ThreadStart work) => new Thread(work).Start();

    /// <inheritdoc/>
    public void Connect(Socket socket, EndPoint endPoint)
    {
        socket.Connect(endPoint);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.NoDelay, true);
    }

    /// <inheritdoc/>
    public Stream? Authenticate(Socket socket, string host, out string reason)
    {
        reason = "";
        SslStream stream = new(socket);
        try
        {
            BoundSilence(socket);
            stream.SslVerification = SslVerification.CertificateRequired;
            stream.AuthenticateAsClient(host, null, Authority, SslProtocols.Tls12 | SslProtocols.Tls13);
            return stream;
        }
        catch (SocketException e)
        {
            reason = Explain(e.ErrorCode);
            stream.Close();
            return null;
        }
    }

    /// <inheritdoc/>
    public SocketError ErrorOf(SocketException exception) => (SocketError)exception.ErrorCode;

    // A struct timeval, little-endian: seconds, then microseconds, which stay 0. Sixteen bytes of it read the same whether
    // the runtime was built with 32 or 64 bits for seconds.
    private static void BoundSilence(Socket socket)
    {
        byte[] timeval = new byte[16];
        timeval[0] = HandshakeSilenceSeconds;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveTimeout, timeval);
    }

    // Codes of mbedTLS (x509.h, ssl.h, net_sockets.h), which the runtime passes on as they are.
    private static string Explain(int code) => code switch
    {
        -0x2700 => "certificate refused: issuer not trusted, expired, not yet valid, or for another host name",
        -0x7680 => "no CA certificate is installed: nothing is trusted",
        -0x6E80 or -0x7780 => "the server refused the handshake: no common TLS version or cipher",
        -0x7200 => "the server does not speak TLS on this port",
        -0x7F00 => "not enough memory for TLS",
        -0x004C or -0x0050 or -0x7280 => "the server ended the connection or was silent during the handshake",
        _ => $"TLS error {code}",
    };
}
