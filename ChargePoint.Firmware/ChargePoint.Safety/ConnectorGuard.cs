using ChargePoint.Hal;

namespace ChargePoint.Safety;

/// <summary>What the supervisor has found out for all connectors in one step. Made once and filled in every step.</summary>
internal sealed class StepFacts
{
    public long NowMs;

    /// <summary>Time since the step before, as far as it counts.</summary>
    public int ElapsedMs;

    /// <summary>True if meters and temperatures are looked at in this step.</summary>
    public bool IsMeasuring;

    /// <summary>Time since the step before that measured, as far as it counts.</summary>
    public int MeasuredMs;

    /// <summary>Mask of the faults of the charge point whose cause is there.</summary>
    public int Causes;

    public int NominalMillivolts;

    /// <summary>To read meters into.</summary>
    public MeterReading Reading = new();
}

/// <summary>Watches over one connector and moves its contactor: see <see cref="SafetySupervisor"/> for the rules.</summary>
internal sealed class ConnectorGuard
{
    private readonly IConnectorHardware _hardware;
    private readonly CurrentCheck _current = new();
    private readonly SupplyCheck _supply = new();
    private readonly TemperatureCheck _temperature = new();
    private readonly ResidualCheck _residual;
    private readonly FaultReleases _releases = new();
    private bool _permitted;
    private bool _withdrawn;
    private bool _acknowledge;
    private int _acknowledged;
    private int _acknowledgedMs;
    private bool _isEnding;
    private long _endingMs;
    private int _disagreeMs;
    private int _openMs;
    private int _closedMs;
    private int _notHeldMs;
    private int _meterCauses;
    private int _silentMs;
    private bool _meterHasAnswered;
    private bool _isDrawing;
    private bool _isReady;
    private HardwareTest? _test;

    public ConnectorGuard(IConnectorHardware hardware)
    {
        _hardware = hardware;
        _residual = new ResidualCheck(hardware.ResidualCurrent);
    }

    public FaultSet Faults { get; } = new();

    /// <summary>All that the charge point has to do for an offer is done: only the vehicle is awaited.</summary>
    public bool IsReady => _isReady && _permitted && !_withdrawn;

    /// <summary>Highest current that may be offered because of the temperature.</summary>
    public int LimitMilliamps => _temperature.LimitMilliamps;

    /// <summary>The contactor is still closed for a vehicle that has its time to stop.</summary>
    public bool IsEnding => _hardware.Contactor.Commanded && (_isEnding || _withdrawn || !_permitted);

    /// <summary>Called on the loop's thread. What was withdrawn is withdrawn, even if it is given again before the next step.</summary>
    public void Permit(bool permitted)
    {
        if (!permitted && _permitted) _withdrawn = true;
        _permitted = permitted;
    }

    public void Acknowledge() => _acknowledge = true;

    /// <summary>Begins a test, or refuses it while there is another, or somebody may charge. Called on the loop's thread.</summary>
    public HardwareTest? BeginTest()
    {
        if (_test != null || _permitted || _hardware.Contactor.Commanded || !_hardware.Contactor.ClosesWithoutVehicle) return null;
        HardwareTest test = new();
        _test = test;
        return test;
    }

    public void Open()
    {
        Permit(false);
        _test?.Cancel();
        _hardware.Contactor.Open();
    }

