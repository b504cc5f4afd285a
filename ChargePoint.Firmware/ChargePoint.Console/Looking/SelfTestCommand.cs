using System;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;
using ChargePoint.Safety;

namespace ChargePoint.Console;

/// <summary>
/// selftest: tries all parts, one after the other, and reports a line for each: PASS, FAIL or SKIP and why. Only where nobody charges and
/// nothing is plugged in: what changes meanwhile ends it, and everything is put back. With --json nothing is asked; what needs somebody to
/// look, to present a card or to keep hands off the contactor is skipped.
/// </summary>
public sealed partial class SelfTestCommand : IConsoleCommand, ILineTaker, ICancellable, ICardTaker
{
    /// <summary>How long a card is waited for, in milliseconds.</summary>
    public const int CardMs = 20_000;

    /// <summary>How long an answer is waited for, in milliseconds: then the step is skipped.</summary>
    public const int AnswerMs = 60_000;

    /// <summary>How long a lock may take for each way, in milliseconds.</summary>
    public const int LockMs = 4_000;

    /// <summary>How long a moment is awaited in which no connection is being made, in milliseconds: then the contactor is not tested.</summary>
    public const int QuietMs = 30_000;

    private const int TickMs = 100;
    private const int StepsOfConnector = 6;
    private const int Steps = 10;

    private readonly ChargingRoom _room;
    private readonly Connector[] _connectors;
    private readonly CentralSystemLink _link;
    private readonly CardHandler _cards;
    private readonly RestartProcedure _restart;
    private readonly WhyNot _why;
    private readonly ConsoleShell _shell;
    private readonly LoopTimer _timer;
    private Report? _report;
    private IConsoleReply? _reply;
    private HardwareTest? _test;
    private string? _answer;
    private string? _card;
    private int _connector;
    private int _last;
    private int _step;
    private int _phase;
    private long _sinceMs;
    private int _passed;
    private int _failed;
    private int _skipped;

    /// <summary>Makes the command.</summary>
    /// <param name="room">What connectors share.</param>
    /// <param name="connectors">All connectors.</param>
    /// <param name="link">Connection to the Central System.</param>
    /// <param name="cards">Hands over the card that is presented.</param>
    /// <param name="restart">While it is under way nothing is tested.</param>
    /// <param name="why">Words for the connection.</param>
    /// <param name="shell">Asks.</param>
    public SelfTestCommand(ChargingRoom room, Connector[] connectors, CentralSystemLink link, CardHandler cards, RestartProcedure restart, WhyNot why, ConsoleShell shell)
    {
        _room = room;
        _connectors = connectors;
        _link = link;
        _cards = cards;
        _restart = restart;
        _why = why;
        _shell = shell;
        _timer = room.Loop.CreateTimer(Tick);
    }

    /// <inheritdoc/>
    public string Forms => "!selftest [C] [--json] -- tries all parts, where nothing is plugged in; prints a report";

    string ILineTaker.Name => "selftest";

    string ILineTaker.Prompt => "";

    bool ILineTaker.IsSecret => false;

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (!line.Number(1, "C", 1, _connectors.Length, 0, reply, out int wanted)) return;
        _connector = wanted == 0 ? 1 : wanted;
        _last = wanted == 0 ? _connectors.Length : wanted;
        for (int id = 1; id <= _connectors.Length; id++)
        {
            bool isMeant = id >= _connector && id <= _last;
            string? hindrance = _connectors[id - 1].IsUnderTest ? "a self test is under way" : isMeant ? Hindrance(_connectors[id - 1]) : null;
            if (hindrance == null) continue;
            reply.Fail($"connector {id}: {hindrance}");
            return;
        }

