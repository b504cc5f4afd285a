using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChargePoint.Simulator.CentralSystem.Schemas;

namespace ChargePoint.Simulator.CentralSystem;

/// <summary>The <c>cs ...</c> commands: what an operator does at the Central System.</summary>
public sealed class CentralSystemCommands
{
    private const int MaxListed = 50;

    private readonly OcppServer _server;
    private readonly Ledger _ledger;
    private readonly Responder _responder;
    private readonly MessageValidator _validator;
    private readonly Command[] _commands;
    private string? _chosen;

    /// <summary>The commands of one Central System.</summary>
    public CentralSystemCommands(OcppServer server, Ledger ledger, Responder responder, MessageValidator validator)
    {
        _server = server;
        _ledger = ledger;
        _responder = responder;
        _validator = validator;
        _commands =
        [
            new("remote-start", "C TAG", "start charging at connector C with card TAG", RemoteStartAsync),
            new("remote-stop", "[TRANSACTION | C]", "stop a transaction, by its id or its connector; the only one that runs", RemoteStopAsync),
            new("reset", "soft | hard", "restart the charge point", ResetAsync),
            new("trigger", "MESSAGE [C]", "ask for a message, such as StatusNotification 1", TriggerAsync),
            new("get", "[KEY ...]", "read configuration keys, or all", GetAsync),
            new("set", "KEY VALUE", "change a configuration key", SetAsync),
            new("call", "ACTION JSON", "send any call, right or wrong, and show the answer", CallAsync),
            new("send", "TEXT", "send a text frame as it is", SendAsync),
            new("boot", "accepted | pending | rejected [SECONDS]", "how following BootNotifications are answered", BootAsync),
            new("transactions", "", "the transactions", TransactionsAsync),
            new("violations", "", "what broke OCPP 1.6", ViolationsAsync),
            new("use", "[IDENTITY]", "the charge point that commands are for, when there are several", UseAsync),
            new("help", "", "this list", HelpAsync),
        ];
    }

    /// <summary>How long a charge point has to answer.</summary>
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Runs a command, with or without <c>cs</c> in front. Gives the lines to print and, when it failed, a reason of one line;
    /// a command with wrong arguments changes nothing.
    /// </summary>
    public async Task<(IReadOnlyList<string> Lines, string? Error)> ExecuteAsync(string line)
    {
        var (first, rest) = Split(line);
        if (first == "cs")
            (first, rest) = Split(rest);
        if (first.Length == 0)
            first = "help";
        var command = Array.Find(_commands, known => known.Name == first);
        if (command is null)
            return ([], $"unknown command 'cs {Wording.Safe(first, 40)}'; try 'cs help'");
        try
        {
            var lines = await command.Run(rest).ConfigureAwait(false);
            return (lines, null);
        }
        catch (CommandFailure failure)
        {
            return ([], failure.IsUsage ? $"usage: cs {command.Name} {command.Arguments}".TrimEnd() : failure.Message);
        }
    }

    private Task<IReadOnlyList<string>> HelpAsync(string arguments)
    {
        Words(arguments, 0, 0);
        return Lines(_commands.Select(command => $"{("cs " + command.Name + " " + command.Arguments).PadRight(48)} {command.Help}"));
    }

