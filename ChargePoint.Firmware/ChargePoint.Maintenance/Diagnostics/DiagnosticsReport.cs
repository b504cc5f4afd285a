using System.Text;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Maintenance;

/// <summary>
/// The diagnostics file: plain text in UTF-8 with what somebody needs to know who is not there. It is made line by line as it is sent.
/// Secrets are not in it. What it tells of the log can be limited to a time; the rest is the present state.
/// </summary>
public sealed class DiagnosticsReport : IReport
{
    private const int BytesOfHex = 48;

    private static string[] LevelNames => ["debug", "info", "warning", "error"];
    private static string[] RegistrationNames => ["None", "Accepted", "Pending", "Rejected"];
    private static string[] PilotNames => ["A", "B", "C", "D", "E", "F"];

    private readonly ChargingRoom _room;
    private readonly Connector[] _connectors;
    private readonly CentralSystemLink _link;
    private readonly Registration _registration;
    private long _fromUnixMs = long.MinValue;
    private long _toUnixMs = long.MaxValue;
    private RecordReader? _aside;
    private byte[]? _line;
    private int _lineAt;
    private int _asideAt;
    private int _section;
    private int _index;

    /// <summary>Makes a report.</summary>
    /// <param name="room">What connectors share.</param>
    /// <param name="connectors">All connectors.</param>
    /// <param name="link">Connection to the Central System.</param>
    /// <param name="registration">Registration.</param>
    public DiagnosticsReport(ChargingRoom room, Connector[] connectors, CentralSystemLink link, Registration registration)
    {
        _room = room;
        _connectors = connectors;
        _link = link;
        _registration = registration;
    }

    /// <summary>Says what part of the log is wanted; the rest is the present state.</summary>
    /// <param name="fromUnixMs">Its beginning, in milliseconds since 1970.</param>
    /// <param name="toUnixMs">Its end, in milliseconds since 1970.</param>
    public void Limit(long fromUnixMs, long toUnixMs)
    {
        _fromUnixMs = fromUnixMs;
        _toUnixMs = toUnixMs;
    }

    /// <inheritdoc/>
    public void Rewind()
    {
        _section = _index = _lineAt = _asideAt = 0;
        _line = null;
        _aside = null;
    }

    /// <inheritdoc/>
    public void Release() => Rewind();

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count)
    {
        while (_line == null || _lineAt == _line.Length)
        {
            string? line = NextLine();
            if (line == null) return 0;
            _line = Encoding.UTF8.GetBytes(line + "\n");
            _lineAt = 0;
        }

        int given = 0;
        for (; given < count && _lineAt < _line.Length; given++) buffer[offset + given] = _line[_lineAt++];
        return given;
    }

    private string? NextLine()
    {
        while (true)
        {
            string? line = _section switch
            {
                0 => Head(_index),
                1 => _index < _connectors.Length ? Describe(_connectors[_index]) : null,
                2 => Configuration(),
                3 => SetAside(),
                _ => LogEntry(),
            };
            if (line != null)
            {
                _index++;
                return line;
            }

            if (_section == 4) return null;
            _section++;
            _index = 0;
            return Title(_section);
        }
    }

    private static string Title(int section) => section switch
    {
        1 => "\n[connectors]",
        2 => "\n[configuration]",
        3 => "\n[messages set aside]",
        _ => "\n[log]",
    };

    private string? Head(int index)
    {
        BoardIdentity identity = _room.Board.Identity;
        WallClock clock = _room.Clock;
        return index switch
        {
            0 => "[charge point]",
            1 => "time: " + (clock.IsKnown ? Iso8601.ToText(clock.UnixMs) : "unknown"),
            2 => $"model: {identity.Vendor} {identity.Model}, serial number {identity.SerialNumber ?? "unknown"}",
            3 => "firmware: " + identity.FirmwareVersion,
            4 => $"meter: {identity.MeterType ?? "unknown"}, serial number {identity.MeterSerialNumber ?? "unknown"}",
            5 => $"boot: {clock.Boot}, running for {_room.Loop.NowMs / 1000} s",
            6 => "free memory: " + (_room.Board.FreeMemoryBytes < 0 ? "unknown" : _room.Board.FreeMemoryBytes + " bytes"),
            7 => $"central system: {(_link.IsOnline ? "connected" : "not connected")}, registration {RegistrationNames[(int)_registration.Status]}",
            8 => "last failure of the connection: " + (_link.LastFailure.Length > 0 ? _link.LastFailure : "none"),
            9 => $"transaction messages: {_room.Transactions.Waiting} waiting, {_room.Transactions.Exhausted} set aside",
            10 => $"event loop: {_room.Loop.Failures} handlers failed",
            11 => $"fault: {StatusNames.Of(_room.Board.Fault)}, mains {(_room.Board.MainsPresent ? "present" : "away")}",
            _ => null,
        };
    }

    private static string Describe(Connector connector)
    {
        IConnectorHardware hardware = connector.Hardware;
        string transaction = connector.Transaction == null ? "none" : connector.Transaction.HasId ? connector.Transaction.Id.ToString() : "not confirmed";
        string plug = hardware.Lock == null ? "attached cable" : hardware.Lock.State == LockState.Locked ? "locked" : hardware.Lock.State == LockState.Jammed ? "jammed" : "unlocked";
        return $"{connector.Id}: {StatusNames.Of(connector.Status)}, {StatusNames.Of(connector.Error)}, pilot {PilotNames[(int)hardware.Pilot.State]}, "
            + $"contactor {(hardware.Contactor.Feedback ? "closed" : "open")}, {plug}, {hardware.Pilot.OfferedMilliamps} mA offered, {connector.EnergyWh} Wh, transaction {transaction}";
    }

    private string? Configuration()
    {
        if (_index >= Key.Count) return null;
        return KeyTable.NameOf(_index) + " = " + _room.Configuration.Shown(_index);
    }

    // The records as they are, so that whoever has to clear up by hand loses nothing.
    private string? SetAside()
    {
        _aside ??= new RecordReader(new RecordLog(_room.Board.Flash, "aside", TransactionJournal.SegmentBytes, TransactionJournal.MostAsideSegments));
        string start = "  ";
        if (_asideAt == 0)
        {
            if (!_aside.Next())
            {
                _aside = null;
                return null;
            }

            start = $"record of type {_aside.Type}, {_aside.Length} bytes: ";
        }

        int count = _aside.Length - _asideAt < BytesOfHex ? _aside.Length - _asideAt : BytesOfHex;
        string hex = Hex.Of(new ByteRange(_aside.Buffer, RecordLog.HeaderLength + _asideAt, count));
        _asideAt = _asideAt + count < _aside.Length ? _asideAt + count : 0;
        return start + hex;
    }

    private string? LogEntry()
    {
        Log log = _room.Log;
        WallClock clock = _room.Clock;
        while (log.TryRead(_index, out long monotonicMs, out LogLevel level, out string room, out string message))
        {
            long unixMs = clock.At(monotonicMs);
            if (!clock.IsKnown || (unixMs >= _fromUnixMs && unixMs <= _toUnixMs))
            {
                string time = clock.IsKnown ? Iso8601.ToText(unixMs) : $"{monotonicMs / 1000} s";
                return $"{time} {LevelNames[(int)level]} {room}: {message}";
            }

            _index++;
        }

        return null;
    }
}
