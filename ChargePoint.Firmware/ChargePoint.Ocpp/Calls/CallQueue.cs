using System;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Ocpp;

/// <summary>
/// Sends the charge point's calls, one at a time (OCPP-J 1.6 section 4.1.1). Whenever none is under way it asks its sources, in the
/// order in which they were added, for the next. Each call ends in exactly one of: confirmation or failure. Every call has a
/// time limit, and a lost connection settles the call under way, so nothing can block the queue for good.
/// </summary>
public sealed class CallQueue
{
    /// <summary>How long the Central System has to answer a call, in milliseconds.</summary>
    public const int AnswerTimeoutMs = 30_000;

    /// <summary>Pause after several calls in a row that could not be made, in milliseconds.</summary>
    public const int PauseMs = 1_000;

    private ICallSource[] _sources = new ICallSource[0];
    private readonly FrameBuffer _frames;
    private readonly Log _log;
    private readonly LoopTimer _timeout;
    private readonly Signal _wake;
    private readonly EventLoop _loop;
    private LoopTimer? _pause; // made when it is needed
    private readonly string _idPrefix;
    private IMessageLink? _link;
    private int _lastId;
    private OutboundCall? _underWay;
    private string _idUnderWay = "";

    /// <summary>Makes a queue without sources.</summary>
    /// <param name="loop">The event loop.</param>
    /// <param name="frames">Holds a request while it is written: its length limits requests.</param>
    /// <param name="random">Makes message ids differ from those of earlier boots.</param>
    /// <param name="log">Log.</param>
    public CallQueue(EventLoop loop, FrameBuffer frames, IRandom random, Log log)
    {
        _frames = frames;
        _log = log;
        _timeout = loop.CreateTimer(OnTimeout);
        _wake = loop.CreateSignal(Pump);
        _loop = loop;
        byte[] prefix = new byte[4];
        random.Fill(prefix, 0, prefix.Length);
        _idPrefix = BitConverter.ToUInt32(prefix, 0).ToString("X8") + "-";
    }

    /// <summary>What may be sent now; set by the boot procedure.</summary>
    public SendPermission Permission { get; set; } = SendPermission.BootAndTriggered;

    /// <summary>True while a call waits for its answer.</summary>
    public bool IsBusy => _underWay != null;

    /// <summary>The connection that wants to know what was sent, or null.</summary>
    internal CentralSystemLink? Owner { get; set; }

    /// <summary>Calls sent since start.</summary>
    public int Sent { get; private set; }

    /// <summary>Adds a source behind those that were added before.</summary>
    /// <param name="source">The source.</param>
    public void Add(ICallSource source)
    {
        ICallSource[] sources = new ICallSource[_sources.Length + 1];
        Array.Copy(_sources, sources, _sources.Length);
        sources[_sources.Length] = source;
        _sources = sources;
    }

    /// <summary>Tells that a source has something to send. Cheap; may be called from any thread and at any time.</summary>
    public void Wake() => _wake.Raise();

    /// <summary>The connection is open.</summary>
    /// <param name="link">The connection.</param>
    public void OnLinkOpened(IMessageLink link)
    {
        _link = link;
        Pump();
    }

    /// <summary>The connection is gone: the call under way has failed.</summary>
    public void OnLinkClosed()
    {
        _link = null;
        Fail(CallFailure.LinkLost, "connection lost");
    }

    /// <summary>Takes a CALLRESULT or CALLERROR.</summary>
    /// <param name="frame">The frame, well-formed.</param>
    /// <param name="buffer">Buffer that holds it.</param>
    public void OnAnswer(FrameReader frame, byte[] buffer)
    {
        if (_underWay == null || frame.MessageId != _idUnderWay)
        {
            _log.Warning("ocpp", $"ignored an answer to an unknown call ({frame.MessageId})");
            return;
        }

        if (frame.Kind == FrameKind.CallError)
        {
            Fail(CallFailure.Refused, $"{frame.Action} {frame.Description}");
            Wake();
            return;
        }

        OutboundCall call = Settle();
        _frames.Fields.Reset(buffer, frame.PayloadOffset, frame.PayloadLength);
        CallError? error;
        try
        {
            error = call.OnConfirmation(_frames.Fields);
        }
        catch (Exception e)
        {
            _log.Error("ocpp", $"confirmation of {call.Action} failed: {e.Message}", e);
            error = CallError.Internal("the confirmation could not be handled");
        }

        if (error != null) Failed(call, CallFailure.BadConfirmation, $"{error.Code} {error.Description}");
        Wake();
    }

