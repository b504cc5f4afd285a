using ChargePoint.Hal.Simulated;
using ChargePoint.NanoHost;

namespace ChargePoint.VirtualBoard.OpenEvse;

/// <summary>
/// An OpenEVSE controller at the level of bytes: speaks RAPI on a serial line, and works pilot and relay of a simulated connector by its own
/// rules, as the AVR firmware does. What was due since the last look happens at the next one.
/// </summary>
public sealed partial class VirtualOpenEvse : IUartPeer
{
    /// <summary>How long a restart takes, in milliseconds.</summary>
    public const int BootMs = 2_000;

    private const int DebounceMs = 100;
    private const int SleepReleaseMs = 3_000;
    private const int GroundFaultRetryMs = 15 * 60_000;
    private const int OverCurrentMs = 10_000;
    private const int OverCurrentMilliamps = 5_000;
    private const int PanicDeciCelsius = 750;
    private const int LowestAmps = 6;

    private readonly VirtualUart _uart;
    private readonly SimulatedConnector _connector;
    private readonly int _eepromAmps;
    private long _upAtMs;
    private long _stateSinceMs;
    private long _sleptMs;
    private long _overSinceMs = -1;
    private long _pulseMs;
    private long _sessionBeginWh;
    private long _totalWh;
    private bool _booted;
    private bool _hardFault;
    private bool _connected;
    private bool _inSession;

    /// <summary>Connects a controller, which starts at once.</summary>
    /// <param name="uart">The line to the module.</param>
    /// <param name="connector">The world.</param>
    /// <param name="configuredAmps">Highest current that its owner has configured.</param>
    public VirtualOpenEvse(VirtualUart uart, SimulatedConnector connector, int configuredAmps = 32)
    {
        _uart = uart;
        _connector = connector;
        _eepromAmps = configuredAmps;
        _totalWh = connector.Meter.EnergyWh;
        uart.Peer = this;
        Start(0);
    }

    /// <summary>What its firmware knows. Changed before it is spoken to.</summary>
    public OpenEvseDialect Dialect { get; set; }

    /// <summary>True while it neither hears nor says anything; it goes on charging.</summary>
    public bool IsDead { get; set; }

    /// <summary>Time that it takes to answer, in milliseconds.</summary>
    public int AnswerDelayMs { get; set; }

    /// <summary>Changes what it says, byte by byte, before it goes on the line; null for nothing.</summary>
    public Func<byte[], byte[]>? Garble { get; set; }

    /// <summary>True while protective earth is missing.</summary>
    public bool NoEarth { get; set; }

    /// <summary>True if the vehicle goes on drawing when the pilot tells it to stop.</summary>
    public bool VehicleIgnoresPilot { get; set; }

    /// <summary>True if the owner has switched off the self test of the ground-fault interrupter.</summary>
    public bool SelfTestOff { get; set; }

    /// <summary>True if charging is locked after a restart, until $SB.</summary>
    public bool LocksAtBoot { get; set; }

    /// <summary>State, as it reports it.</summary>
    public int State { get; private set; }

    /// <summary>True while its relay's coil is energized.</summary>
    public bool RelayOn { get; private set; }

    /// <summary>Current that its pilot offers when it is on, in amperes.</summary>
    public int Amps { get; private set; }

    /// <summary>How many of the next requests do not reach it whole.</summary>
    public int LosesRequests { get; set; }

    /// <summary>Requests that it has taken, without their tails, newest last; the newest thousand at most.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Bytes that have reached it.</summary>
    public int BytesHeard { get; private set; }

    /// <summary>How often it wrote its EEPROM because of a request.</summary>
    public int EepromWrites { get; private set; }

    /// <summary>How often supervision has taken the current down.</summary>
    public int MissedPulses { get; private set; }

    private bool PilotOn { get; set; }

    private bool BootLocked { get; set; }

    /// <summary>What its watchdog or a short loss of power does: everything volatile is lost, the session's energy as well.</summary>
    public void Restart(long nowMs)
    {
        SetRelay(false);
        SetPilot(false);
        Start(nowMs);
    }

    /// <summary>Somebody presses the button: sleeps, or wakes up.</summary>
    public void PressButton(long nowMs)
    {
        if (State is 254 or 255) Enable(nowMs);
        else Sleep(nowMs);
    }

    /// <inheritdoc/>
    public void OnByte(byte value, long atMs)
    {
        BytesHeard++;
        Update(atMs);
        if (!IsDead && _booted) TakeByte(value, atMs);
        Update(atMs);
    }

    /// <inheritdoc/>
    public void OnTime(long nowMs) => Update(nowMs);

    private void Start(long nowMs)
    {
        _booted = false;
        _upAtMs = nowMs + BootMs;
        State = 0;
        Amps = _eepromAmps;
        _hardFault = _inSession = _connected = false;
        _missed = 0;
        BootLocked = LocksAtBoot;
        _line.Clear();
        _toldState = -1;
    }

    // The world lets pilot and contactor go when the station loses its supply.
    private bool HasLostPower => (RelayOn && !_connector.Contactor.Commanded) || (PilotOn && _connector.Pilot.OfferedMilliamps == 0);

