using System.Text;
using ChargePoint.Hal;

namespace ChargePoint.Simulator.Tests.Fuzz;

/// <summary>A file server, by HTTP or FTP, whose answers are damaged.</summary>
internal sealed class FilePeer : IFuzzPeer
{
    private readonly FuzzRun _run;
    private readonly Random _random;
    private readonly Mutator _mutator;
    private readonly StringBuilder _request = new();
    private int _answers;
    private FuzzTransport? _control;

    public FilePeer(FuzzRun run)
    {
        _run = run;
        _random = run.Random;
        _mutator = new Mutator(_random);
    }

    /// <summary>All that was said since the input began.</summary>
    public List<byte> Said { get; } = [];

    /// <summary>True while the charge point fetches something.</summary>
    public bool IsDownload { get; private set; }

    /// <summary>Begins with a new input.</summary>
    public void Begin(bool isDownload)
    {
        IsDownload = isDownload;
        Said.Clear();
        _answers = 0;
    }

    public void OnConnect(FuzzTransport stream)
    {
        // A port at random belongs to the data of FTP
        if (_random.Next(40) == 0)
        {
            stream.Fail(new[] { TransportError.Refused, TransportError.Tls, TransportError.NameResolution, TransportError.TimedOut }[_random.Next(4)]);
            return;
        }

        if (_random.Next(60) == 0) return; // never opens
        stream.Open();
        _request.Clear();
        if (stream.Port == 21) Say(_control = stream, "220 here\r\n");
        else if (stream.Port is not (80 or 443 or 8443) && IsDownload) Data(stream);
    }

    public void OnClosed(FuzzTransport stream)
    {
        if (stream.Port is not (21 or 80 or 443 or 8443) && _control is { IsOpen: true } && _random.Next(10) > 0) Say(_control, "226 done\r\n");
    }

    public void OnBytes(FuzzTransport stream, byte[] bytes)
    {
        if (++_answers > 60) return; // and from then on it is silent
        string text = Encoding.Latin1.GetString(bytes);
        if (stream.Port == 21) Say(stream, FtpReply(text));
        else if (stream.Port is 80 or 443 or 8443) Http(stream, text);
    }

    private static readonly string[] Headers =
    [
        "Content-Length: 8\r\n", "Content-Length: 0\r\n", "Content-Length: 99999999999\r\n", "Content-Length: -1\r\n", "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip\r\n", "Connection: close\r\n",
        "Connection: keep-alive\r\n", "ETag: \"abc\"\r\n", "Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT\r\n", "Accept-Ranges: bytes\r\n", "Content-Range: bytes 0-7/8\r\n", "Content-Range: bytes 4-1/0\r\n",
        "Location: http://files.example/b\r\n", "Location: /c\r\n", "Location: ftp://files.example/d\r\n", "Location: https://x\r\n", "Content-Encoding: gzip\r\n", "Retry-After: 5\r\n", "X: y\r\n", "Content-Length: 8, 9\r\n",
    ];

    private static readonly string[] StatusLines =
        ["200 OK", "200 OK", "200 OK", "200 OK", "200 OK", "200 OK", "200 OK", "200 OK", "201 Created", "204 No Content", "206 Partial Content", "301 Moved", "302 Found", "307 x", "308 x", "304 x", "400 x", "401 x", "404 Not Found", "416 x", "500 x", "503 x", "100 Continue", "999 x", "20 x", "abc"];

    private static readonly string[] Bodies = ["GOODbody", "BADx", "", "4\r\nGOOD\r\n4\r\nbody\r\n0\r\n\r\n", "8;x=y\r\nGOODbody\r\n0\r\nT: v\r\n\r\n", "FFFFFFFF\r\nx", "80000000\r\n", "-1\r\n", "g\r\n", "0\r\n\r\nmore"];

    private void Http(FuzzTransport stream, string request)
    {
        _request.Append(request);
        if (!IsComplete(_request.ToString()) && _random.Next(12) > 0) return;
        _request.Clear();
        StringBuilder answer = new($"HTTP/1.{_random.Next(2)} {StatusLines[_random.Next(StatusLines.Length)]}\r\n");
        bool fits = _random.Next(3) == 0;
        if (fits) answer.Append("Content-Length: 8\r\n");
        for (int i = _random.Next(5); i > 0; i--) answer.Append(Headers[_random.Next(Headers.Length)]);
        answer.Append("\r\n");
        answer.Append(fits ? Bodies[0] : Bodies[_random.Next(Bodies.Length)]);
        if (_random.Next(20) == 0) answer.Append('x', 30_000);
        Say(stream, answer.ToString());
        if (_random.Next(2) == 0) stream.Fail(_random.Next(3) == 0 ? TransportError.Reset : TransportError.ClosedByPeer);
    }

    private static bool IsComplete(string request)
    {
        int body = request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        if (body < 4) return false;
        const string Length = "Content-Length: ";
        int at = request.IndexOf(Length, StringComparison.Ordinal);
        if (at < 0) return request.StartsWith("GET", StringComparison.Ordinal) || request.EndsWith("0\r\n\r\n", StringComparison.Ordinal);
        at += Length.Length;
        return int.TryParse(request[at..request.IndexOf('\r', at)], out int length) && request.Length >= body + length;
    }

    private string FtpReply(string line)
    {
        if (_random.Next(25) == 0) return new[] { "421 busy\r\n", "530 no\r\n", "550 x\r\n", "", "220-endless\r\n", "hello\r\n", "2\r\n", "999 x\r\n", "150 early\r\n226 early\r\n" }[_random.Next(9)];
        return line.Split(' ', '\r')[0] switch
        {
            "USER" => "331 password?\r\n",
            "PASS" => "230 in\r\n",
            "TYPE" => "200 binary\r\n",
            "PASV" => _random.Next(8) == 0 ? "227 (1,2,3,4,999,999)\r\n" : "227 Entering Passive Mode (10,0,0,7,4,1).\r\n",
            "EPSV" => _random.Next(8) == 0 ? "229 (|||99999999999|)\r\n" : "229 Extended (|||50000|)\r\n",
            "SIZE" => _random.Next(4) == 0 ? "213 99999999999\r\n" : "213 8\r\n",
            "REST" => "350 x\r\n",
            "RETR" or "STOR" => _random.Next(10) == 0 ? "150 go on\r\n226 done\r\n" : "150 go on\r\n",
            _ => "500 what?\r\n",
        };
    }

    private void Data(FuzzTransport stream)
    {
        Say(stream, Bodies[_random.Next(Bodies.Length)]);
        if (_random.Next(4) == 0) return;
        stream.Fail(TransportError.ClosedByPeer);
        if (_control is { IsOpen: true }) Say(_control, "226 done\r\n");
    }

    private void Say(FuzzTransport stream, string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        for (int i = _random.Next(6) - 3; i > 0; i--) bytes = _mutator.Raw(bytes, bytes);
        Said.AddRange(bytes);
        int at = 0;
        while (at < bytes.Length)
        {
            int piece = Math.Min(_random.Next(3) == 0 ? _random.Next(1, 100) : 4000, bytes.Length - at);
            stream.Say(bytes[at..(at + piece)]);
            at += piece;
        }

        _run.Count("answers of the server");
    }
}
