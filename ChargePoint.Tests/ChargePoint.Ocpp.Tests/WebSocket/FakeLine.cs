using System.Text;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Ocpp.Tests.WebSocket;

/// <summary>Clock that moves only when told.</summary>
public sealed class VirtualClock : IClock
{
    public long MonotonicMs { get; set; } = 1000;
}

/// <summary>First the nonce of RFC 6455 section 1.3, then 1, 2, 3, ... so that masks are known and differ.</summary>
public sealed class KnownRandom : IRandom
{
    private int _given;

    public void Fill(byte[] buffer, int offset, int count)
    {
        byte[] nonce = Encoding.UTF8.GetBytes("the sample nonce");
        for (int i = 0; i < count; i++, _given++)
            buffer[offset + i] = _given < nonce.Length ? nonce[_given] : (byte)(_given - nonce.Length + 1);
    }
}

/// <summary>Transport whose other end is the test.</summary>
public sealed class FakeTransport : ITransport
{
    public const int SendBufferBytes = 4096;

    private readonly byte[] _inbound = new byte[16384];
    private int _inboundStart;
    private int _inboundEnd;
    private ITransportListener? _listener;

    public string Host = "";
    public int Port;
    public bool Secure;
    public bool WasClosed;

    /// <summary>All bytes that were sent.</summary>
    public byte[] Sent = new byte[65536];
    public int SentLength;

    /// <summary>Sent bytes that the peer has not taken; the peer takes all at once while <see cref="Takes"/>.</summary>
    public int Waiting;
    public bool Takes = true;

    /// <summary>How many bytes one Receive hands out at most.</summary>
    public int ChunkBytes = 65536;

    public bool IsOpen { get; private set; }

    public TransportError Error { get; private set; }

    public string ErrorDetail { get; private set; } = "";

    public int SendCapacity => SendBufferBytes - Waiting;

    public void Connect(string host, int port, bool secure, ITransportListener listener)
    {
        Host = host;
        Port = port;
        Secure = secure;
        _listener = listener;
    }

    public void Open()
    {
        IsOpen = true;
        _listener!.OnTransportEvent();
    }

    public void Fail(TransportError error, string detail = "")
    {
        IsOpen = false;
        Error = error;
        ErrorDetail = detail;
        _listener!.OnTransportEvent();
    }

    /// <summary>The peer takes everything that waits.</summary>
    public void Drain()
    {
        Waiting = 0;
        Takes = true;
        _listener!.OnTransportEvent();
    }

    public void Arrive(byte[] data, int offset, int count)
    {
        if (_inboundStart == _inboundEnd) _inboundStart = _inboundEnd = 0;
        System.Array.Copy(data, offset, _inbound, _inboundEnd, count);
        _inboundEnd += count;
        _listener!.OnTransportEvent();
    }

    public int Receive(byte[] buffer, int offset, int count)
    {
        int there = _inboundEnd - _inboundStart;
        if (count > there) count = there;
        if (count > ChunkBytes) count = ChunkBytes;
        System.Array.Copy(_inbound, _inboundStart, buffer, offset, count);
        _inboundStart += count;
        return count;
    }

    public bool Send(byte[] buffer, int offset, int count)
    {
        if (!IsOpen || count > SendCapacity) return false;
        System.Array.Copy(buffer, offset, Sent, SentLength, count);
        SentLength += count;
        if (!Takes) Waiting += count;
        return true;
    }

    public void Close()
    {
        IsOpen = false;
        WasClosed = true;
    }
}

/// <summary>A client, its loop, and a server played by the test. What the listener hears is written down as text.</summary>
public sealed class FakeLine : IWebSocketListener
{
    public const string Answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: ocpp1.6\r\n\r\n";

    private readonly VirtualClock _clock = new();
    private readonly StringBuilder _heard = new();
    private int _framesFrom;

    public FakeLine()
    {
        Log log = new(_clock);
        Loop = new EventLoop(_clock, log);
        Client = new WebSocketClient(Loop, new KnownRandom(), log, MakeTransport);
        Options.PingIntervalSeconds = 0;
        Options.MaximumMessageBytes = 1000;
        Options.MaximumFrameBytes = 125;
    }

    public EventLoop Loop { get; }

    public WebSocketClient Client { get; }

    public WebSocketOptions Options { get; } = new();

    public FakeTransport Transport { get; private set; } = new();

    /// <summary>Events since the last look: "opened;", "message:TEXT;", "closed:FAILURE,CODE,DETAIL;".</summary>
    public string Heard
    {
        get
        {
            Run();
            string heard = _heard.ToString();
            _heard.Clear();
            return heard;
        }
    }

    /// <summary>What to do when a message comes: nothing, "close", "abort" or "throw".</summary>
    public string OnMessageDo { get; set; } = "";