    private void Update(long nowMs)
    {
        if (_booted && HasLostPower) Restart(nowMs);
        if (!_booted)
        {
            if (nowMs < _upAtMs) return;
            _booted = true;
            _pulseMs = nowMs;
            Say($"$AB 00 {Version}", nowMs);
        }

        // Two passes: a vehicle that answers to the pilot at once.
        for (int i = 0; i < 2; i++)
        {
            TrackSession();
            Think(nowMs);
            Tell(nowMs);
        }

        Supervise(nowMs);
    }

    private void TrackSession()
    {
        if (State == 255) return;
        bool connected = _connector.Vehicle.IsConnected;
        if (connected && !_connected)
        {
            _sessionBeginWh = _connector.Meter.EnergyWh;
            _sessionEndWh = -1;
            _inSession = true;
        }
        else if (!connected && _connected && _inSession)
        {
            _inSession = false;
            _sessionEndWh = _connector.Meter.EnergyWh;
            _totalWh += _sessionEndWh - _sessionBeginWh;
        }

        _connected = connected;
    }

    private void Think(long nowMs)
    {
        if (State == 255) return;
        if (State == 254)
        {
            bool released = VehicleIgnoresPilot ? nowMs - _sleptMs >= SleepReleaseMs : _connector.DrawnMilliamps == 0;
            if (!RelayOn || !released) return;
            SetRelay(false);
            SetPilot(false);
            return;
        }

        if (_hardFault)
        {
            if (_connected) return;
            _hardFault = false;
            Enter(0, nowMs);
        }

        int next = Fault(nowMs);
        if (next == 0) next = FromPilot(nowMs);
        if (next >= 0 && next != State) Enter(next, nowMs);
    }

    private int Fault(long nowMs)
    {
        SimulatedContactor relay = _connector.Contactor;
        if (_connector.Temperature.DeciCelsius >= PanicDeciCelsius) return 10;
        if (State == 6) return !_connected || (nowMs - _stateSinceMs >= GroundFaultRetryMs && !_connector.ResidualCurrent.Leaking) ? 0 : 6;
        if (State == 7 && (_connected || NoEarth)) return 7;
        if (State == 14 && _connected) return 14;
        if (RelayOn && _connector.ResidualCurrent.Leaking) return 6;
        if (RelayOn && NoEarth) return 7;
        if (RelayOn && !relay.Feedback) return 14;
        if (!RelayOn && relay.Feedback) return 8;
        return IsOverCurrent(nowMs) ? 11 : 0;
    }

    private bool IsOverCurrent(long nowMs)
    {
        if (!RelayOn || _connector.DrawnMilliamps < Amps * 1000 + OverCurrentMilliamps)
        {
            _overSinceMs = -1;
            return false;
        }

        if (_overSinceMs < 0) _overSinceMs = nowMs;
        return nowMs - _overSinceMs >= OverCurrentMs;
    }

    private int FromPilot(long nowMs)
    {
        if (_connector.Pilot.Fault == Hal.PilotFault.Diode) return 5;
        switch (_connector.Pilot.State)
        {
            case Hal.PilotState.A: return 1;
            case Hal.PilotState.B: return 2;
            case Hal.PilotState.C: return State != 3 && (nowMs - _stateSinceMs < DebounceMs || BootLocked) ? -1 : 3;
            case Hal.PilotState.D: return 4;
            default: return 0;
        }
    }

    private void Enter(int state, long nowMs)
    {
        if (state == 3 && !SelfTestOff && _connector.ResidualCurrent.Broken) state = 9;
        State = state;
        _stateSinceMs = nowMs;
        SetRelay(state == 3);
        SetPilot(state is 2 or 3 && !BootLocked);
        _hardFault = state is 4 or 5 or 9 or 10 or 11;
        if (state == 6) _groundFaults++;
        if (state == 7) _noEarths++;
        if (state == 8) _stuckRelays++;
    }

    private void Enable(long nowMs)
    {
        if (State is not (254 or 255)) return;
        State = 0;
        _stateSinceMs = nowMs;
        SetPilot(false);
    }

    private void Sleep(long nowMs)
    {
        if (State == 254) return;
        State = 254;
        _sleptMs = nowMs;
        SetPilot(false);
    }

    private void Disable()
    {
        State = 255;
        SetRelay(false);
        SetPilot(false);
    }

    private void Supervise(long nowMs)
    {
        if (_interval == 0 || nowMs - _pulseMs <= _interval * 1000L) return;
        Amps = Math.Min(Amps, Math.Max(_fallback, LowestAmps));
        _missed = 2;
        _pulseMs = nowMs;
        MissedPulses++;
        SetPilot(PilotOn);
    }

    private void SetRelay(bool on)
    {
        RelayOn = on;
        if (on) _connector.Contactor.Close();
        else _connector.Contactor.Open();
    }

    // A vehicle that ignores the pilot sees the old offer until the relay opens.
    private void SetPilot(bool on)
    {
        PilotOn = on;
        if (on) _connector.Pilot.OfferedMilliamps = Amps * 1000;
        else if (!(VehicleIgnoresPilot && RelayOn)) _connector.Pilot.OfferedMilliamps = 0;
    }
}