    /// <summary>Takes an answer that is no well-formed frame but names the call under way, which fails by it.</summary>
    /// <param name="messageId">Message id, as far as it could be read.</param>
    /// <param name="problem">What is wrong with the frame.</param>
    public void OnMalformedAnswer(string? messageId, string problem)
    {
        if (_underWay == null || messageId != _idUnderWay) return;
        Fail(CallFailure.BadConfirmation, problem);
        Wake();
    }

    private void Pump()
    {
        // Bounded: a source that gives calls which cannot be written must not hold the loop.
        for (int tries = 0; tries < 8 && _underWay == null && _link != null && _link.IsOpen && _frames.HasRoomForCalls; tries++)
        {
            OutboundCall? call = NextCall();
            if (call == null) return;
            Send(call);
        }

        if (_underWay == null && _link != null && _link.IsOpen) (_pause ??= _loop.CreateTimer(Pump)).Start(PauseMs);
    }

    private OutboundCall? NextCall()
    {
        if (Permission == SendPermission.Nothing) return null;

        foreach (ICallSource source in _sources)
        {
            OutboundCall? call = source.NextCall(Permission);
            if (call != null) return call;
        }

        return null;
    }

    private void Send(OutboundCall call)
    {
        _idUnderWay = call.MessageId ?? _idPrefix + (++_lastId).ToString();
        if (!Write(call))
        {
            Failed(call, CallFailure.TooLong, "the request does not fit into a frame");
            return;
        }

        _underWay = call;
        _timeout.Start(AnswerTimeoutMs);
        Sent++;
        JsonWriter request = _frames.Writer;
        if (_link!.Send(request.Buffer, request.Start, request.Length))
        {
            Owner?.OnSent(request);
            return;
        }

        // A link that does not take a message has failed: it is not asked again before it has been opened anew.
        IMessageLink failed = _link;
        _link = null;
        Fail(CallFailure.LinkLost, "the connection does not take the message");
        failed.Abort();
    }

    // A bug in one call is the failure of that call, and must not keep the others or the link from going on.
    private bool Write(OutboundCall call)
    {
        try
        {
            JsonWriter request = _frames.Begin();
            request.StartArray();
            request.Number((int)FrameKind.Call);
            request.String(_idUnderWay);
            request.String(call.Action);
            call.WriteRequest(request);
            request.EndArray();
            return !request.Overflowed;
        }
        catch (Exception e)
        {
            _log.Error("ocpp", $"{call.Action} could not be written: {e.Message}", e);
            return false;
        }
    }

    private void OnTimeout()
    {
        Fail(CallFailure.TimedOut, $"no answer in {AnswerTimeoutMs / 1000} s");
        Pump();
    }

    private OutboundCall Settle()
    {
        OutboundCall call = _underWay!;
        _underWay = null;
        _idUnderWay = "";
        _timeout.Stop();
        return call;
    }

    private void Fail(CallFailure failure, string detail)
    {
        if (_underWay != null) Failed(Settle(), failure, detail);
    }

    private void Failed(OutboundCall call, CallFailure failure, string detail)
    {
        if (failure != CallFailure.LinkLost) _log.Warning("ocpp", $"{call.Action} failed: {detail}");
        try
        {
            call.OnFailure(failure, detail);
        }
        catch (Exception e)
        {
            _log.Error("ocpp", $"failure of {call.Action} was not handled: {e.Message}", e);
        }
    }
}
