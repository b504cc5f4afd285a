using System.Text.Json;
using ChargePoint.Simulator.CentralSystem.Schemas;

namespace ChargePoint.Simulator.CentralSystem;

/// <summary>What the connections share.</summary>
internal sealed class SessionServices(MessageValidator validator, Responder responder, Ledger ledger, Func<DateTimeOffset> now)
{
    public MessageValidator Validator => validator;

    public Responder Responder => responder;

    public Func<DateTimeOffset> Now => now;

    public WaitableLog<Exchange> Exchanges { get; } = new(capacity: 5000);

    public WaitableLog<FrameRecord> Frames { get; } = new(capacity: 5000);

    public WaitableLog<ConnectionEvent> Connections { get; } = new(capacity: 1000);

    /// <summary>Keeps a violation.</summary>
    public void Record(string id, Finding finding, string subject, Sender origin) =>
        validator.Violations.Add(new Violation(now(), id, origin, subject, finding.ErrorCode, finding.Reason));

    /// <summary>Keeps which message a call makes the charge point send, for OCPP 1.6 §4.2 lets it while Pending.</summary>
    public void NoteAskedFor(string id, string action, JsonElement payload)
    {
        var message = action switch
        {
            "TriggerMessage" or "ExtendedTriggerMessage" => payload.Text("requestedMessage"),
            "GetDiagnostics" => "DiagnosticsStatusNotification",
            "UpdateFirmware" => "FirmwareStatusNotification",
            "SignedUpdateFirmware" => "SignedFirmwareStatusNotification",
            "GetLog" => "LogStatusNotification",
            _ => "",
        };
        if (message == "SignChargePointCertificate")
            message = "SignCertificate";
        if (validator.Operations.TryGetValue(message, out var operation) && operation.Sender.HasFlag(Sender.ChargePoint))
            ledger.Update(id, record => record with { AskedFor = record.AskedFor.Add(message) });
    }
}
