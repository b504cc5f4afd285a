using System;
using ChargePoint.Features;
using ChargePoint.Hal.Simulated;

namespace ChargePoint.Firmware.Tests;

/// <summary>What is special about a day.</summary>
public enum DayKind
{
    /// <summary>Nothing: online, then three sessions without the Central System, then online again.</summary>
    Plain,

    /// <summary>No samples are told: the energy is made safe by checkpoints.</summary>
    Checkpoints,

    /// <summary>The Central System is connected and answers nothing, instead of being out of reach.</summary>
    Silent,

    /// <summary>The charge point has never been online, so that it does not know the time until the evening.</summary>
    ClockUnknown,

    /// <summary>Two connectors are in use at the same time.</summary>
    TwoConnectors,

    /// <summary>Whoever charges drives away while the power is gone.</summary>
    VehicleLeaves,

    /// <summary>He drives away, and the meter is silent when the power is back: what was made safe is all that is known.</summary>
    MeterSilent,

    /// <summary>A reset ends a session, offline.</summary>
    ResetInSession,
}

/// <summary>
/// A day in the life of a charge point, whose power may be cut: an online session, changes of configuration, a reset, three offline
/// sessions with samples, updates of the local list (full in the morning, differential in the evening). The ledger of the Central System must have every transaction once and every watt-hour, and each
/// state in flash must be the old or the new one.
/// </summary>
public sealed class PowerCutDay
{
    /// <summary>How many kinds of days there are.</summary>
    public const int Kinds = 8;

    private const int MostRestarts = 20;
    private const int HighestPowerW = 22_080;
    private const string Probe = "CpoName";

    private readonly MemoryFlash _memory = new();
    private readonly DayKind _kind;
    private readonly int[] _cuts;
    private readonly CutMode _mode;
    private readonly int _tornPercent;
    private readonly int _connectors;
    private readonly int _sampleSeconds;
    private CuttingFlash _flash;
    private Station _station;
    private long _startUnixMs = FakeCentralSystem.BootTimeUnixMs;
    private bool _online = true;
    private bool _answers = true;
    private int _nextCut;
    private int _restarts;
    private string _oldProbe = "";
    private string _newProbe = "";
    private int _oldList;
    private int _newList;

    /// <summary>Prepares a day.</summary>
    /// <param name="kind">What is special about it.</param>
    /// <param name="mode">Where within an operation the power is cut.</param>
    /// <param name="cutAt">Flash operation at which it is cut, 0 for none.</param>
    /// <param name="cutAgainAt">Operation after the restart at which it is cut once more, 0 for none.</param>
    /// <param name="tornPercent">How much of a torn operation is in flash.</param>
    /// <param name="sampleSeconds">Interval of the samples.</param>
    public PowerCutDay(DayKind kind, CutMode mode = CutMode.Before, int cutAt = 0, int cutAgainAt = 0, int tornPercent = 50, int sampleSeconds = 20)
    {
        _kind = kind;
        _mode = mode;
        _tornPercent = tornPercent;
        _cuts = new int[] { cutAt, cutAgainAt };
        _connectors = kind == DayKind.TwoConnectors ? 2 : 1;
        _sampleSeconds = kind == DayKind.Checkpoints ? 0 : sampleSeconds;
        _online = kind != DayKind.ClockUnknown;
        _flash = NextFlash();
        _station = PowerOn(null);
    }

    /// <summary>What the Central System has written down.</summary>
    public Ledger Ledger { get; } = new();

    /// <summary>Flash operations up to the first cut, or of the whole day.</summary>
    public int Operations { get; private set; }

    /// <summary>Flash operations between the first cut and the second, or the end of the day.</summary>
    public int OperationsAfterCut { get; private set; }

    /// <summary>How often the power was cut.</summary>
    public int Cuts { get; private set; }

    /// <summary>Runs the day.</summary>
    /// <returns>What is wrong at its end, or "".</returns>
    public string Run()
    {
        Morning();
        Noon();
        Evening();
        NoteOperations();
        return Judge();
    }

    private void Morning()
    {
        Change("MeterValueSampleInterval", _sampleSeconds.ToString());
        Change("AllowOfflineTxForUnknownId", "true");
        Change("TransactionMessageAttempts", "100");
        UpdateList(1);
        Session();
        ChangeProbe("morning");
        Do(Reset);
        Do(() => _station.Run(3_000));
    }

    private void Noon()
    {
        GoOffline();
        Session();
        ChangeProbe("noon");
        if (_kind == DayKind.ResetInSession) SessionEndedByReset();
        else Session();
        Session();
    }

