using System.Text.Json;
using ChargePoint.Simulator.CentralSystem;
using ChargePoint.Simulator.CentralSystem.Schemas;
using ChargePoint.Simulator.Tests.EndToEnd;

namespace ChargePoint.Simulator.Tests.Conformance;

/// <summary>
/// The Central System of a case: its answers are set by the case (cards, boot), every message is held against its schema, and all
/// calls of both sides are kept in the order in which they went over the socket. Its clock follows the simulated time.
/// </summary>
internal sealed class ConformanceCentralSystem : IAsyncDisposable
{
    public const string ChargePointId = "CONFORM";

    // Longer than any case: a Heartbeat comes when a case asks for it.
    public const int HeartbeatSeconds = 86_400;

    private readonly BuiltInCentralSystem _system;
    private readonly List<ConformanceMessage> _messages = [];
    private readonly Dictionary<string, ConformanceMessage> _unanswered = [];
    private readonly ChangeSignal _changed = new();
    private long _skippedSeconds;

    public ConformanceCentralSystem(OcppServerOptions? options = null)
    {
        _system = new BuiltInCentralSystem(options ?? new OcppServerOptions(), () => Now);
        _system.Responder.Boot = new BootAnswer("Accepted", HeartbeatSeconds);
        _system.Server.Frames.Added += OnFrame;
    }

    public DateTimeOffset Now => DateTimeOffset.UtcNow.AddSeconds(Interlocked.Read(ref _skippedSeconds));

    // Certificates are for a name.
    public string Url => _system.Server.Url.ToString().Replace("wss://127.0.0.1", "wss://localhost", StringComparison.Ordinal);

    public OcppServer Server => _system.Server;

    public CardRegister Cards => _system.Ledger.Cards;

    public Ledger Ledger => _system.Ledger;

    public BootAnswer Boot
    {
        set => _system.Responder.Boot = value;
    }

    public IReadOnlyList<string> Violations =>
        [.. _system.Validator.Violations.Snapshot().Select(found => $"{found.Origin} {found.Subject}: {found.Reason} ({found.ErrorCode})")];

    /// <summary>The calls of both sides in the order in which they were sent.</summary>
    public IReadOnlyList<ConformanceMessage> Messages
    {
        get
        {
            lock (_messages) return [.. _messages];
        }
    }

    public Task StartAsync() => _system.StartAsync();

    /// <summary>The simulated time has moved on.</summary>
    public void Skip(int seconds) => Interlocked.Add(ref _skippedSeconds, seconds);

    /// <summary>Calls the charge point and gives its answer, which may be an error.</summary>
    public async Task<CallOutcome> CallAsync(string action, object payload)
    {
        CallOutcome outcome = await _system.Server.CallAsync(ChargePointId, action, JsonSerializer.Serialize(payload), SimulatorProcess.Deadline);
        if (outcome.End is not (CallEnd.Result or CallEnd.Error)) throw new AssertFailedException($"{action}: {outcome.ErrorDescription}");
        return outcome;
    }

    /// <summary>Returns once the condition holds for the messages; false when it does not come to hold.</summary>
    public async Task<bool> UntilAsync(Func<bool> condition)
    {
        try
        {
            await _changed.WaitUntilAsync(condition, SimulatorProcess.Deadline);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    private void OnFrame(FrameRecord record)
    {
        if (!OcppFrame.TryParse(record.Text, out OcppFrame? frame, out _)) return;
        lock (_messages)
        {
            if (frame!.Kind == FrameKind.Call)
            {
                ConformanceMessage message = new(record.From == Sender.ChargePoint, frame.MessageId, frame.Name, frame.Payload);
                _messages.Add(message);
                _unanswered[frame.MessageId] = message;
            }
            else if (_unanswered.Remove(frame.MessageId, out ConformanceMessage? call))
            {
                call.Answer(frame);
            }
        }

        _changed.Raise();
    }
}