    public static FakeLine Opened(int pingSeconds = 0, int frameBurst = 5000, int framesPerSecond = 10)
    {
        FakeLine line = new();
        line.Options.PingIntervalSeconds = pingSeconds;
        line.Options.FrameBurst = frameBurst;
        line.Options.FramesPerSecond = framesPerSecond;
        line.Start();
        line.Transport.Open();
        line.Run();
        line.Say(Answer);
        line.Run();
        line._framesFrom = line.Transport.SentLength;
        line._heard.Clear();
        return line;
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Bytes from their hexadecimal form (attributes on the device hold no arrays).</summary>
    public static byte[] Hex(string text)
    {
        byte[] bytes = new byte[text.Length / 2];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = System.Convert.ToByte(text.Substring(2 * i, 2), 16);
        return bytes;
    }

    /// <summary>A server's frame: first byte, then length and payload.</summary>
    public static byte[] Frame(int start, byte[] payload)
    {
        int header = payload.Length < 126 ? 2 : 4;
        byte[] frame = new byte[header + payload.Length];
        frame[0] = (byte)start;
        frame[1] = (byte)(header == 2 ? payload.Length : 126);
        if (header == 4)
        {
            frame[2] = (byte)(payload.Length >> 8);
            frame[3] = (byte)payload.Length;
        }

        System.Array.Copy(payload, 0, frame, header, payload.Length);
        return frame;
    }

    public static byte[] Join(byte[] a, byte[] b)
    {
        byte[] both = new byte[a.Length + b.Length];
        System.Array.Copy(a, 0, both, 0, a.Length);
        System.Array.Copy(b, 0, both, a.Length, b.Length);
        return both;
    }

    public void Start(string url = "ws://csms.test/ocpp/CP1")
        => Client.Open(WebSocketAddress.Parse(url, out string _)!, Options, this);

    public void Say(string text) => Say(Bytes(text));

    public void Say(byte[] bytes) => Transport.Arrive(bytes, 0, bytes.Length);

    public bool SendText(string text)
    {
        byte[] bytes = Bytes(text);
        return Client.Send(bytes, 0, bytes.Length);
    }

    public void Run()
    {
        int limit = 100000;
        while (Loop.Step() && limit-- > 0)
        {
        }
    }

    public void Advance(long milliseconds)
    {
        long end = _clock.MonotonicMs + milliseconds;
        Run();
        while (Loop.UntilNextTimerMs >= 0 && _clock.MonotonicMs + Loop.UntilNextTimerMs <= end)
        {
            _clock.MonotonicMs += Loop.UntilNextTimerMs;
            Run();
        }

        _clock.MonotonicMs = end;
    }

    /// <summary>Frames that the client sent since the last look, unmasked: "81:hello;" with the first byte in hexadecimal.</summary>
    public string Frames()
    {
        Run();
        StringBuilder text = new();
        byte[] sent = Transport.Sent;
        int at = _framesFrom;
        while (at < Transport.SentLength)
        {
            text.Append(sent[at].ToString("X2")).Append(':');
            if ((sent[at + 1] & 0x80) == 0) return "unmasked";
            int length = sent[at + 1] & 0x7F;
            at += 2;
            if (length == 126)
            {
                length = (sent[at] << 8) | sent[at + 1];
                at += 2;
            }

            byte[] payload = new byte[length];
            for (int i = 0; i < length; i++) payload[i] = (byte)(sent[at + 4 + i] ^ sent[at + (i & 3)]);
            text.Append(Printable(payload)).Append(';');
            at += 4 + length;
        }

        _framesFrom = at;
        return text.ToString();
    }

    public void OnOpened() => _heard.Append("opened;");

    public void OnMessage(byte[] buffer, int offset, int count)
    {
        _heard.Append("message:").Append(count > 60 ? $"{count} bytes" : Encoding.UTF8.GetString(buffer, offset, count)).Append(';');
        if (OnMessageDo == "close") Client.Close(1000, "");
        if (OnMessageDo == "abort") Client.Abort();
        if (OnMessageDo == "throw") throw new System.InvalidOperationException("a bug in a handler");
    }

    public void OnClosed(LinkFailure failure, int code, string detail)
        => _heard.Append($"closed:{NameOf(failure)},{code},{detail};");

    private static string Printable(byte[] payload)
    {
        if (payload.Length > 60) return $"{payload.Length} bytes";
        StringBuilder text = new();
        for (int i = 0; i < payload.Length; i++)
        {
            if (payload[i] >= ' ' && payload[i] < 0x7F) text.Append((char)payload[i]);
            else text.Append('<').Append(payload[i].ToString("X2")).Append('>');
        }

        return text.ToString();
    }

    private static string NameOf(LinkFailure failure) => failure switch
    {
        LinkFailure.None => nameof(LinkFailure.None),
        LinkFailure.NameResolution => nameof(LinkFailure.NameResolution),
        LinkFailure.Refused => nameof(LinkFailure.Refused),
        LinkFailure.Unreachable => nameof(LinkFailure.Unreachable),
        LinkFailure.ConnectTimeout => nameof(LinkFailure.ConnectTimeout),
        LinkFailure.Tls => nameof(LinkFailure.Tls),
        LinkFailure.UpgradeTimeout => nameof(LinkFailure.UpgradeTimeout),
        LinkFailure.HttpStatus => nameof(LinkFailure.HttpStatus),
        LinkFailure.UpgradeMalformed => nameof(LinkFailure.UpgradeMalformed),
        LinkFailure.WrongSubprotocol => nameof(LinkFailure.WrongSubprotocol),
        LinkFailure.WrongAccept => nameof(LinkFailure.WrongAccept),
        LinkFailure.ProtocolError => nameof(LinkFailure.ProtocolError),
        LinkFailure.MessageTooBig => nameof(LinkFailure.MessageTooBig),
        LinkFailure.InvalidPayload => nameof(LinkFailure.InvalidPayload),
        LinkFailure.BinaryMessage => nameof(LinkFailure.BinaryMessage),
        LinkFailure.ClosedByPeer => nameof(LinkFailure.ClosedByPeer),
        LinkFailure.Lost => nameof(LinkFailure.Lost),
        LinkFailure.PingTimeout => nameof(LinkFailure.PingTimeout),
        LinkFailure.IdleTimeout => nameof(LinkFailure.IdleTimeout),
        LinkFailure.MessageTimeout => nameof(LinkFailure.MessageTimeout),
        LinkFailure.SendBufferFull => nameof(LinkFailure.SendBufferFull),
        LinkFailure.SendTimeout => nameof(LinkFailure.SendTimeout),
        _ => nameof(LinkFailure.ClosedByUs),
    };

    private ITransport MakeTransport() => Transport = new FakeTransport();
}