    /// <summary>Looks at everything once, and opens or closes the contactor.</summary>
    /// <returns>True if something has changed that others want to know.</returns>
    public bool Step(StepFacts facts)
    {
        // Read in this order: a permission that is withdrawn and given again by another thread meanwhile must not be missed.
        bool withdrawn = _withdrawn;
        _withdrawn = false;
        IContactor contactor = _hardware.Contactor;
        PilotState pilot = _hardware.Pilot.State;
        int offeredMilliamps = _hardware.Pilot.OfferedMilliamps;
        bool isPermitted = _permitted && !withdrawn && !_isEnding;
        bool isUnplugged = pilot == PilotState.A;
        bool wasReady = _isReady;
        int limit = _temperature.LimitMilliamps;

        TakeAcknowledgement(facts.ElapsedMs);
        int causes = facts.Causes | WatchContactor(contactor, facts.ElapsedMs) | PilotCauses(pilot) | LockCauses(isPermitted, facts.ElapsedMs) | HardwareCauses();
        _current.Offer(offeredMilliamps, _openMs > 0, facts.NowMs);
        if (facts.IsMeasuring) _meterCauses = Measure(facts, contactor.Commanded);
        causes |= _meterCauses;
        bool mayReset = isUnplugged || (_acknowledged & FaultTable.Bit(SafetyFault.ResidualCurrent)) != 0;
        HardwareTest? test = _test;
        bool wantsTest = (isPermitted || (test != null && test.Stage == HardwareTestStage.Preparing)) && (Faults.Active & FaultTable.Bit(SafetyFault.ResidualSelfTest)) == 0;
        causes |= _residual.Look(_openMs > 0, wantsTest, mayReset, facts.ElapsedMs);
        if (_residual.IsPassed) Faults.Forgive(SafetyFault.ResidualSelfTest);

        _releases.Unplugged = isUnplugged;
        _releases.Withdrawn = !_permitted || withdrawn;
        _releases.Acknowledged = _acknowledged;
        bool changed = Faults.Settle(causes, facts.ElapsedMs, _releases);
        _acknowledged &= Faults.Active;
        changed |= test != null ? Test(test, contactor, pilot, facts) : Decide(contactor, pilot, isPermitted, offeredMilliamps, facts.NowMs);
        return changed || wasReady != _isReady || limit != _temperature.LimitMilliamps;
    }

    private bool HoldsPlug => _hardware.Lock == null || _hardware.Lock.State == LockState.Locked;

    // Without a session: only where no vehicle is, and no plug in the socket.
    private bool Test(HardwareTest test, IContactor contactor, PilotState pilot, StepFacts facts)
    {
        bool isEmpty = _hardware.Lock == null || !_hardware.CablePresent;
        bool isClear = isEmpty && pilot == PilotState.A && !_permitted && (Faults.Active & FaultTable.Forbidding) == 0;
        bool changed = test.Step(contactor, isClear, _residual.IsPassed, _openMs >= SafetySupervisor.WeldCheckMs, facts.ElapsedMs, facts.NowMs);
        if (contactor.Commanded) _openMs = 0;
        else _closedMs = 0;
        _isReady = false;
        if (test.IsOver) _test = null;
        return changed;
    }

    // The closing rule. The parts of it that are faults are in the mask: whoever finds a cause has forbidden energy in the same step.
    private bool Decide(IContactor contactor, PilotState pilot, bool isPermitted, int offeredMilliamps, long nowMs)
    {
        bool isSafe = (Faults.Active & FaultTable.Forbidding) == 0 && HoldsPlug;
        bool asks = pilot == PilotState.C || (pilot == PilotState.D && _hardware.IsVentilated);
        bool isWanted = isPermitted && offeredMilliamps >= SafetySupervisor.LowestOfferMilliamps;
        _isReady = isPermitted && isSafe && _residual.IsPassed && _meterHasAnswered;
        if (!contactor.Commanded) _isEnding = false; // somebody else may have opened it
        if (contactor.Commanded) return !MayStayClosed(isSafe && asks, isWanted, nowMs) && Open(contactor);
        bool closes = _isReady && isWanted && asks && _supply.IsPlausible && _openMs >= SafetySupervisor.WeldCheckMs;
        if (!closes) return false;
        contactor.Close();
        _openMs = 0;
        return true;
    }

    private bool MayStayClosed(bool isSafe, bool isWanted, long nowMs)
    {
        if (!isSafe) return false;
        if (isWanted) return true;
        _isReady = false;

        // An end in order, once begun, is carried out: the next session begins with an open contactor and its self tests.
        if (!_isEnding)
        {
            _isEnding = true;
            _endingMs = nowMs;
        }

        return _isDrawing && nowMs - _endingMs < SafetySupervisor.EndingMs;
    }