    private async Task<IReadOnlyList<string>> RemoteStartAsync(string arguments)
    {
        var words = Words(arguments, 2, 2);
        var request = new JsonObject { ["connectorId"] = Number(words[0]), ["idTag"] = words[1] };
        return await AskAsync("RemoteStartTransaction", request).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<string>> RemoteStopAsync(string arguments)
    {
        var words = Words(arguments, 0, 1);
        var id = Target();
        var running = _ledger.Transactions.Where(known => known.IsRunning && known.ChargePointId == id).ToArray();
        int transactionId;
        if (words.Length == 0)
        {
            transactionId = running.Length == 1
                ? running[0].TransactionId
                : throw new CommandFailure(running.Length == 0 ? "no transaction is running" : "several transactions are running: say which");
        }
        else
        {
            // A number that is both a running transaction and a connector means the transaction, as the argument's name says first.
            var number = Number(words[0]);
            var chosen = Array.Find(running, known => known.TransactionId == number) ?? Array.Find(running, known => known.ConnectorId == number);
            transactionId = chosen?.TransactionId ?? throw new CommandFailure($"no transaction is running with id or at connector {number}");
        }

        return await AskAsync("RemoteStopTransaction", new JsonObject { ["transactionId"] = transactionId }).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<string>> ResetAsync(string arguments)
    {
        var type = Words(arguments, 1, 1)[0] switch
        {
            "soft" => "Soft",
            "hard" => "Hard",
            _ => throw CommandFailure.Usage(),
        };
        return await AskAsync("Reset", new JsonObject { ["type"] = type }).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<string>> TriggerAsync(string arguments)
    {
        var words = Words(arguments, 1, 2);
        var action = Array.Find(["TriggerMessage", "ExtendedTriggerMessage"], name => TriggersOf(name).Contains(words[0]))
            ?? throw new CommandFailure($"'{Wording.Safe(words[0], 40)}' cannot be triggered; one of: "
                + string.Join(", ", TriggersOf("TriggerMessage").Union(TriggersOf("ExtendedTriggerMessage"))));
        var request = new JsonObject { ["requestedMessage"] = words[0] };
        if (words.Length == 2)
            request["connectorId"] = Number(words[1]);
        return await AskAsync(action, request).ConfigureAwait(false);
    }

    private IReadOnlyList<string> TriggersOf(string action) =>
        ((EnumType)_validator.Operations[action].Request.Fields.First(field => field.Name == "requestedMessage").Type).Values;

    private async Task<IReadOnlyList<string>> GetAsync(string arguments)
    {
        var keys = Words(arguments, 0, int.MaxValue);
        var request = new JsonObject();
        if (keys.Length > 0)
            request["key"] = new JsonArray([.. keys.Select(key => JsonValue.Create(key))]);
        var (outcome, _) = await ExchangeAsync("GetConfiguration", request.ToJsonString()).ConfigureAwait(false);
        var known = outcome.Payload.Items("configurationKey").Select(entry =>
            $"{Wording.Safe(entry.Text("key"))} = {Wording.Safe(entry.Text("value"))}{(entry.Text("readonly") == "true" ? "  (read-only)" : "")}");
        var unknown = outcome.Payload.Items("unknownKey").Select(key => $"{Wording.Safe(key.ToString())} is not known");
        return [.. known, .. unknown];
    }

    private async Task<IReadOnlyList<string>> SetAsync(string arguments)
    {
        var (key, value) = Split(arguments);
        if (key.Length == 0 || value.Length == 0)
            throw CommandFailure.Usage();
        return await AskAsync("ChangeConfiguration", new JsonObject { ["key"] = key, ["value"] = value }).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<string>> CallAsync(string arguments)
    {
        var (action, json) = Split(arguments);
        if (action.Length == 0)
            throw CommandFailure.Usage();
        if (json.Length == 0)
            json = "{}";
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new CommandFailure("the payload of a call is a JSON object");
        }
        catch (JsonException wrong)
        {
            throw new CommandFailure("not JSON: " + wrong.Message.ReplaceLineEndings(" "));
        }

        var (outcome, remarks) = await ExchangeAsync(action, json).ConfigureAwait(false);
        return [Wording.Safe(outcome.Payload.GetRawText()), .. remarks];
    }

    private async Task<IReadOnlyList<string>> SendAsync(string text)
    {
        if (text.Length == 0)
            throw CommandFailure.Usage();
        var id = Target();
        return await _server.SendRawAsync(id, text).ConfigureAwait(false)
            ? [$"sent {text.Length} characters to {Wording.Safe(id)}"]
            : throw new CommandFailure("the connection was lost");
    }

    private Task<IReadOnlyList<string>> BootAsync(string arguments)
    {
        var words = Words(arguments, 1, 2);
        var status = words[0] switch
        {
            "accepted" => "Accepted",
            "pending" => "Pending",
            "rejected" => "Rejected",
            _ => throw CommandFailure.Usage(),
        };
        var interval = words.Length == 2 ? Number(words[1]) : _responder.Boot.IntervalSeconds;
        _responder.Boot = new BootAnswer(status, interval);
        return Lines([$"following BootNotifications are {words[0]}, interval {interval} s"]);
    }

    private Task<IReadOnlyList<string>> TransactionsAsync(string arguments)
    {
        Words(arguments, 0, 0);
        var all = _ledger.Transactions;
        return Lines(all.Count == 0 ? ["no transaction yet"] : Newest(all).Select(Describe));
    }

    private static string Describe(TransactionRecord transaction)
    {
        var head = $"{transaction.TransactionId}  {Wording.Safe(transaction.ChargePointId)}  connector {transaction.ConnectorId}"
            + $"  card {(transaction.IdTag.Length == 0 ? "?" : Wording.Safe(transaction.IdTag))}";
        var start = transaction.StartedAt?.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture) ?? "?";
        if (transaction.StoppedAt is not { } stoppedAt)
            return $"{head}  since {start}  running{Progress(transaction)}";
        var stop = stoppedAt.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        var energy = transaction.EnergyWh is { } energyWh ? Wording.KilowattHours(energyWh) : "energy unknown";
        return $"{head}  {start} to {stop}  {energy}  {Wording.Safe(transaction.Reason)}";
    }

    private static string Progress(TransactionRecord transaction)
    {
        var newest = transaction.Samples.LastOrDefault(
            sample => sample is { Measurand: "Energy.Active.Import.Register", Unit: "Wh", Phase: "" });
        return newest is not null && transaction.MeterStartWh is { } startWh
            && long.TryParse(newest.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var registerWh)
            ? "  " + Wording.KilowattHours(registerWh - startWh)
            : "";
    }

    private Task<IReadOnlyList<string>> ViolationsAsync(string arguments)
    {
        Words(arguments, 0, 0);
        var all = _validator.Violations.Snapshot();
        return Lines(all.Count == 0
            ? ["no violation"]
            : Newest(all).Select(found => $"{found.At.UtcDateTime:HH:mm:ss}  {Wording.Safe(found.ChargePointId)}"
                + $"  {(found.Origin == Sender.CentralSystem ? "our " : "")}{Wording.Safe(found.Subject)}: {Wording.Safe(found.Reason)} ({found.ErrorCode})"));
    }

    private Task<IReadOnlyList<string>> UseAsync(string arguments)
    {
        var words = Words(arguments, 0, 1);
        if (words.Length == 1)
        {
            if (!_server.Connected.Contains(words[0]))
                throw new CommandFailure($"{Wording.Safe(words[0], 40)} is not connected");
            _chosen = words[0];
        }

        var target = words.Length == 1 ? words[0] : null;
        return Lines(_server.Connected.Count == 0
            ? ["no charge point is connected"]
            : _server.Connected.Select(id => $"{((target ?? _chosen) == id ? "*" : " ")} {Wording.Safe(id)}"));
    }

    private async Task<IReadOnlyList<string>> AskAsync(string action, JsonObject request)
    {
        var (outcome, remarks) = await ExchangeAsync(action, request.ToJsonString()).ConfigureAwait(false);
        return [Wording.Reply(action, outcome.Payload), .. remarks];
    }

    private async Task<(CallOutcome Outcome, IReadOnlyList<string> Remarks)> ExchangeAsync(string action, string requestJson)
    {
        var outcome = await _server.CallAsync(Target(), action, requestJson, AnswerTimeout).ConfigureAwait(false);
        if (outcome.End == CallEnd.Error)
            throw new CommandFailure($"the charge point answered {Wording.Safe(outcome.ErrorCode)}: {Wording.Safe(outcome.ErrorDescription)}".TrimEnd(' ', ':'));
        if (outcome.End != CallEnd.Result)
            throw new CommandFailure(outcome.ErrorDescription);
        List<string> remarks = [];
        if (outcome.RequestFinding is { } wrongRequest)
            remarks.Add("our request broke OCPP 1.6: " + wrongRequest.Reason);
        if (outcome.ReplyFinding is { } wrongReply)
            remarks.Add("the answer broke OCPP 1.6: " + Wording.Safe(wrongReply.Reason));
        return (outcome, remarks);
    }

    private string Target()
    {
        var connected = _server.Connected;
        if (_chosen is not null && connected.Contains(_chosen))
            return _chosen;
        return connected.Count switch
        {
            0 => throw new CommandFailure("no charge point is connected"),
            1 => connected[0],
            _ => throw new CommandFailure("several charge points are connected: choose with 'cs use IDENTITY'"),
        };
    }

    private static IEnumerable<T> Newest<T>(IReadOnlyList<T> all) => all.Skip(Math.Max(0, all.Count - MaxListed));

    private static Task<IReadOnlyList<string>> Lines(IEnumerable<string> lines) => Task.FromResult<IReadOnlyList<string>>([.. lines]);

    private static string[] Words(string arguments, int min, int max)
    {
        var words = arguments.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= min && words.Length <= max ? words : throw CommandFailure.Usage();
    }

    private static int Number(string word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw CommandFailure.Usage();

    private static (string First, string Remainder) Split(string text)
    {
        var trimmed = text.Trim();
        var end = trimmed.AsSpan().IndexOfAny(' ', '\t');
        return end < 0 ? (trimmed, "") : (trimmed[..end], trimmed[end..].Trim());
    }

    private sealed record Command(string Name, string Arguments, string Help, Func<string, Task<IReadOnlyList<string>>> Run);

    // Ends a command with a reason for the person who typed it.
    private sealed class CommandFailure(string message) : Exception(message)
    {
        public bool IsUsage { get; private init; }

        public static CommandFailure Usage() => new("") { IsUsage = true };
    }
}