    private void Evening()
    {
        _online = true;
        _answers = true;
        TellCentralSystem();
        RunUntilTold();
        ChangeProbe("evening");
        for (int version = 1; version <= DayList.Versions; version++) UpdateList(version);
        ChangeProbe("night");

        // Whatever still runs is ended by unplugging, and told.
        for (int id = 1; id <= _connectors; id++)
        {
            int connector = id;
            Do(() => _station.Unplug(connector));
        }

        RunUntilTold();
    }

    // Until the charge point has found back and has nothing to tell any more, or should have.
    private void RunUntilTold()
    {
        for (int i = 0; i < 40 && !(_station.CentralSystem.IsOpen && _station.ChargePoint.Transactions.Waiting == 0); i++) Do(() => _station.Run(10_000));
        Do(() => _station.Run(2_000));
    }

    private string Judge()
    {
        if (Ledger.Violation.Length > 0) return Ledger.Violation;
        if (Ledger.Starts != Ledger.Stops) return $"{Ledger.Starts} begin, {Ledger.Stops} end";
        if (Cuts == 0 && Ledger.Stops != 4 * _connectors) return $"{Ledger.Stops} transactions";
        long registersWh = 0;
        for (int id = 1; id <= _connectors; id++) registersWh += _station.Connector(id).EnergyWh;
        long missingWh = registersWh - Ledger.EnergyWh;

        // Without the meter's register, what was taken since the last sample cannot be known.
        long mayMissWh = _kind == DayKind.MeterSilent && Cuts > 0 ? (HighestPowerW * (_sampleSeconds + 1) / 3600) + 1 : 0;
        if (missingWh < 0 || missingWh > Cuts * mayMissWh) return $"{registersWh} Wh were taken, {Ledger.EnergyWh} Wh are in the ledger";
        if (_station.ChargePoint.Transactions.Waiting != 0) return $"{_station.ChargePoint.Transactions.Waiting} messages wait";
        if (_station.ChargePoint.Transactions.Exhausted != 0) return $"{_station.ChargePoint.Transactions.Exhausted} messages are set aside";
        if (_station.ChargePoint.Loop.Failures != 0) return $"{_station.ChargePoint.Loop.Failures} exceptions";
        if (_station.ChargePoint.Configuration.Text(Key.CpoName) != "night") return "a change of configuration is lost";
        string told = _station.Call("GetLocalListVersion", "{}");
        if (told.IndexOf($"{{\"listVersion\":{DayList.Versions}}}") < 0) return "the list is told as " + told;
        string wrong = DayList.WrongIn(_station.ChargePoint.LocalList);
        if (wrong.Length > 0) return wrong;
        return Cuts > 0 == (_cuts[0] > 0) ? "" : "the power was not cut";
    }

    private void Session()
    {
        for (int id = 1; id <= _connectors; id++)
        {
            int connector = id;
            Do(() => _station.Plug(connector));
            Tap(connector);
        }

        Do(() => _station.Run(70_000));
        for (int id = 1; id <= _connectors; id++)
        {
            int connector = id;
            Tap(connector);
            Do(() => _station.Unplug(connector));
        }
    }

    private void SessionEndedByReset()
    {
        Do(() => _station.Plug(1));
        Tap(1);
        Do(() => _station.Run(30_000));
        Do(Reset);
        Do(() => _station.Run(3_000));
        Do(() => _station.Unplug(1));
    }

    // A card whose Authorize is not answered is decided when its time is over.
    private void Tap(int connector)
    {
        Do(() => _station.Tap("CARD" + connector.ToString()));
        if (!_answers) Do(() => _station.Run(31_000));
    }

    private void Reset()
    {
        if (_station.CentralSystem.IsOpen && _answers) _station.Call("Reset", "{\"type\":\"Soft\"}");
        else _station.ChargePoint.Restart.Begin(StopReason.Reboot);
    }

    private void GoOffline()
    {
        if (_kind == DayKind.Silent) _answers = false;
        else _online = false;
        Do(() =>
        {
            TellCentralSystem();
            if (!_online && _station.CentralSystem.IsOpen) _station.CentralSystem.Break();
        });
    }

    private void TellCentralSystem()
    {
        _station.CentralSystem.Reachable = _online;
        _station.CentralSystem.Answers = _answers;
    }

    // Whoever changes something and sees it fail does it again, as a Central System or a technician would.
    private void Change(string key, string value)
    {
        for (int i = 0; i < MostRestarts; i++)
        {
            if (_station.ChargePoint.Configuration.Text(KeyTable.Find(key)) == value) return;
            Do(() =>
            {
                bool accepted;
                if (_station.CentralSystem.IsOpen && _answers) accepted = IsAccepted("ChangeConfiguration", $"{{\"key\":\"{key}\",\"value\":\"{value}\"}}");
                else accepted = _station.ChargePoint.Configuration.Change(key, value) == ChangeOutcome.Accepted;
                if (accepted && key == Probe) _oldProbe = value;
            });
        }
    }

