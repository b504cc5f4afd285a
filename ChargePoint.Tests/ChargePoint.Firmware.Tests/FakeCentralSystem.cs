using System.Collections;
using System.Text;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Firmware.Tests;

/// <summary>
/// A Central System in the place of the WebSocket: keeps every frame and answers calls as a friendly one would, unless a test
/// tells it otherwise for an action.
/// </summary>
public sealed class FakeCentralSystem : IMessageLink
{
    public const long BootTimeUnixMs = 1_767_225_600_000; // 2026-01-01T00:00:00Z

    private readonly IClock _clock;
    private readonly LoopTimer _deliver;
    private readonly Queue _toDeliver = new();
    private readonly Hashtable _answers = new();
    private IWebSocketListener? _listener;
    private int _lastTransactionId = 100;
    private int _lastCallId;
    private bool _opening;
    private bool _closing;

    public FakeCentralSystem(EventLoop loop, IClock clock)
    {
        _clock = clock;
        _deliver = loop.CreateTimer(DeliverAll);
    }

    /// <summary>Frames from the charge point, oldest first.</summary>
    public ArrayList Received { get; } = new();

    /// <summary>False: nobody listens.</summary>
    public bool Reachable { get; set; } = true;

    /// <summary>Flash of the charge point: once its power is cut, nothing is heard from it any more.</summary>
    public CuttingFlash? Flash { get; set; }

    /// <summary>Keeps the transactions of a charge point over its restarts, or null.</summary>
    public Ledger? Ledger { get; set; }

    /// <summary>Time of day at which the charge point's monotonic clock was 0.</summary>
    public long StartUnixMs { get; set; } = BootTimeUnixMs;

    /// <summary>False: nobody listens for TLS.</summary>
    public bool ReachableSecurely { get; set; } = true;

    /// <summary>Password that is wanted in Basic authentication, in Latin-1; null takes any.</summary>
    public string? WantedPassword { get; set; }

    /// <summary>False: calls are taken and never answered.</summary>
    public bool Answers { get; set; } = true;

    public int Opened { get; private set; }

    public int Attempts { get; private set; }

    /// <summary>Where the charge point connected to the last time.</summary>
    public string LastUrl { get; private set; } = "";

    public string? LastUser { get; private set; }

    public byte[]? LastPassword { get; private set; }

    public bool IsOpen { get; private set; }

    public bool IsWaiting => _opening || _closing;

    /// <summary>Present time of the Central System.</summary>
    public long NowUnixMs => StartUnixMs + _clock.MonotonicMs;

    /// <summary>Answers an action with this payload from now on; "!Code" is a CALLERROR, "" is no answer, null the friendly one.</summary>
    public void AnswerWith(string action, string? payload) => _answers[action] = payload;

    public void Open(WebSocketAddress address, WebSocketOptions options, IWebSocketListener listener)
    {
        Attempts++;
        _listener = listener;
        LastUrl = address.ToString();
        LastUser = options.User;
        LastPassword = options.Password;
        _opening = true;
        _deliver.Start(0);
    }

    public bool Send(byte[] buffer, int offset, int count)
    {
        if (!IsOpen || (Flash != null && Flash.IsCut)) return false;
        string frame = Encoding.UTF8.GetString(buffer, offset, count);
        Received.Add(frame);
        if (Ledger != null) Ledger.Hear(frame, NowUnixMs);
        if (frame.StartsWith("[2,") && Answers) Answer(frame);
        return true;
    }

    public void Close(int code, string reason) => Abort();

    public void Abort()
    {
        if (!IsOpen && !_opening) return;
        _closing = true;
        _deliver.Start(0);
    }

    /// <summary>The connection breaks.</summary>
    public void Break()
    {
        IsOpen = false;
        _opening = false;
        _toDeliver.Clear();
        _listener!.OnClosed(LinkFailure.Lost, 0, "");
    }

    /// <summary>Sends any text.</summary>
    public void Deliver(string frame)
    {
        _toDeliver.Enqueue(frame);
        _deliver.Start(0);
    }

    /// <summary>Calls the charge point.</summary>
    /// <returns>Message id of the call.</returns>
    public string Call(string action, string payload)
    {
        string id = "cs" + (++_lastCallId).ToString();
        Deliver($"[2,\"{id}\",\"{action}\",{payload}]");
        return id;
    }

    /// <summary>Answer to a call of the Central System, or "" if none came.</summary>
    public string AnswerTo(string id)
    {
        foreach (string frame in Received)
        {
            if (!frame.StartsWith("[2,") && Id(frame) == id) return frame;
        }

        return "";
    }

