using System.Text;
using ChargePoint.Ocpp;

namespace ChargePoint.Console;

/// <summary>ocpp call: sends any call that a charge point may send, and prints the answer.</summary>
public sealed class OcppCommand : IConsoleCommand, IWordSource, ICallSource
{
    /// <summary>Longest payload in bytes.</summary>
    public const int LongestPayload = 2048;

    private static string[] Actions =>
    [
        "Authorize", "BootNotification", "DataTransfer", "DiagnosticsStatusNotification", "FirmwareStatusNotification", "Heartbeat", "LogStatusNotification",
        "MeterValues", "SecurityEventNotification", "SignCertificate", "SignedFirmwareStatusNotification", "StartTransaction", "StatusNotification", "StopTransaction",
    ];

    private readonly CallQueue _queue;
    private readonly CentralSystemLink _link;
    private readonly JsonReader _scratch = new();
    private ManualCall? _waiting;
    private bool _underWay;

    /// <summary>Makes the command.</summary>
    /// <param name="queue">Sends the call.</param>
    /// <param name="link">Tells whether anything can be sent.</param>
    public OcppCommand(CallQueue queue, CentralSystemLink link)
    {
        _queue = queue;
        _link = link;
    }

    /// <inheritdoc/>
    public string Forms => "!ocpp call ACTION [JSON...] -- sends a call to the Central System, prints the answer";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        string action = line.Word(2);
        byte[] payload = Encoding.UTF8.GetBytes(line.Count > 3 ? line.From(3) : "{}");
        string problem = Problem(action, payload);
        if (problem.Length > 0)
        {
            reply.Fail(problem);
            return;
        }

        _waiting = new ManualCall(this, action, payload, reply);
        _queue.Wake();
    }

    /// <inheritdoc/>
    public string? WordFor(string placeholder, int index) => placeholder == "ACTION" && index < Actions.Length ? Actions[index] : null;

    /// <inheritdoc/>
    public OutboundCall? NextCall(SendPermission permission)
        => permission == SendPermission.Everything && !_underWay ? _waiting : null;

    /// <summary>The connection is gone: a call that was not sent yet fails, since whoever typed it waits.</summary>
    public void OnOffline() => _waiting?.OnFailure(CallFailure.LinkLost, "connection lost");

    internal void OnSent() => _underWay = true;

    internal void OnSettled()
    {
        _waiting = null;
        _underWay = false;
    }

    private string Problem(string action, byte[] payload)
    {
        bool known = false;
        foreach (string name in Actions) known |= name == action;
        if (!known) return $"a charge point does not send {action}";
        if (payload.Length > LongestPayload) return $"the payload is longer than {LongestPayload} bytes";
        JsonError error = JsonReader.Validate(_scratch, payload, 0, payload.Length, out int position);
        if (error != JsonError.None) return $"the payload is not JSON: {JsonReader.Describe(error)} at byte {position}";
        _scratch.Reset(payload, 0, payload.Length);
        if (_scratch.Read() != JsonToken.StartObject) return "the payload is not an object";
        if (_waiting != null) return "another call waits for its answer";
        if (!_link.IsOnline) return "not connected to the Central System";
        return _queue.Permission == SendPermission.Everything ? "" : "not accepted by the Central System";
    }

    private sealed class ManualCall : OutboundCall
    {
        private readonly OcppCommand _command;
        private readonly byte[] _payload;
        private readonly IConsoleReply _reply;

        public ManualCall(OcppCommand command, string action, byte[] payload, IConsoleReply reply)
        {
            _command = command;
            Action = action;
            _payload = payload;
            _reply = reply;
        }

        public override string Action { get; }

        public override void WriteRequest(JsonWriter request)
        {
            _command.OnSent();
            request.Raw(_payload, 0, _payload.Length);
        }

        public override CallError? OnConfirmation(Fields confirmation)
        {
            _command.OnSettled();
            _reply.Line(confirmation.RawText());
            _reply.Done();
            return null;
        }

        public override void OnFailure(CallFailure failure, string detail)
        {
            _command.OnSettled();
            _reply.Fail(detail);
        }
    }
}
