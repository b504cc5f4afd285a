using System;
using ChargePoint.Runtime;

namespace ChargePoint.Ocpp;

/// <summary>
/// Answers the calls of the Central System: finds the operation's handler and writes its confirmation or a CALLERROR into
/// one buffer. Every call gets exactly one answer, and no exception of a handler gets past here. A handler whose outcome takes a while
/// answers later (<see cref="Defer"/>).
/// </summary>
public sealed class CallRouter
{
    private ICallHandler[] _handlers = new ICallHandler[0];
    private readonly JsonWriter _answer;
    private readonly Log _log;
    private FrameReader? _underWay;
    private LateAnswer? _late;
    private int _connection;

    /// <summary>Makes a router without operations.</summary>
    /// <param name="frames">Holds the answer while it is written: its length limits answers.</param>
    /// <param name="log">Log.</param>
    public CallRouter(FrameBuffer frames, Log log)
    {
        Frames = frames;
        _answer = frames.Writer;
        _log = log;
    }

    /// <summary>Adds an operation.</summary>
    /// <param name="handler">Its handler; a second one for the same action is a bug.</param>
    public void Add(ICallHandler handler)
    {
        if (Find(handler.Action) != null) throw new ArgumentException($"two handlers for {handler.Action}");
        ICallHandler[] handlers = new ICallHandler[_handlers.Length + 1];
        Array.Copy(_handlers, handlers, _handlers.Length);
        handlers[_handlers.Length] = handler;
        _handlers = handlers;
    }

    /// <summary>Sends the answers that come later; set once.</summary>
    public IAnswerSink? Sink { get; set; }

    internal FrameBuffer Frames { get; }

    /// <summary>Why the last call was refused; null if it was not.</summary>
    public CallError? Refusal { get; private set; }

    /// <summary>The answer written last.</summary>
    public JsonWriter Answer => _answer;

    /// <summary>Carries out a call and writes its answer to <see cref="Answer"/>.</summary>
    /// <param name="frame">The call, well-formed.</param>
    /// <param name="buffer">Buffer that holds the frame.</param>
    /// <returns>False if the answer comes later: there is none to send now.</returns>
    public bool Handle(FrameReader frame, byte[] buffer)
    {
        _underWay = frame;
        _late = null;
        Refusal = null;
        bool answered = Answered(frame, buffer);
        _underWay = null;
        return answered;
    }

    /// <summary>The call that is being handled is answered later. Called by its handler, which then writes no confirmation.</summary>
    /// <exception cref="InvalidOperationException">No call is being handled, or its answer is deferred already.</exception>
    public LateAnswer Defer()
    {
        if (_underWay == null || _late != null) throw new InvalidOperationException("nothing to defer");
        _late = new LateAnswer(this, _underWay.MessageId!, _connection);
        return _late;
    }

    /// <summary>The connection is gone, and with it the answers that were still to come.</summary>
    public void OnLinkClosed() => _connection++;

    internal JsonWriter BeginLate(LateAnswer late)
    {
        if (late.IsSpent || _underWay != null) throw new InvalidOperationException("not the time for a late answer");
        Frames.Begin();
        _answer.StartArray();
        _answer.Number((int)FrameKind.CallResult);
        _answer.String(late.MessageId);
        return _answer;
    }

    internal void SendLate(LateAnswer late)
    {
        if (late.IsSpent) throw new InvalidOperationException("answered twice");
        late.IsSpent = true;
        _answer.EndArray();
        if (_answer.Overflowed) Refuse(late.MessageId, CallError.Internal("the answer is longer than a frame may be"));
        if (late.Connection == _connection) Sink?.Send(_answer);
    }

    private bool Answered(FrameReader frame, byte[] buffer)
    {
        ICallHandler? handler = Find(frame.Action);
        if (handler == null)
        {
            Refuse(frame.MessageId, CallError.NotImplemented(frame.Action));
            return true;
        }

        Frames.Begin();
        _answer.StartArray();
        _answer.Number((int)FrameKind.CallResult);
        _answer.Raw(buffer, frame.MessageIdStart, frame.MessageIdLength);
        Frames.Fields.Reset(buffer, frame.PayloadOffset, frame.PayloadLength);
        CallError? error = Run(handler);
        if (error != null)
        {
            if (_late != null) _late.IsSpent = true;
            Refuse(frame.MessageId, error);
            return true;
        }

        if (_late != null) return false;
        if (_answer.Overflowed) Refuse(frame.MessageId, CallError.Internal("the answer is longer than a frame may be"));
        return true;
    }

    /// <summary>Writes a CALLERROR to <see cref="Answer"/>.</summary>
    /// <param name="messageId">Id of the call, or null when it could not be read: "-1" stands for it then.</param>
    /// <param name="error">Why it is refused.</param>
    public void Refuse(string? messageId, CallError error)
    {
        Refusal = error;
        _log.Warning("ocpp", $"refused call {messageId ?? "(no id)"}: {error.Code} {error.Description}");
        string description = error.Description;
        if (description.Length > CallError.LongestDescription) description = description.Substring(0, CallError.LongestDescription);
        Frames.Begin();
        _answer.StartArray();
        _answer.Number((int)FrameKind.CallError);
        _answer.String(messageId ?? "-1");
        _answer.String(error.Code);
        _answer.String(description);
        _answer.StartObject();
        _answer.EndObject();
        _answer.EndArray();
    }

    private CallError? Run(ICallHandler handler)
    {
        try
        {
            int before = _answer.Length;
            CallError? error = handler.Handle(Frames.Fields, _answer);
            if (error != null) return error;
            bool written = _answer.Length != before;
            if (written == (_late != null)) throw new InvalidOperationException(written ? "a confirmation was written and deferred" : "no confirmation was written");
            if (_late != null) return null;
            _answer.EndArray();
            return null;
        }
        catch (Exception e)
        {
            _log.Error("ocpp", $"{handler.Action} failed: {e.Message}", e);
            return CallError.Internal("the operation failed");
        }
    }

    private ICallHandler? Find(string action)
    {
        ICallHandler[] handlers = _handlers;
        for (int i = 0; i < handlers.Length; i++)
        {
            if (handlers[i].Action == action) return handlers[i];
        }

        return null;
    }
}
