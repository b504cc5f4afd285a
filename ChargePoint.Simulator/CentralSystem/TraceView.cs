using System.Globalization;
using ChargePoint.Simulator.CentralSystem.Schemas;
using Spectre.Console;

namespace ChargePoint.Simulator.CentralSystem;

/// <summary>
/// Shows what goes over the sockets, a line for each call with its answer: → from the charge point, ← to it. In colour on a
/// terminal, otherwise as plain text.
/// </summary>
public sealed class TraceView
{
    private const string FromChargePoint = "→";
    private const string ToChargePoint = "←";
    private const int ActionWidth = 22;

    private static readonly Style Dim = new(Color.Grey);
    private static readonly Style Bold = new(decoration: Decoration.Bold);
    private static readonly Style Good = new(Color.Green);
    private static readonly Style Doubtful = new(Color.Yellow);
    private static readonly Style Bad = new(Color.Red);
    private static readonly Style Inbound = new(Color.Aqua);
    private static readonly Style Outbound = new(Color.Fuchsia);

    private readonly Lock _lock = new();
    private readonly TextWriter _writer;
    private readonly IAnsiConsole? _console;

    /// <summary>A view on a writer; <paramref name="isTerminal"/> says whether colour and the terminal's width are used.</summary>
    public TraceView(TextWriter writer, bool isTerminal)
    {
        _writer = writer;
        if (!isTerminal)
            return;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.No,
        });
    }

    /// <summary>A view on stderr; in colour when that is a terminal and NO_COLOR is not set (no-color.org).</summary>
    public static TraceView OnStandardError() => new(
        System.Console.Error, !System.Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));

    /// <summary>Whether a receipt is shown after each transaction.</summary>
    public bool ShowsReceipts { get; set; } = true;

    /// <summary>Whether the identity of the charge point is shown in each line, for more than one.</summary>
    public bool ShowsIdentity { get; set; }

    /// <summary>Shows everything that happens at a server from now on.</summary>
    public void Follow(OcppServer server, Ledger ledger, MessageValidator validator)
    {
        var shownReceipts = new HashSet<int>();
        server.Connections.Added += Show;
        server.Exchanges.Added += exchange =>
        {
            Show(exchange);
            if (ShowsReceipts && exchange is { Action: "StopTransaction", From: Sender.ChargePoint, Outcome.End: CallEnd.Result }
                && ledger.Transaction((int)(exchange.Request.Whole("transactionId") ?? 0)) is { IsRunning: false } transaction
                && shownReceipts.Add(transaction.TransactionId))
                Show(new Receipt(transaction, ledger.ChargePoint(exchange.ChargePointId)));
        };
        server.Frames.Added += frame =>
        {
            if (frame.IsRaw)
                Show(frame);
        };
        validator.Violations.Added += Show;
    }

    /// <summary>Shows a call with its answer.</summary>
    public void Show(Exchange exchange)
    {
        var inbound = exchange.From == Sender.ChargePoint;
        var details = new List<Piece>();
        var request = Wording.Request(exchange.Action, exchange.Request);
        if (request.Length > 0)
            details.Add(new Piece(request + "  ", Style.Plain));
        details.Add(new Piece(inbound ? ToChargePoint : FromChargePoint, inbound ? Outbound : Inbound));
        var (answer, style) = AnswerOf(exchange);
        details.Add(new Piece(" " + answer, style));
        if (exchange.Outcome.End is CallEnd.Result or CallEnd.Error)
            details.Add(new Piece(Milliseconds(exchange.Outcome.Elapsed), Dim));
        Write(
            exchange.At,
            exchange.ChargePointId,
            inbound ? new Piece(FromChargePoint, Inbound) : new Piece(ToChargePoint, Outbound),
            Wording.Safe(exchange.Action, 60),
            details);
    }

    /// <summary>Shows a violation.</summary>
    public void Show(Violation violation)
    {
        var subject = violation.Origin == Sender.CentralSystem ? "our " + violation.Subject : violation.Subject;
        Write(
            violation.At,
            violation.ChargePointId,
            new Piece("✗", Bad),
            "violation",
            [new Piece($"{Wording.Safe(subject, 80)}: {Wording.Safe(violation.Reason, 500)} ({violation.ErrorCode})", Bad)]);
    }

    /// <summary>Shows that a charge point came, left or was refused.</summary>
    public void Show(ConnectionEvent connection) =>
        Write(
            connection.At,
            connection.ChargePointId,
            new Piece(connection.Connected ? "●" : "○", connection.Connected ? Good : Doubtful),
            connection.Connected ? "connected" : "disconnected",
            [new Piece(connection.Connected ? Wording.Safe(connection.ChargePointId) : Wording.Safe($"{connection.ChargePointId}: {connection.Detail}"), Style.Plain)]);

    /// <summary>Shows a frame as it is.</summary>
    public void Show(FrameRecord frame)
    {
        var inbound = frame.From == Sender.ChargePoint;
        Write(
            frame.At,
            frame.ChargePointId,
            inbound ? new Piece(FromChargePoint, Inbound) : new Piece(ToChargePoint, Outbound),
            "raw frame",
            [new Piece(Wording.Safe(frame.Text, 200), Style.Plain)]);
    }

    /// <summary>Shows a receipt as a box.</summary>
    public void Show(Receipt receipt)
    {
        lock (_lock)
        {
            if (_console is not null)
            {
                _console.Write(receipt.ToPanel());
            }
            else
            {
                foreach (var line in receipt.ToLines())
                    _writer.WriteLine(line);
            }

            _writer.Flush();
        }
    }

    private static (string Text, Style Style) AnswerOf(Exchange exchange)
    {
        var outcome = exchange.Outcome;
        switch (outcome.End)
        {
            case CallEnd.Result:
                var words = Wording.Reply(exchange.Action, outcome.Payload);
                return words.Length == 0 ? ("✓", Good) : (words, StyleOf(outcome));
            case CallEnd.Error:
                var text = outcome.ErrorDescription.Length == 0 ? outcome.ErrorCode : $"{outcome.ErrorCode}: {outcome.ErrorDescription}";
                return ("✗ " + Wording.Safe(text, 300), Bad);
            default:
                return ("✗ " + Wording.Safe(outcome.ErrorDescription, 300), Bad);
        }
    }

    private static Style StyleOf(CallOutcome outcome)
    {
        var status = outcome.Status.Length > 0 ? outcome.Status : outcome.Payload.Member("idTagInfo").Text("status");
        return status switch
        {
            "" or "Accepted" or "Unlocked" or "Scheduled" or "RebootRequired" => Good,
            _ => Doubtful,
        };
    }

    // Below a millisecond there is nothing to see.
    private static string Milliseconds(TimeSpan elapsed) =>
        elapsed.TotalMilliseconds < 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"  ({elapsed.TotalMilliseconds:0} ms)");

    private void Write(DateTimeOffset at, string id, Piece mark, string head, IReadOnlyList<Piece> details)
    {
        var time = at.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        var who = ShowsIdentity ? Wording.Safe(id, 20) + " " : "";
        lock (_lock)
        {
            if (_console is null)
                _writer.WriteLine($"{time} {who}{mark.Text} {head.PadRight(ActionWidth)} {string.Concat(details.Select(piece => piece.Text))}".TrimEnd());
            else
                _console.Write(Row(time, who, mark, head, details));
            _writer.Flush();
        }
    }

    // A grid, so that a long line is continued below its own details and not below the time.
    private static Grid Row(string time, string who, Piece mark, string head, IReadOnlyList<Piece> details)
    {
        var text = new Paragraph();
        foreach (var piece in details)
            text.Append(piece.Text, piece.Style);
        var grid = new Grid();
        grid.AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(1));
        grid.AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(1));
        grid.AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(1).Width(ActionWidth));
        grid.AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        grid.AddRow(new Text(who + time, Dim), new Text(mark.Text, mark.Style), new Text(head, Bold), text);
        return grid;
    }

    private sealed record Piece(string Text, Style Style);
}
