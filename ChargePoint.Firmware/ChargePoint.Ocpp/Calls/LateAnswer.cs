using System;

namespace ChargePoint.Ocpp;

/// <summary>Sends an answer to the Central System.</summary>
public interface IAnswerSink
{
    /// <summary>Sends a message that is complete.</summary>
    /// <param name="message">The message.</param>
    void Send(JsonWriter message);
}

/// <summary>
/// The answer to a call whose outcome is not known while the call is handled (a lock has to move first). Its handler gets it from
/// <see cref="CallRouter.Defer"/>, returns without having written a confirmation, and answers later, exactly once, within a bounded time.
/// <code>
/// _answer = _router.Defer();   // in Handle
/// ...
/// JsonWriter confirmation = _answer.Begin();   // on a later turn of the loop
/// confirmation.StartObject();
/// ...
/// _answer.Send();
/// </code>
/// </summary>
public sealed class LateAnswer
{
    private readonly CallRouter _router;

    internal LateAnswer(CallRouter router, string messageId, int connection)
    {
        _router = router;
        MessageId = messageId;
        Connection = connection;
    }

    /// <summary>Id of the call.</summary>
    internal string MessageId { get; }

    /// <summary>Connection that the call came over: the answer goes over no other.</summary>
    internal int Connection { get; }

    /// <summary>True once it was sent, or the call was answered otherwise.</summary>
    internal bool IsSpent { get; set; }

    /// <summary>Begins the confirmation. To be called on a turn of the loop of its own, never while a call is handled.</summary>
    /// <returns>Receives the confirmation: one object.</returns>
    /// <exception cref="InvalidOperationException">It was sent already, or a call is being handled.</exception>
    public JsonWriter Begin() => _router.BeginLate(this);

    /// <summary>Sends the confirmation. If the connection that the call came over is gone, so is the answer.</summary>
    public void Send() => _router.SendLate(this);
}
