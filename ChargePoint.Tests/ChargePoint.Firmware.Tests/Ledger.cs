using System.Collections;
using System.Text;
using ChargePoint.Runtime;

namespace ChargePoint.Firmware.Tests;

/// <summary>
/// What a careful Central System writes down about the transactions of one charge point, over all its restarts: a message that
/// it knows already by its number is not written down again.
/// </summary>
public sealed class Ledger
{
    private readonly Hashtable _idOfStart = new();
    private readonly Hashtable _heard = new();
    private readonly ArrayList _lines = new();
    private int _lastId;
    private long _lastUnixMs;

    /// <summary>Messages that came more than once.</summary>
    public int Repeated { get; private set; }

    /// <summary>What is wrong, or "".</summary>
    public string Violation { get; private set; } = "";

    /// <summary>Transactions that began.</summary>
    public int Starts { get; private set; }

    /// <summary>Transactions that ended.</summary>
    public int Stops { get; private set; }

    /// <summary>Energy of all transactions that ended, in watt-hours.</summary>
    public long EnergyWh { get; private set; }

    /// <summary>transactionId for a StartTransaction: the same for the same message.</summary>
    public int IdFor(string frame) => (int)_idOfStart[NumberOf(frame)]!;

    /// <summary>Notes what is wrong; the first thing counts.</summary>
    public void Fail(string violation)
    {
        if (Violation.Length == 0) Violation = violation;
    }

    /// <summary>Hears a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="nowUnixMs">Time of day of whoever hears it.</param>
    public void Hear(string frame, long nowUnixMs)
    {
        if (!frame.StartsWith("[2,\"tx-")) return;
        string number = NumberOf(frame);
        string payload = frame.Substring(frame.IndexOf('{'));
        string? before = (string?)_heard[number];
        if (before != null)
        {
            Repeated++;
            if (before != payload) Fail($"message {number} was {before} and is now {payload}");
            return;
        }

        _heard[number] = payload;
        CheckTime(payload, nowUnixMs);
        string action = FakeCentralSystem.ActionOf(frame);
        if (action == "StartTransaction") Start(number, payload);
        else if (action == "MeterValues") Sample(payload);
        else if (action == "StopTransaction") Stop(payload);
    }

    /// <summary>The transactions, for the message of a failing test.</summary>
    public string Text()
    {
        StringBuilder text = new();
        foreach (Line line in _lines) text.Append($"{line.Id}: {line.StartWh}-{line.LastWh} {(line.Ended ? "ended" : "open")}; ");
        return text.ToString();
    }

    private static string NumberOf(string frame)
    {
        string id = FakeCentralSystem.Id(frame);
        return id.Substring(3, id.IndexOf('-', 3) - 3);
    }

    // Messages come in the order in which things happened, and nothing happens in the future.
    private void CheckTime(string payload, long nowUnixMs)
    {
        string text = FakeCentralSystem.Text(payload, "timestamp");
        if (!Iso8601.TryParse(text, out long unixMs)) Fail($"the timestamp {text} cannot be read");
        if (unixMs < _lastUnixMs) Fail($"{text} is earlier than what was told before: {payload}");
        if (unixMs > nowUnixMs) Fail($"{text} is in the future: {payload}");
        _lastUnixMs = unixMs;
    }

    private void Start(string number, string payload)
    {
        Starts++;
        _idOfStart[number] = ++_lastId;
        long startWh = FakeCentralSystem.Number(payload, "meterStart");
        long connector = FakeCentralSystem.Number(payload, "connectorId");
        foreach (Line line in _lines)
        {
            if (line.Connector != connector) continue;
            if (!line.Ended) Fail($"transaction {_lastId} begins while {line.Id} runs");
            if (startWh < line.LastWh) Fail($"transaction {_lastId} begins at {startWh}, below the end of the one before");
        }

        _lines.Add(new Line { Id = _lastId, Connector = connector, StartWh = startWh, LastWh = startWh });
    }

    private void Sample(string payload)
    {
        Line? line = Find(payload);
        if (line == null) return;
        long energyWh = long.Parse(FakeCentralSystem.Text(payload, "value"));
        if (line.Ended) Fail($"a sample after the end of {line.Id}");
        if (energyWh < line.LastWh) Fail($"a sample of {line.Id} goes back to {energyWh}");
        line.LastWh = energyWh;
    }

    private void Stop(string payload)
    {
        Line? line = Find(payload);
        if (line == null) return;
        long stopWh = FakeCentralSystem.Number(payload, "meterStop");
        if (line.Ended) Fail($"{line.Id} ends twice");
        if (stopWh < line.LastWh) Fail($"{line.Id} ends at {stopWh}, below its last sample");
        Stops++;
        line.Ended = true;
        line.LastWh = stopWh;
        EnergyWh += stopWh - line.StartWh;
    }

    private Line? Find(string payload)
    {
        long id = FakeCentralSystem.Number(payload, "transactionId");
        foreach (Line line in _lines)
        {
            if (line.Id == id) return line;
        }

        Fail($"no transaction {id}");
        return null;
    }

    private sealed class Line
    {
        public int Id;
        public long Connector;
        public long StartWh;
        public long LastWh;
        public bool Ended;
    }
}
