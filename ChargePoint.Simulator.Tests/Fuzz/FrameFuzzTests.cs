using System.Text;
using System.Text.Json;

namespace ChargePoint.Simulator.Tests.Fuzz;

/// <summary>
/// Messages from the Central System that are valid, nearly valid or nothing of the kind, to a charge point that charges: each call has exactly one
/// answer, nothing but an accepted call changes what is kept, and the charge point goes on.
/// </summary>
[TestClass]
[DoNotParallelize]
public sealed class FrameFuzzTests
{
    private const int EpisodeLength = 800;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Whatever_the_Central_System_says_the_charge_point_answers_and_keeps_its_state()
    {
        FuzzRun run = new("frames", 400, TestContext);
        FrameInputs inputs = new(run);
        FuzzStation station = FuzzStation.Charging();
        FrameOracle oracle = new(run, station);
        run.Begin(station);
        while (run.Next())
        {
            if (run.Index % EpisodeLength == EpisodeLength - 1)
            {
                oracle.EndEpisode();
                run.End(station);
                station = FuzzStation.Charging();
                oracle = new FrameOracle(run, station);
                run.Begin(station);
            }

            Disturb(run, station);
            byte[] input = inputs.Next(oracle.OpenCall);
            oracle.Check(input);
        }

        oracle.EndEpisode();
        run.Report($"results of {oracle.Reached} of {FrameGrammar.CallCount} operations");
    }

    // The world goes on meanwhile.
    private static void Disturb(FuzzRun run, FuzzStation station)
    {
        switch (run.Random.Next(120))
        {
            case 0: station.Board.Connector(1).Plug(); break;
            case 1: station.Board.Connector(1).Unplug(); break;
            case 2 or 3: station.Board.Reader.Present("CARD1"); break;
            case 4: station.Run(70_000, 500); break;
            case 5: station.PowerCycle(); break;
            case 6: station.CentralSystem.Stream?.Fail(Hal.TransportError.Reset); break;
            default: return;
        }

        run.Count("disturbances");
    }
}

/// <summary>Makes messages: from the grammar, from what showed something new before, and from damage.</summary>
internal sealed class FrameInputs
{
    private readonly FuzzRun _run;
    private readonly Random _random;
    private readonly FrameGrammar _grammar;
    private readonly Mutator _mutator;
    private int _lastId;

    public FrameInputs(FuzzRun run)
    {
        _run = run;
        _random = run.Random;
        _grammar = new FrameGrammar(_random) { Certificates = FuzzCertificates.Pems };
        _mutator = new Mutator(_random);
    }

    /// <summary>The next message.</summary>
    /// <param name="open">A call of the charge point that waits for its answer (action and id), or null.</param>
    public byte[] Next((string Action, string Id)? open)
    {
        if (open is var (action, id))
        {
            string reply = $"[3,\"{id}\",{_grammar.Reply(action)}]";
            if (_random.Next(8) == 0) reply = $"[4,\"{id}\",\"InternalError\",\"because\",{{}}]";
            return Damaged(reply, _random.Next(4));
        }

        if (_run.Corpus.Count > 0 && _random.Next(4) == 0) return Damaged(Encoding.UTF8.GetString(_run.Corpus[_random.Next(_run.Corpus.Count)]), _random.Next(3));
        string call = _grammar.Call("f" + (++_lastId), out _);
        return Damaged(call, Math.Max(0, _random.Next(5) - 1));
    }

    private byte[] Damaged(string text, int times)
    {
        int raw = 0;
        for (int i = 0; i < times; i++)
        {
            int payload = text.IndexOf('{');
            if (_random.Next(6) == 0) raw++;
            else if (payload > 0 && text[^1] == ']' && _random.Next(5) > 0) text = text[..payload] + _mutator.Json(text[payload..^1], Other()) + "]";
            else text = _mutator.Json(text, Other());
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        for (int i = 0; i < raw; i++) bytes = _mutator.Raw(bytes, Encoding.UTF8.GetBytes(Other()));
        return bytes;
    }

    private string Other() => _grammar.Call("o", out _);
}

/// <summary>What has to hold after each message.</summary>
internal sealed class FrameOracle
{
    private const int LongestMessage = Firmware.ChargePoint.LongestMessage;

    // Request and answer share one buffer: to a request that fills it, a long answer has no room. That is told.
    private const string TooLong = "the answer is longer than a frame may be";

    private static readonly string[] StateNames = ["configuration", "local list", "availability", "certificates"];
    private static readonly HashSet<string> ReachedActions = new(StringComparer.Ordinal);
    private static readonly Simulator.CentralSystem.MessageValidator Validator = new();