    private bool Open(IContactor contactor)
    {
        contactor.Open();
        _isEnding = false;
        _closedMs = 0;
        return true;
    }

    private int WatchContactor(IContactor contactor, int elapsedMs)
    {
        bool isCommanded = contactor.Commanded;
        bool isClosed = contactor.Feedback;
        _disagreeMs = Evidence.Add(_disagreeMs, isCommanded != isClosed, elapsedMs);
        _openMs = Evidence.Add(_openMs, !isCommanded && !isClosed, elapsedMs);
        _closedMs = Evidence.Add(_closedMs, isCommanded && isClosed, elapsedMs);
        if (_disagreeMs < SafetySupervisor.ContactorTimeMs) return 0;
        return FaultTable.Bit(isCommanded ? SafetyFault.ContactorNotClosing : SafetyFault.ContactorWelded);
    }

    private int PilotCauses(PilotState pilot) => _hardware.Pilot.Fault switch
    {
        PilotFault.Diode => FaultTable.Bit(SafetyFault.PilotDiode),
        PilotFault.OutOfRange => FaultTable.Bit(SafetyFault.PilotOutOfRange),
        PilotFault.Shorted => FaultTable.Bit(SafetyFault.PilotShorted),
        _ => pilot == PilotState.E || pilot == PilotState.F ? FaultTable.Bit(SafetyFault.PilotShorted) : 0,
    };

    private int LockCauses(bool isPermitted, int elapsedMs)
    {
        if (_hardware.Lock == null) return 0;
        LockState state = _hardware.Lock.State;
        _notHeldMs = Evidence.Add(_notHeldMs, isPermitted && state == LockState.Unlocked, elapsedMs);
        if (state == LockState.Jammed) return FaultTable.Bit(SafetyFault.LockJammed);
        return _notHeldMs >= SafetySupervisor.LockTimeMs ? FaultTable.Bit(SafetyFault.LockNotHolding) : 0;
    }

    private int HardwareCauses() => SafetySupervisor.ForbidsEnergy(_hardware.Fault) ? FaultTable.Bit(SafetyFault.Hardware) : 0;

    private int Measure(StepFacts facts, bool isCommanded)
    {
        int causes = _temperature.Look(_hardware.Temperature, _hardware.MaximumMilliamps, facts.MeasuredMs);
        MeterReading reading = facts.Reading;
        if (!_hardware.Meter.TryRead(reading))
        {
            // A meter that has just been switched on may need a moment for its first answer.
            _silentMs = Evidence.Add(_silentMs, true, facts.MeasuredMs);
            _supply.Forget();
            return _meterHasAnswered || _silentMs >= SafetySupervisor.FirstAnswerMs ? causes | FaultTable.Bit(SafetyFault.MeterSilent) : causes;
        }

        _silentMs = 0;
        _meterHasAnswered = true;
        int milliamps = CurrentCheck.Highest(reading);
        _isDrawing = milliamps >= SafetySupervisor.IdleMilliamps || reading.PowerW >= SafetySupervisor.IdleMilliamps / 1000 * (facts.NominalMillivolts / 1000);
        causes |= _current.Look(milliamps, isCommanded, _openMs, facts.MeasuredMs);
        if ((facts.Causes & FaultTable.Bit(SafetyFault.NoMains)) == 0)
        {
            causes |= _supply.Look(reading, facts.NominalMillivolts, _closedMs >= CurrentCheck.MeterLagMs, _openMs >= CurrentCheck.MeterLagMs, facts.MeasuredMs);
        }
        else
        {
            _supply.Forget();
        }

        return causes;
    }

    private void TakeAcknowledgement(int elapsedMs)
    {
        if (_acknowledge)
        {
            _acknowledge = false;
            _acknowledged = Faults.Active;
            _acknowledgedMs = 0;
        }
        else if (_acknowledged != 0)
        {
            _acknowledgedMs += elapsedMs;
            if (_acknowledgedMs >= SafetySupervisor.AcknowledgedMs) _acknowledged = 0;
        }
    }
}