    /// <summary>How many calls of an action came.</summary>
    public int Count(string action)
    {
        int count = 0;
        foreach (string frame in Received)
        {
            if (frame.StartsWith("[2,") && ActionOf(frame) == action) count++;
        }

        return count;
    }

    /// <summary>The last call of an action, or "".</summary>
    public string Last(string action)
    {
        for (int i = Received.Count - 1; i >= 0; i--)
        {
            string frame = (string)Received[i]!;
            if (frame.StartsWith("[2,") && ActionOf(frame) == action) return frame;
        }

        return "";
    }

    /// <summary>Names of the calls that came, separated by blanks; without security events, which come beside everything else.</summary>
    public string Story()
    {
        string story = "";
        foreach (string frame in Received)
        {
            if (!frame.StartsWith("[2,")) continue;
            string action = ActionOf(frame);
            if (action == "SecurityEventNotification") continue;
            if (action == "StatusNotification") action = "Status:" + Text(frame, "status");
            story += story.Length == 0 ? action : " " + action;
        }

        return story;
    }

    public static string Id(string frame) => Quoted(frame, 0);

    public static string ActionOf(string frame) => Quoted(frame, 1);

    /// <summary>Value of a text field anywhere in a frame, or "".</summary>
    public static string Text(string frame, string name)
    {
        string start = "\"" + name + "\":\"";
        int at = frame.IndexOf(start);
        if (at < 0) return "";
        at += start.Length;
        return frame.Substring(at, frame.IndexOf('"', at) - at);
    }

    /// <summary>Value of a number field anywhere in a frame, or -1.</summary>
    public static long Number(string frame, string name)
    {
        string start = "\"" + name + "\":";
        int at = frame.IndexOf(start);
        if (at < 0) return -1;
        at += start.Length;
        int end = at;
        while (frame[end] == '-' || (frame[end] >= '0' && frame[end] <= '9')) end++;
        return long.Parse(frame.Substring(at, end - at));
    }

    /// <summary>The last password, a character for each byte; "" for none.</summary>
    public string PasswordText()
    {
        string text = "";
        if (LastPassword == null) return text;
        foreach (byte b in LastPassword) text += (char)b;
        return text;
    }

    private static string Quoted(string frame, int index)
    {
        int at = -1;
        for (int i = 0; i < index * 2; i++) at = frame.IndexOf('"', at + 1);
        int start = frame.IndexOf('"', at + 1) + 1;
        return frame.Substring(start, frame.IndexOf('"', start) - start);
    }

    private void Answer(string frame)
    {
        string action = ActionOf(frame);
        string payload = (string?)_answers[action] ?? Friendly(action, frame);
        if (payload.Length == 0) return;
        string id = Id(frame);
        if (payload.StartsWith("!")) Deliver($"[4,\"{id}\",\"{payload.Substring(1)}\",\"because\",{{}}]");
        else Deliver($"[3,\"{id}\",{payload}]");
    }

    private string Friendly(string action, string frame)
    {
        string now = Iso8601.ToText(NowUnixMs);
        switch (action)
        {
            case "BootNotification":
                return $"{{\"status\":\"Accepted\",\"currentTime\":\"{now}\",\"interval\":300}}";
            case "Heartbeat":
                return $"{{\"currentTime\":\"{now}\"}}";
            case "Authorize":
                return "{\"idTagInfo\":{\"status\":\"Accepted\"}}";
            case "StartTransaction":
                if (Ledger != null) _lastTransactionId = Ledger.IdFor(frame);
                else _lastTransactionId++;
                return $"{{\"transactionId\":{_lastTransactionId},\"idTagInfo\":{{\"status\":\"Accepted\"}}}}";
            default:
                return "{}";
        }
    }

    private void DeliverAll()
    {
        if (_opening)
        {
            _opening = false;
            if (!Reachable || (!ReachableSecurely && LastUrl.StartsWith("wss:")))
            {
                _listener!.OnClosed(LinkFailure.Refused, 0, "");
                return;
            }

            if (WantedPassword != null && PasswordText() != WantedPassword)
            {
                _listener!.OnClosed(LinkFailure.HttpStatus, 401, "Unauthorized");
                return;
            }

            Opened++;
            IsOpen = true;
            _listener!.OnOpened();
        }

        while (_toDeliver.Count > 0 && IsOpen)
        {
            byte[] bytes = Encoding.UTF8.GetBytes((string)_toDeliver.Dequeue()!);
            _listener!.OnMessage(bytes, 0, bytes.Length);
        }

        if (!_closing) return;
        _closing = false;
        IsOpen = false;
        _listener!.OnClosed(LinkFailure.ClosedByUs, 1000, "");
    }
}
