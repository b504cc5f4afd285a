using System.Collections;
using System.Text;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Ocpp.Tests;

/// <summary>A clock that a test moves.</summary>
internal sealed class CallClock : IClock
{
    public long MonotonicMs { get; set; } = 1000;
}

/// <summary>Reproducible bytes: a counter through a multiplication.</summary>
internal sealed class CallRandom : IRandom
{
    private uint _state;

    public CallRandom(uint seed) => _state = (seed * 2654435761u) + 12345u;

    public void Fill(byte[] buffer, int offset, int count)
    {
        for (int i = 0; i < count; i++)
        {
            _state = (_state * 1664525u) + 1013904223u;
            buffer[offset + i] = (byte)(_state >> 24);
        }
    }
}

/// <summary>A network link that a test cuts.</summary>
internal sealed class CallNetwork : INetworkLink
{
    public bool IsUp { get; set; } = true;

    public int SignalDbm => 0;
}

/// <summary>A connection whose other end is the test.</summary>
internal sealed class FakeLink : IMessageLink
{
    private IWebSocketListener? _listener;

    public bool IsOpen { get; set; }

    public bool IsWaiting => false;

    /// <summary>False: nothing is taken any more.</summary>
    public bool Takes { get; set; } = true;

    public int Opens { get; private set; }

    public int Aborts { get; private set; }

    public int CloseCode { get; private set; }

    public bool IsUsed => _listener != null;

    public WebSocketOptions? Options { get; private set; }

    public ArrayList Sent { get; } = new();

    public string Last => Sent.Count == 0 ? "" : (string)Sent[Sent.Count - 1]!;

    public void Open(WebSocketAddress address, WebSocketOptions options, IWebSocketListener listener)
    {
        if (_listener != null) throw new System.InvalidOperationException("opened twice");
        _listener = listener;
        Options = options;
        Opens++;
    }

    public bool Send(byte[] buffer, int offset, int count)
    {
        if (!IsOpen || !Takes) return false;
        Sent.Add(Encoding.UTF8.GetString(buffer, offset, count));
        return true;
    }

    public void Close(int code, string reason)
    {
        CloseCode = code;
        IsOpen = false;
    }

    public void Abort()
    {
        Aborts++;
        IsOpen = false;
    }

    /// <summary>The connection opens.</summary>
    public void Opened()
    {
        IsOpen = true;
        _listener!.OnOpened();
    }

    /// <summary>The connection ends, or cannot be made.</summary>
    public void Closed(LinkFailure failure)
    {
        IsOpen = false;
        IWebSocketListener listener = _listener!;
        _listener = null;
        listener.OnClosed(failure, 0, "");
    }

    /// <summary>A message arrives.</summary>
    public void Arrives(string text)
    {
        // In the middle of a buffer, as it does from the real client.
        byte[] bytes = Encoding.UTF8.GetBytes("##" + text + "##");
        _listener!.OnMessage(bytes, 2, bytes.Length - 4);
    }
}

/// <summary>A call that keeps what becomes of it.</summary>
internal sealed class TestCall : OutboundCall
{
    private readonly string? _id;

    public TestCall(string action, string? id = null)
    {
        Action = action;
        _id = id;
    }

    public override string Action { get; }

    public override string? MessageId => _id;

    /// <summary>Length of the text in the request.</summary>
    public int Size { get; set; }

    public bool Throws { get; set; }

    public bool Refuses { get; set; }

    /// <summary>"+" for each confirmation, and the number of the failure for each failure.</summary>
    public string Fate { get; private set; } = "";

    public string Detail { get; private set; } = "";

    public override void WriteRequest(JsonWriter request)
    {
        if (Throws) throw new System.InvalidOperationException("write");
        request.StartObject();
        if (Size > 0) request.Member("x", new string('x', Size));
        request.EndObject();
    }

    public override CallError? OnConfirmation(Fields confirmation)
    {
        if (Throws) throw new System.InvalidOperationException("confirm");
        if (Refuses) return CallError.Occurrence("status is missing");
        confirmation.BeginObject();
        while (confirmation.NextMember())
        {
        }

        Fate += "+";
        return confirmation.Error;
    }

    public override void OnFailure(CallFailure failure, string detail)
    {
        Fate += ((int)failure).ToString();
        Detail = detail;
        if (Throws) throw new System.InvalidOperationException("fail");
    }
}

/// <summary>A source with a list of calls; each is given once.</summary>
internal sealed class TestSource : ICallSource
{
    private readonly Queue _calls = new();

    public SendPermission Needs { get; set; } = SendPermission.BootAndTriggered;

    public int Asked { get; private set; }

    public TestCall Add(TestCall call)
    {
        _calls.Enqueue(call);
        return call;
    }

    public OutboundCall? NextCall(SendPermission permission)
    {
        Asked++;
        return permission >= Needs && _calls.Count > 0 ? (OutboundCall)_calls.Dequeue()! : null;
    }
}

/// <summary>A queue with a source, on a connection, under a clock that stands still.</summary>
internal sealed class CallFixture
{
    public CallFixture(int requestBytes = 200)
    {
        Log = new Log(Clock, 8192);
        Loop = new EventLoop(Clock, Log);
        Queue = new CallQueue(Loop, new FrameBuffer(requestBytes), new CallRandom(1), Log);
        Queue.Add(Source);
    }

    public CallClock Clock { get; } = new();

    public Log Log { get; }

    public EventLoop Loop { get; }

    public CallQueue Queue { get; }

    public TestSource Source { get; } = new();

    public FakeLink Link { get; } = new() { IsOpen = true };

    /// <summary>Does all there is to do now.</summary>
    /// <returns>Steps that it took.</returns>
    public int Drain()
    {
        int steps = 0;
        while (steps < 1000 && Loop.Step()) steps++;
        return steps;
    }

    public void Advance(int milliseconds)
    {
        Clock.MonotonicMs += milliseconds;
        Drain();
    }

    /// <summary>An answer arrives at the queue.</summary>
    public void Answer(string frame)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(frame);
        FrameReader reader = new();
        if (reader.Read(bytes, 0, bytes.Length)) Queue.OnAnswer(reader, bytes);
        else Queue.OnMalformedAnswer(reader.MessageId, reader.Problem);
        Drain();
    }

    /// <summary>Message id of a frame that was sent.</summary>
    public static string IdOf(string frame)
    {
        int start = frame.IndexOf('"') + 1;
        return frame.Substring(start, frame.IndexOf('"', start) - start);
    }
}