    // The Central System sends an update until the list has that version; not while it is out of reach.
    private void UpdateList(int version)
    {
        if (!_online || _station.ChargePoint.LocalList.Version >= version) return;
        _newList = version;
        for (int i = 0; i < MostRestarts && _station.ChargePoint.LocalList.Version < version; i++)
        {
            Do(() =>
            {
                if (!_station.CentralSystem.IsOpen) _station.Run(10_000);
                else if (IsAccepted("SendLocalList", DayList.Update(version))) _oldList = version;
            });
        }

        _oldList = version;
    }

    // True if it was answered so, even if the power was cut a moment later: from then on the Central System relies on it.
    private bool IsAccepted(string action, string payload)
    {
        string id = _station.CentralSystem.Call(action, payload);
        try
        {
            _station.Run(100);
        }
        catch (PowerCutException)
        {
            if (!_station.IsOver) throw;
        }

        return _station.CentralSystem.AnswerTo(id).IndexOf("\"Accepted\"") >= 0;
    }

    private void ChangeProbe(string value)
    {
        _newProbe = value;
        Change(Probe, value);
        _oldProbe = value;
    }

    // After a cut or a reset the next thing happens to the charge point as it has started again.
    private void Do(Action happens)
    {
        try
        {
            happens();
        }
        catch (PowerCutException)
        {
            if (!_station.IsOver) throw;
        }

        if (_station.IsOver) _station = PowerOn(_station);
    }

    private Station PowerOn(Station? before)
    {
        while (_restarts++ < MostRestarts)
        {
            bool wasCut = _flash.IsCut;
            if (wasCut) NoteOperations();
            if (wasCut) _flash = NextFlash();
            Station? station = null;
            try
            {
                station = new Station(_connectors, false, _memory, _flash);
                Prepare(station, before, wasCut);
                station.Boot();
                CheckStates(station);
                if (wasCut && _kind == DayKind.MeterSilent) SetMeter(station, false);
            }
            catch (PowerCutException)
            {
                if (!_flash.IsCut) throw;
            }

            if (station != null)
            {
                if (!station.IsOver) return station;
                before = station;
            }
        }

        throw new InvalidOperationException("it does not come up");
    }

    private void Prepare(Station station, Station? before, bool wasCut)
    {
        station.CentralSystem.Ledger = Ledger;
        station.CentralSystem.Flash = _flash;
        if (before != null)
        {
            _startUnixMs += before.Clock.MonotonicMs + 5_000;
            station.Board.ImportWorld(before.Board.ExportWorld());
        }

        if (wasCut && (_kind == DayKind.VehicleLeaves || _kind == DayKind.MeterSilent)) station.Board.Connector(1).Unplug();
        if (wasCut && _kind == DayKind.MeterSilent) SetMeter(station, true);
        station.CentralSystem.StartUnixMs = _startUnixMs;
        station.CentralSystem.Reachable = _online;
        station.CentralSystem.Answers = _answers;
    }

    // What a loss of power must never leave: a mix, or neither of both.
    private void CheckStates(Station station)
    {
        string probe = station.ChargePoint.Configuration.Text(Key.CpoName);
        if (probe != _oldProbe && probe != _newProbe) Ledger.Fail($"the configuration has '{probe}', neither '{_oldProbe}' nor '{_newProbe}'");
        int version = station.ChargePoint.LocalList.Version;
        if (version != _oldList && version != _newList) Ledger.Fail($"the list has version {version}, neither {_oldList} nor {_newList}");
        string wrong = DayList.WrongIn(station.ChargePoint.LocalList);
        if (wrong.Length > 0) Ledger.Fail(wrong);
        for (int id = 1; id <= _connectors; id++)
        {
            if (station.Connector(id).Transaction == null && station.Board.Connector(id).Contactor.Commanded) Ledger.Fail("energy without a transaction");
        }
    }

    private static void SetMeter(Station station, bool silent) => station.Board.Connector(1).Meter.Silent = silent;

    private CuttingFlash NextFlash()
    {
        int cutAt = _nextCut < _cuts.Length ? _cuts[_nextCut++] : 0;
        return new CuttingFlash(_memory) { CutAt = cutAt, Mode = _mode, TornPercent = _tornPercent };
    }

    private void NoteOperations()
    {
        if (Cuts == 0) Operations = _flash.Operations;
        else if (Cuts == 1) OperationsAfterCut = _flash.Operations;
        if (_flash.IsCut) Cuts++;
    }
}
