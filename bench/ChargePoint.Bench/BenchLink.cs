using System.Text;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Bench;

/// <summary>
/// A Central System in the place of the WebSocket, which accepts everything. All of its texts and buffers are made once: what is
/// allocated while it is in use is the firmware's.
/// </summary>
public sealed class BenchLink : IMessageLink
{
    private static readonly byte[] Boot = Encoding.UTF8.GetBytes("{\"currentTime\":\"2026-01-01T00:00:00.000Z\",\"interval\":300,\"status\":\"Accepted\"}");
    private static readonly byte[] Time = Encoding.UTF8.GetBytes("{\"currentTime\":\"2026-01-01T00:00:00.000Z\"}");
    private static readonly byte[] Accepted = Encoding.UTF8.GetBytes("{\"idTagInfo\":{\"status\":\"Accepted\"}}");
    private static readonly byte[] Started = Encoding.UTF8.GetBytes("{\"transactionId\":101,\"idTagInfo\":{\"status\":\"Accepted\"}}");
    private static readonly byte[] Nothing = Encoding.UTF8.GetBytes("{}");

    private const int TimeOffset = 16; // of the time in both answers that have one
    private const long StartUnixMs = 1767225600000; // 2026-01-01T00:00:00Z

    private readonly byte[] _answer = new byte[256];
    private readonly EventLoop _loop;
    private readonly LoopTimer _deliver;
    private readonly Traffic _traffic;
    private IWebSocketListener? _listener;
    private int _answerLength;
    private bool _isBroken;

    /// <summary>Makes a link that is not open.</summary>
    /// <param name="loop">The event loop.</param>
    /// <param name="traffic">Counts what is sent.</param>
    public BenchLink(EventLoop loop, Traffic traffic)
    {
        _loop = loop;
        _deliver = loop.CreateTimer(Deliver);
        _traffic = traffic;
    }

    /// <inheritdoc/>
    public bool IsOpen { get; private set; }

    /// <inheritdoc/>
    public bool IsWaiting => false;

    /// <summary>Hands a frame to the charge point at once; its answer is sent before this returns.</summary>
    /// <param name="frame">The frame.</param>
    public void Receive(byte[] frame) => _listener!.OnMessage(frame, 0, frame.Length);

    /// <summary>Breaks the connection; none can be made until <see cref="Repair"/>.</summary>
    public void Break()
    {
        _isBroken = true;
        IsOpen = false;
        _answerLength = 0;
        _listener!.OnClosed(LinkFailure.Lost, 0, "");
    }

    /// <summary>The next connection succeeds.</summary>
    public void Repair() => _isBroken = false;

    /// <inheritdoc/>
    public void Open(WebSocketAddress address, WebSocketOptions options, IWebSocketListener listener)
    {
        _listener = listener;
        _deliver.Start(0);
    }

    /// <inheritdoc/>
    public bool Send(byte[] buffer, int offset, int count)
    {
        _traffic.Messages++;
        _traffic.Bytes += count;
        _traffic.Sent?.Invoke();
        if (buffer[offset + 1] == '2') Answer(buffer, offset);
        return true;
    }

    /// <inheritdoc/>
    public void Close(int code, string reason) => Abort();

    /// <inheritdoc/>
    public void Abort() => IsOpen = false;

    // [2,"<id>","<action>",... : the id is copied, and the first letters of the action tell it from the others.
    private void Answer(byte[] frame, int offset)
    {
        int id = offset + 4;
        int idEnd = id;
        while (frame[idEnd] != '"') idEnd++;
        _answerLength = 0;
        Put('[');
        Put('3');
        Put(',');
        for (int i = id - 1; i <= idEnd; i++) Put((char)frame[i]);
        Put(',');
        byte[] payload = Payload(frame[idEnd + 3], frame[idEnd + 5]);

        // A clock that stood still would be set back with each heartbeat, which is a security event.
        if (payload == Boot || payload == Time) Iso8601.Format(StartUnixMs + _loop.NowMs, payload, TimeOffset);
        for (int i = 0; i < payload.Length; i++) Put((char)payload[i]);
        Put(']');
        _deliver.Start(0);
    }

    private static byte[] Payload(byte first, byte third)
    {
        if (first == 'B') return Boot;
        if (first == 'H') return Time;
        if (first == 'A') return Accepted;
        return first == 'S' && third == 'a' ? Started : Nothing; // StartTransaction and StatusNotification
    }

    private void Put(char character) => _answer[_answerLength++] = (byte)character;

    private void Deliver()
    {
        if (_isBroken)
        {
            _listener!.OnClosed(LinkFailure.Refused, 0, "");
            return;
        }

        if (!IsOpen)
        {
            IsOpen = true;
            _listener!.OnOpened();
            return;
        }

        int length = _answerLength;
        _answerLength = 0;
        if (length > 0) _listener!.OnMessage(_answer, 0, length);
    }
}