    // An answer is accepted for the change of a part of the state
    private static readonly string[][] MayChange =
    [
        ["ChangeConfiguration"],
        ["SendLocalList"],
        ["ChangeAvailability"],
        ["InstallCertificate", "DeleteCertificate"],
    ];

    private static readonly HashSet<string> ErrorCodes =
    [
        "NotImplemented", "NotSupported", "InternalError", "ProtocolError", "SecurityError", "FormationViolation", "PropertyConstraintViolation", "OccurrenceConstraintViolation",
        "TypeConstraintViolation", "GenericError",
    ];

    private readonly FuzzRun _run;
    private readonly FuzzStation _station;
    private readonly Queue<(string Action, string Id)> _open = new();
    private string[] _state;
    private byte[] _input = [];
    private int _restarts;

    public FrameOracle(FuzzRun run, FuzzStation station)
    {
        _run = run;
        _station = station;
        _state = station.State();
        station.CentralSystem.Answer = Answer;
    }

    /// <summary>Operations that were answered with a CALLRESULT in any episode.</summary>
    public int Reached => ReachedActions.Count;

    /// <summary>A call of the charge point that the next message may answer.</summary>
    public (string Action, string Id)? OpenCall => _open.TryDequeue(out (string, string) call) ? call : null;

    /// <summary>Sends a message and checks all that has to hold.</summary>
    public void Check(byte[] input)
    {
        _input = input;
        if (!ComeBack()) return;
        List<string> received = _station.CentralSystem.Received;
        received.Clear();
        _restarts = _station.Restarts;
        if (_station.ChargePoint.Registration.Status == Features.RegistrationStatus.Rejected) _station.PowerCycle();
        _station.CentralSystem.Deliver(input);
        _station.Run(60);
        (string? id, bool isAnswer) = Wanted(input);
        List<string> answers = [.. received.Where(frame => !frame.StartsWith("[2,", StringComparison.Ordinal))];
        if (id != null && answers.Count == 0 && IsUndisturbed)
        {
            // A lock takes its time
            _station.Run(20_000);
            answers = [.. received.Where(frame => !frame.StartsWith("[2,", StringComparison.Ordinal))];
        }

        if (_station.Limits() is { } problem) Fail(problem);
        if (!IsUndisturbed)
        {
            _run.Count("restarts and reconnections");
            if (answers.Count > 1) Fail($"{answers.Count} answers");
        }
        else
        {
            CheckAnswers(answers, id, isAnswer);
        }

        CheckState(answers);
        foreach (string frame in received) CheckFrame(frame);
        _run.Learn(input, answers.Count > 0 ? answers[0] + _station.LastLine : _station.LastLine);
        Probe();
    }

    /// <summary>After an episode: with a friendly Central System everything is told in the end.</summary>
    public void EndEpisode()
    {
        _station.CentralSystem.Answer = _station.Friendly;
        _input = [];
        _station.PowerCycle();
        if (!_station.RunUntilOnline()) Fail("does not come back after a restart");
        _station.Run(600_000, 500);
        if (_station.ChargePoint.Transactions.Waiting > _station.ChargePoint.Transactions.Exhausted) Fail($"{_station.ChargePoint.Transactions.Waiting} transaction messages are never sent");
        if (_station.Limits() is { } problem) Fail(problem);
        _run.Count("episodes");
    }

    private bool IsUndisturbed => _station.Restarts == _restarts && _station.CentralSystem.IsOpen;

    private byte[]? Answer(string action, string id, string frame)
    {
        CheckFrame(frame);
        if (_open.Count > 3 || _run.Random.Next(4) > 0) return _station.Friendly(action, id, frame);
        _open.Enqueue((action, id));
        return null;
    }

    // A call that is still open may keep the charge point from being registered.
    private bool ComeBack()
    {
        if (_station.IsOnline) return true;
        _station.CentralSystem.Answer = _station.Friendly;
        _open.Clear();
        bool back = _station.ChargePoint.Registration.Status != Features.RegistrationStatus.Rejected && _station.RunUntilOnline(150_000);
        if (!back)
        {
            // Told to wait for hours, or rejected for good: as a technician would
            _station.PowerCycle();
            _run.Count("power cycles since it was told to wait");
            if (!_station.RunUntilOnline()) Fail("does not come back");
        }

        if (_station.Limits() is { } problem) Fail(problem);
        _station.CentralSystem.Answer = Answer;
        _state = _station.State();
        return true;
    }