        _reply = reply;
        _report = new Report(line, reply);
        _passed = _failed = _skipped = 0;
        _answer = _card = null;
        _shell.LetCancel(this); // first: from here on there is something to put back
        for (int id = _connector; id <= _last; id++) _connectors[id - 1].IsUnderTest = true;
        if (!_report.IsJson) ShowHead(reply);
        Go(0);
        if (!_report.IsJson) _shell.TakeLines(this);
        _timer.StartPeriodic(TickMs);
    }

    /// <inheritdoc/>
    public bool TakeLine(string text, IConsoleReply reply)
    {
        _answer = text.Trim();
        return true; // the next tick sees it
    }

    /// <inheritdoc/>
    public bool TakeCard(string idTag)
    {
        _card = idTag;
        return true;
    }

    /// <inheritdoc/>
    public void Cancel() => PutBack();

    // What is to be the same during the whole test.
    private string? Hindrance(Connector c)
    {
        if (_restart.IsUnderWay) return "a restart is under way";
        if (c.Transaction != null) return "a session runs";
        if (c.AuthorizedIdTag != null) return "a card waits for its vehicle";
        if (c.IsVehicleConnected) return "a vehicle is plugged in";
        return c.Hardware.Lock != null && c.Hardware.CablePresent ? "a plug is in the socket" : null;
    }

    private void Tick()
    {
        try
        {
            Look();
        }
        catch (Exception e)
        {
            _room.Log.Error("selftest", "ended early", e);
            PutBack();
            _reply!.Fail("selftest failed: " + e.Message);
        }
    }

    private void Look()
    {
        for (int id = 1; id <= _last; id++)
        {
            string? hindrance = _connectors[id - 1].IsUnderTest ? Hindrance(_connectors[id - 1]) : null;
            if (hindrance == null) continue;
            PutBack();
            _reply!.Fail($"ended early: connector {id}: {hindrance}");
            return;
        }

        bool isDone = _step < StepsOfConnector ? TryConnector(_connectors[_connector - 1]) : TryBoard();
        if (!isDone) return;
        if (_step == StepsOfConnector - 1 && _connector < _last)
        {
            _connector++;
            Go(0);
        }
        else if (_step < Steps - 1)
        {
            Go(_step + 1);
        }
        else
        {
            Finish();
        }
    }

    private void Go(int step)
    {
        _step = step;
        Enter(0);
    }

    private void Enter(int phase)
    {
        _phase = phase;
        _sinceMs = _room.Loop.NowMs;
        _answer = null;
    }

    private bool Waited(int milliseconds) => _room.Loop.NowMs - _sinceMs >= milliseconds;

    private void Finish()
    {
        PutBack();
        if (_report!.IsJson)
        {
            _report.Number("passed", _passed);
            _report.Number("failed", _failed);
            _report.Number("skipped", _skipped);
            _report.End();
        }
        else
        {
            _reply!.Line($"{_passed} passed, {_failed} failed, {_skipped} skipped");
        }

        _reply!.Done();
    }

    private void PutBack()
    {
        _timer.Stop();
        _test?.Cancel();
        _test = null;
        if (_cards.Taker == this) _cards.Taker = null;
        foreach (Connector connector in _connectors)
        {
            if (!connector.IsUnderTest) continue;
            connector.IsUnderTest = false;
            connector.Update(); // lock and indicator follow the connector's state again
        }
    }

    private void ShowHead(IConsoleReply reply)
    {
        BoardIdentity identity = _room.Board.Identity;
        string time = _room.Clock.IsKnown ? ", " + Iso8601.ToText(_room.Clock.UnixMs) : "";
        string serial = identity.SerialNumber == null ? "" : " " + identity.SerialNumber;
        Words.Fold(reply, $"self test of {identity.Vendor} {identity.Model}{serial}, firmware {identity.FirmwareVersion}{time}");
    }

    // Asks once, then waits for the answer. 1 for yes, 0 for no, -1 for none yet, -2 for skipped.
    private int Ask(string question)
    {
        if (_phase == 0)
        {
            Words.Fold(_reply!, question + " (y/n, Enter skips)");
            Enter(1);
            return -1;
        }

        if (_answer == null) return Waited(AnswerMs) ? -2 : -1;
        return _answer == "y" || _answer == "yes" ? 1 : _answer == "n" || _answer == "no" ? 0 : -2;
    }

    private bool Pass(string part, string detail) => Tell("PASS", ref _passed, part, detail);

    private bool Fail(string part, string detail) => Tell("FAIL", ref _failed, part, detail);

    private bool Skip(string part, string detail) => Tell("SKIP", ref _skipped, part, detail);

    private bool Tell(string result, ref int count, string part, string detail)
    {
        count++;
        bool isOfConnector = _step < StepsOfConnector;
        if (!_report!.IsJson)
        {
            Words.Fold(_reply!, $"{result} {(isOfConnector ? $"connector {_connector} " : "")}{part}: {detail}");
            return true;
        }

        _report.Text("result", result);
        if (isOfConnector) _report.Number("connector", _connector);
        _report.Text("part", part);
        _report.Text("detail", detail);
        _report.End();
        return true;
    }
}
