using System;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Ocpp;

namespace ChargePoint.Maintenance;

/// <summary>
/// FirmwareStatusNotification and DiagnosticsStatusNotification (OCPP 1.6 sections 4.4 and 4.5), and of the security whitepaper
/// LogStatusNotification and SignedFirmwareStatusNotification, which name the request: tells each stage in the order in which
/// they were reached, also after an outage, and the present one when the Central System asks for it (TriggerMessage).
/// </summary>
public sealed class StageNotifier : OutboundCall, ICallSource, ITriggeredMessage
{
    /// <summary>What is told when nothing is going on.</summary>
    public const string Idle = "Idle";

    /// <summary>Most stages that wait to be told; with more, the oldest are left out.</summary>
    public const int MostWaiting = 8;

    /// <summary>Stands for a stage that belongs to no numbered request.</summary>
    public const int NoRequest = int.MinValue;

    private readonly CallQueue _queue;
    private string?[]? _waiting; // made for the first stage: most charge points are updated once in a year
    private int[]? _requests; // made with the first stage that belongs to a numbered request
    private int _count;
    private int _presentRequest = NoRequest;
    private bool _triggered;
    private bool _sendsTriggered;

    /// <summary>Makes a notifier at rest.</summary>
    /// <param name="action">The operation that tells the stages.</param>
    /// <param name="queue">Sends it.</param>
    public StageNotifier(string action, CallQueue queue)
    {
        Action = action;
        _queue = queue;
    }

    /// <inheritdoc/>
    public override string Action { get; }

    /// <summary>The present stage.</summary>
    public string Present { get; private set; } = Idle;

    /// <summary>True while a stage waits to be told.</summary>
    public bool IsTelling => _count > 0;

    /// <summary>Called when all stages are told, or null.</summary>
    public Action? Told { get; set; }

    /// <summary>A stage is reached: it is told.</summary>
    /// <param name="stage">Its name in OCPP.</param>
    /// <param name="isEnd">True for the last one: nothing is going on afterwards.</param>
    /// <param name="requestId">Number of the request that it belongs to, or <see cref="NoRequest"/>.</param>
    public void Tell(string stage, bool isEnd, int requestId = NoRequest)
    {
        Present = isEnd ? Idle : stage;
        _presentRequest = isEnd ? NoRequest : requestId;
        if (_count == MostWaiting) RemoveFirst();
        _waiting ??= StringArray.OfNull(MostWaiting);
        if (requestId != NoRequest && _requests == null)
        {
            _requests = new int[MostWaiting];
            for (int i = 0; i < _count; i++) _requests[i] = NoRequest;
        }

        if (_requests != null) _requests[_count] = requestId;
        _waiting[_count++] = stage;
        _queue.Wake();
    }

    /// <summary>The Central System asks for the present stage.</summary>
    public void Trigger()
    {
        _triggered = true;
        _queue.Wake();
    }

    /// <inheritdoc/>
    public OutboundCall? NextCall(SendPermission permission)
        => _triggered || (_count > 0 && permission == SendPermission.Everything) ? this : null;

    /// <inheritdoc/>
    public override void WriteRequest(JsonWriter request)
    {
        // What waits goes first, so that the stages keep their order; while nothing but what was asked for may be sent, it has to wait.
        _sendsTriggered = _triggered && (_count == 0 || _queue.Permission != SendPermission.Everything);
        if (_sendsTriggered) _triggered = false;
        request.StartObject();
        request.Member("status", _sendsTriggered ? Present : _waiting![0]);
        int requestId = _sendsTriggered ? _presentRequest : _requests == null ? NoRequest : _requests[0];
        if (requestId != NoRequest) request.Member("requestId", requestId);
        request.EndObject();
    }

    /// <inheritdoc/>
    public override CallError? OnConfirmation(Fields confirmation)
    {
        confirmation.BeginObject();
        if (confirmation.Error != null) return confirmation.Error;
        Settle();
        return null;
    }

    /// <summary>One that was lost on the way is told again; one that the Central System refuses or does not answer is not.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="detail">More about it.</param>
    public override void OnFailure(CallFailure failure, string detail)
    {
        if (failure != CallFailure.LinkLost) Settle();
    }

    private void Settle()
    {
        if (_sendsTriggered || _count == 0) return;
        RemoveFirst();
        if (_count == 0) Told?.Invoke();
    }

    private void RemoveFirst()
    {
        _count--;
        for (int i = 0; i < _count; i++)
        {
            _waiting![i] = _waiting[i + 1];
            if (_requests != null) _requests[i] = _requests[i + 1];
        }
    }
}
