using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ChargePoint.Simulator.Tests.Files;

/// <summary>A request as it came, with its whole body.</summary>
internal sealed record FileRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>First byte that is asked for; 0 without a range.</summary>
    public int RangeStart => Headers.TryGetValue("range", out string? range) ? int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture) : 0;
}

/// <summary>An HTTP server on raw sockets, which can misbehave in any way: the test writes each answer byte by byte.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2? _certificate;
    private readonly Func<FileRequest, Stream, Task> _answer;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _accepting;

    public FileServer(Func<FileRequest, Stream, Task> answer, X509Certificate2? certificate = null)
    {
        _answer = answer;
        _certificate = certificate;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public ConcurrentQueue<FileRequest> Requests { get; } = new();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"{(_certificate == null ? "http" : "https")}://localhost:{Port}";

    /// <summary>Sends an answer with a body and its length.</summary>
    public static async Task SendAsync(Stream stream, string status, byte[]? body = null, string headers = "")
    {
        body ??= [];
        await TextAsync(stream, $"HTTP/1.1 {status}\r\n{headers}Content-Length: {body.Length}\r\n\r\n");
        await stream.WriteAsync(body);
    }

    /// <summary>Sends text as it is.</summary>
    public static async Task TextAsync(Stream stream, string text) => await stream.WriteAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Serves a file as a good server does: with ranges and a validator.</summary>
    public static Task ServeAsync(FileRequest request, Stream stream, byte[] file)
    {
        int start = request.RangeStart;
        return start == 0
            ? SendAsync(stream, "200 OK", file, "ETag: \"v1\"\r\nAccept-Ranges: bytes\r\n")
            : SendAsync(stream, "206 Partial Content", file[start..], $"ETag: \"v1\"\r\nContent-Range: bytes {start}-{file.Length - 1}/{file.Length}\r\n");
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> serving = [];
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_ending.Token);
                serving.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                Stream stream = client.GetStream();
                using CancellationTokenRegistration end = _ending.Token.Register(client.Close);
                if (_certificate != null)
                {
                    SslStream secure = new(stream);
                    await secure.AuthenticateAsServerAsync(_certificate);
                    stream = secure;
                }

                FileRequest request = await ReadAsync(stream);
                Requests.Enqueue(request);
                await _answer(request, stream);
                await stream.FlushAsync();
                client.Client?.Shutdown(SocketShutdown.Send); // null once the test has ended
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or System.Security.Authentication.AuthenticationException or OperationCanceledException)
            {
                // The charge point, or the test, has ended the connection.
            }
        }
    }

    private static async Task<FileRequest> ReadAsync(Stream stream)
    {
        StringBuilder header = new();
        byte[] one = new byte[1];
        while (!header.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0) throw new IOException("the connection ended within the header");
            header.Append((char)one[0]);
        }

        string[] lines = header.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        string[] words = lines[0].Split(' ');
        Dictionary<string, string> headers = lines.Skip(1).ToDictionary(line => line[..line.IndexOf(':')].ToLowerInvariant(), line => line[(line.IndexOf(':') + 1)..].Trim());
        byte[] body = new byte[headers.TryGetValue("content-length", out string? length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body);
        return new FileRequest(words[0], words[1], headers, body);
    }
}
