using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ChargePoint.Simulator.Tests.Files;

/// <summary>An FTP server that knows what an upload in passive mode needs.</summary>
internal sealed class FtpServer : IAsyncDisposable
{
    private readonly string _password;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _accepting;

    public FtpServer(string password = "secret")
    {
        _password = password;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public ConcurrentDictionary<string, string> Files { get; } = new();

    public ConcurrentQueue<string> Commands { get; } = new();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

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
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_ending.Token);
                using CancellationTokenRegistration end = _ending.Token.Register(client.Close);
                await ServeAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException or IOException)
        {
            // The end of the server
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using StreamReader reader = new(client.GetStream(), Encoding.UTF8);
        await using StreamWriter writer = new(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        using TcpListener data = new(IPAddress.Loopback, 0);
        data.Start();
        await writer.WriteLineAsync("220-Welcome\r\n220 ready");
        while (await reader.ReadLineAsync(_ending.Token) is { } line)
        {
            Commands.Enqueue(line);
            switch (line.Split(' ')[0])
            {
                case "USER":
                    await writer.WriteLineAsync("331 password");
                    break;
                case "PASS":
                    await writer.WriteLineAsync(line == "PASS " + _password ? "230 in" : "530 no");
                    break;
                case "TYPE":
                    await writer.WriteLineAsync("200 binary");
                    break;
                case "PASV":
                    int port = ((IPEndPoint)data.LocalEndpoint).Port;
                    await writer.WriteLineAsync($"227 Entering Passive Mode (192,0,2,1,{port >> 8},{port & 255})"); // an address that nobody has
                    break;
                case "STOR":
                    await writer.WriteLineAsync("150 go on");
                    using (TcpClient from = await data.AcceptTcpClientAsync(_ending.Token))
                    using (StreamReader file = new(from.GetStream(), Encoding.UTF8))
                    {
                        Files[line["STOR ".Length..]] = await file.ReadToEndAsync(_ending.Token);
                    }

                    await writer.WriteLineAsync("226 stored");
                    break;
                default:
                    await writer.WriteLineAsync("502 unknown");
                    break;
            }
        }
    }
}
