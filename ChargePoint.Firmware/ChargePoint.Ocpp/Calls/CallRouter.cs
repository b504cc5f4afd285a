using System;
using System.Collections;
using ChargePoint.Runtime;

namespace ChargePoint.Ocpp;

/// <summary>
/// Answers the calls of the Central System: finds the operation's handler and writes its confirmation or a CALLERROR into
/// one buffer. Every call gets exactly one answer, and no exception of a handler gets past here.
/// </summary>
public sealed class CallRouter
{
    private readonly ArrayList _handlers = new();
    private readonly Fields _fields = new(new JsonReader());
    private readonly JsonWriter _answer;
    private readonly Log _log;

    /// <summary>Makes a router without operations.</summary>
    /// <param name="answerBuffer">Holds the answer while it is written: its length limits answers.</param>
    /// <param name="log">Log.</param>
    public CallRouter(byte[] answerBuffer, Log log)
    {
        _answer = new JsonWriter(answerBuffer);
        _log = log;
    }

    /// <summary>Adds an operation.</summary>
    /// <param name="handler">Its handler; a second one for the same action is a bug.</param>
    public void Add(ICallHandler handler)
    {
        if (Find(handler.Action) != null) throw new ArgumentException($"two handlers for {handler.Action}");
        _handlers.Add(handler);
    }

    /// <summary>The answer written last.</summary>
    public JsonWriter Answer => _answer;

    /// <summary>Carries out a call and writes its answer to <see cref="Answer"/>.</summary>
    /// <param name="frame">The call, well-formed.</param>
    /// <param name="buffer">Buffer that holds the frame.</param>
    public void Handle(FrameReader frame, byte[] buffer)
    {
        string id = frame.MessageId!;
        ICallHandler? handler = Find(frame.Action);
        if (handler == null)
        {
            Refuse(id, CallError.NotImplemented(frame.Action));
            return;
        }

        _answer.Reset();
        _answer.StartArray();
        _answer.Number((int)FrameKind.CallResult);
        _answer.String(id);
        _fields.Reset(buffer, frame.PayloadOffset, frame.PayloadLength);
        CallError? error = Run(handler);
        if (error != null)
        {
            Refuse(id, error);
            return;
        }

        if (_answer.Overflowed) Refuse(id, CallError.Internal("the answer is longer than a frame may be"));
    }

    /// <summary>Writes a CALLERROR to <see cref="Answer"/>.</summary>
    /// <param name="messageId">Id of the call, or null when it could not be read: "-1" stands for it then.</param>
    /// <param name="error">Why it is refused.</param>
    public void Refuse(string? messageId, CallError error)
    {
        _log.Warning("ocpp", $"refused call {messageId ?? "(no id)"}: {error.Code} {error.Description}");
        string description = error.Description;
        if (description.Length > CallError.LongestDescription) description = description.Substring(0, CallError.LongestDescription);
        _answer.Reset();
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
            CallError? error = handler.Handle(_fields, _answer);
            if (error != null) return error;
            if (_answer.Length == before) throw new InvalidOperationException("no confirmation was written");
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
        for (int i = 0; i < _handlers.Count; i++)
        {
            ICallHandler handler = (ICallHandler)_handlers[i]!;
            if (handler.Action == action) return handler;
        }

        return null;
    }
}