    // Id of a message that is a call beyond doubt, and whether it is an answer beyond doubt.
    private static (string? Id, bool IsAnswer) Wanted(byte[] input)
    {
        if (input.Length > LongestMessage) return (null, false);
        try
        {
            using JsonDocument document = JsonDocument.Parse(input);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() < 2 || root[1].ValueKind != JsonValueKind.String) return (null, false);
            string kind = root[0].GetRawText();
            string id = root[1].GetString()!;
            if (kind is "3" or "4") return (null, true);
            return kind == "2" && id.Length is >= 1 and <= 36 && id.All(char.IsAscii) && !id.Contains('\0') ? (id, false) : (null, false);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, false);
        }
    }

    private void CheckAnswers(List<string> answers, string? id, bool isAnswer)
    {
        if (answers.Count > 1) Fail($"{answers.Count} answers: {string.Join(' ', answers)}");
        if (isAnswer && answers.Count > 0) Fail($"an answer is answered: {answers[0]}");
        if (id != null && answers.Count == 0) Fail("no answer");
        if (id != null && JsonDocument.Parse(answers[0]).RootElement[1].GetString() != id) Fail($"answered with another id: {answers[0]}");
        _run.Count(answers.Count == 0 ? "without answer" : answers[0][1] == '3' ? "results" : "errors " + JsonDocument.Parse(answers[0]).RootElement[2].GetString());
    }

    private void CheckState(List<string> answers)
    {
        string[] state = _station.State();
        string accepted = answers.Count == 1 && answers[0].StartsWith("[3,", StringComparison.Ordinal) && !answers[0].Contains("\"Rejected\"", StringComparison.Ordinal) ? ActionOf(_input) : "";
        if (answers.Count == 1 && answers[0].StartsWith("[3,", StringComparison.Ordinal)) ReachedActions.Add(ActionOf(_input));
        for (int i = 0; i < state.Length; i++)
        {
            if (state[i] == _state[i]) continue;
            if (!MayChange[i].Contains(accepted)) Fail($"{StateNames[i]} changed from {_state[i]} to {state[i]} without an accepted call ({string.Join(' ', answers)})");
            _run.Count("accepted changes of " + StateNames[i]);
        }

        _state = state;
    }

    // All that it says is JSON, and what it calls is as its schema says.
    private void CheckFrame(string frame)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(frame);
            JsonElement root = document.RootElement;
            int kind = root[0].GetInt32();
            if (kind == 4 && (root.GetArrayLength() != 5 || !ErrorCodes.Contains(root[2].GetString()!) || root[3].GetString()!.Length > 255)) Fail($"a wrong error: {frame}");
            if (kind == 4 && root[2].GetString() == "InternalError" && !frame.Contains(TooLong, StringComparison.Ordinal)) Fail($"an internal error: {frame}");
            if (kind == 2 && Validator.CheckRequest(root[2].GetString()!, root[3], Simulator.CentralSystem.Schemas.Sender.ChargePoint) is { } wrong) Fail($"{wrong.Reason}: {frame}");
            if (kind == 3 && root.GetArrayLength() != 3) Fail($"a wrong result: {frame}");
            if (kind == 3 && IsUndisturbed && Validator.CheckReply(ActionOf(_input), root[2]) is { } finding && !IsCountedOtherwise(frame, finding.Reason)) Fail($"{finding.Reason}: {frame}");
        }
        catch (JsonException e)
        {
            Fail($"no JSON ({e.Message}): {frame}");
        }
    }

    // JSON schema counts characters, the validator halves of surrogate pairs.
    private static bool IsCountedOtherwise(string frame, string reason) => reason.Contains("is longer than", StringComparison.Ordinal) && frame.Any(char.IsSurrogate);

    private void Probe()
    {
        if (!_station.IsOnline || _station.ChargePoint.Restart.IsUnderWay) return;
        List<string> received = _station.CentralSystem.Received;
        received.Clear();
        _restarts = _station.Restarts;
        _station.Say("""[2,"probe","GetConfiguration",{"key":["NumberOfConnectors"]}]""");
        if (!IsUndisturbed) return;
        if (!received.Any(frame => frame.StartsWith("[3,\"probe\",{\"configurationKey\":[{\"key\":\"NumberOfConnectors\"", StringComparison.Ordinal)))
            Fail($"the next call is not answered, but: {string.Join(' ', received)}");
        _station.Run(40);
    }

    private static string ActionOf(byte[] input)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(input);
            return document.RootElement[2].GetString() ?? "";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IndexOutOfRangeException)
        {
            return "";
        }
    }

    private void Fail(string why) => _run.Fail(why, _input);
}
