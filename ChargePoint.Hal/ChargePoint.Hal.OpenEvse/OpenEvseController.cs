using System.IO.Ports;

namespace ChargePoint.Hal.OpenEvse;

/// <summary>
/// What this firmware wants of an OpenEVSE controller, and what the controller says. The controller keeps pilot, relay and ground-fault
/// safety; what it gets from here is permission: the current ($SC, until its next restart) and whether it may charge ($FE) or sleeps ($FS:
/// the pilot is steady at 12 V, so a vehicle that arrives is seen and gets nothing). It works by comparing: what the controller reports is
/// asked twice a second, and whatever differs from what is wanted is set again, whoever changed it (a button, a timer, a restart).
/// <para>
/// <see cref="Step"/> runs on the safety supervisor's thread, so that permission ends even while the event loop stands still. Time in which
/// nobody looked at the line does not count towards any limit.
/// </para>
/// </summary>
public sealed partial class OpenEvseController : IRapiListener
{
    /// <summary>After how much silence the controller counts as lost, in milliseconds.</summary>
    public const int SilenceLimitMs = 5_000;

    /// <summary>How long the relay may take to open, in milliseconds: the controller gives the vehicle 3 seconds to stop drawing.</summary>
    public const int OpeningTimeMs = 5_000;

    /// <summary>After how many seconds without a sign of life of this module the controller goes down to <see cref="FallbackAmps"/>.</summary>
    public const int SupervisionSeconds = 30;

    /// <summary>Current without supervision, in amperes: the least that a controller can offer. It has no way to stop altogether.</summary>
    public const int FallbackAmps = 6;

    /// <summary>Lowest offer, in milliamperes.</summary>
    public const int LowestOfferMilliamps = 6_000;

    // A step that comes later was held up: more than this it does not count for.
    private const int LongestStepMs = 100;
    private const int UnpermittedLimitMs = 500;
    private const int UnpermittedLooks = 5;
    private const int RepeatMs = 500;
    private const int UnseenRepeatMs = 3_000;
    private const int LimitedRepeatMs = 10_000;
    private const int StatePeriodMs = 500;
    private const int MeterPeriodMs = 1_000;
    private const int SlowPeriodMs = 1_500;
    private const int PulsePeriodMs = 10_000;
    private const int ReadingValidMs = 15_000;

    private readonly object _gate = new();
    private readonly IClock _clock;
    private readonly OpenEvseOptions _options;
    private readonly RapiChannel _channel;
    private readonly EnergyRegister _register;
    private long _lastStepMs;
    private long _nowMs;
    private long _heardMs;
    private long _stateToldMs = -StatePeriodMs;
    private long _meterAskedMs;
    private long _slowAskedMs;
    private long _orderedMs = -RepeatMs;
    private long _currentSetMs = -LimitedRepeatMs;
    private long _relayMovedMs;
    private long _chargingSinceMs;
    private long _pulsedMs;
    private int _chargingLooks;
    private int _setting;
    private int _slowTurn;
    private int _requestedAmps;
    private int _limitedAmps;
    private int _offerMilliamps;
    private bool _askState;
    private bool _askConnected;
    private bool _energyTurn;
    private bool _wasMeterAsked;
    private bool _supervised;
    private bool _missedPulse;
    private bool _lacksVolatileCurrent;
    private bool _isBootLocked;
    private bool _isVetoed;
    private bool _mayBeAwake = true;
    private bool _isOrderUnchecked;

    /// <summary>Takes the port into use. Nothing is sent before the first <see cref="Step"/>.</summary>
    /// <param name="port">The port, 115,200 baud 8N1, open or not.</param>
    /// <param name="clock">Monotonic clock.</param>
    /// <param name="options">About the station.</param>
    /// <param name="register">Energy register.</param>
    public OpenEvseController(SerialPort port, IClock clock, OpenEvseOptions options, EnergyRegister register)
    {
        _clock = clock;
        _options = options;
        _register = register;
        _channel = new RapiChannel(port, this);
        _lastStepMs = clock.MonotonicMs;
    }

    /// <summary>True once the controller has answered and its state is known, and not any more after 5 s of silence.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>True once the controller has got all settings and its own are known.</summary>
    public bool IsSettled => IsConnected && _setting == LastSetting;

    /// <summary>True after 5 s of silence, also from the start.</summary>
    public bool IsSilent { get; private set; }

    /// <summary>State as reported last: 1 to 14, 254 asleep, 255 disabled; 0 before the first report.</summary>
    public int State { get; private set; }

    /// <summary>True while a vehicle is connected.</summary>
    public bool IsVehicleConnected { get; private set; }

    /// <summary>True while the relay is reported closed.</summary>
    public bool IsRelayClosed { get; private set; }

    /// <summary>Current that the controller's pilot offers when it is awake, in amperes; 0 before it was reported.</summary>
    public int CapacityAmps { get; private set; }

    /// <summary>Highest current that the controller allows, in amperes; 0 before it was reported.</summary>
    public int MaximumAmps { get; private set; }

    /// <summary>Charging current, in milliamperes; -1 if the controller does not measure it.</summary>
    public int CurrentMilliamps { get; private set; } = -1;

    /// <summary>Voltage, in millivolts.</summary>
    public int VoltageMillivolts { get; private set; }

    /// <summary>Highest of the controller's temperatures, in tenths of a degree Celsius; int.MinValue if there is none.</summary>
    public int DeciCelsius { get; private set; } = int.MinValue;

    /// <summary>True if energy, current and voltage were read within the last seconds.</summary>
    public bool IsMeterAlive { get; private set; }

    /// <summary>True if the owner of the station has switched off the self test of its ground-fault interrupter.</summary>
    public bool IsSelfTestOff { get; private set; }

    /// <summary>How often the ground-fault interrupter has tripped, by the controller's counter: 0 to 255.</summary>
    public int GroundFaultTrips { get; private set; }

    /// <summary>How often protective earth was missing, by the controller's counter: 0 to 255.</summary>
    public int NoEarthTrips { get; private set; }

    /// <summary>How often the relay was stuck, by the controller's counter: 0 to 255.</summary>
    public int StuckRelayTrips { get; private set; }

    /// <summary>How often the controller has restarted since this firmware started, as far as it said so.</summary>
    public int Restarts { get; private set; }

    /// <summary>Version of the controller's firmware; "" before it was reported.</summary>
    public string FirmwareVersion { get; private set; } = "";

    /// <summary>Lines that were dropped since the start, for technicians.</summary>
    public int DroppedLines => _channel.Dropped;

    /// <summary>True if the contactor is commanded closed.</summary>
    public bool IsClosingCommanded { get; private set; }

    /// <summary>
    /// True after the safety supervisor has ended energy that this firmware still offers: the controller sleeps until the supervisor closes again.
    /// </summary>
    public bool IsVetoed => _isVetoed;

    /// <summary>Counts every change of what is reported.</summary>
    public int Changes { get; private set; }

    /// <summary>Current that is offered, in milliamperes: 0 or 6,000 and more.</summary>
    public int OfferMilliamps
    {
        get => _offerMilliamps;
        set => _offerMilliamps = value < LowestOfferMilliamps ? 0 : value;
    }

    /// <summary>How long the relay has been as it is, or was told to open, whichever is shorter; in milliseconds.</summary>
    public int SinceRelayMovedMs
    {
        get
        {
            long sinceMs = _nowMs - _relayMovedMs;
            return sinceMs > int.MaxValue ? int.MaxValue : (int)sinceMs;
        }
    }

    /// <summary>The safety supervisor closes.</summary>
    public void Close()
    {
        lock (_gate)
        {
            IsClosingCommanded = true;
            _isVetoed = false;
            _chargingLooks = 0;
        }
    }

    /// <summary>
    /// The safety supervisor opens. While the controller charges on an offer that still stands, this is a stop against the rest of the firmware:
    /// the controller is told in this call, to open at once. If the vehicle has gone out of state C by itself, the controller stays awake
    /// for it; if the offer was withdrawn, it is put to sleep, without an arc, by the next step.
    /// </summary>
    public void Open()
    {
        lock (_gate)
        {
            bool was = IsClosingCommanded;
            IsClosingCommanded = false;
            if (was) _relayMovedMs = _nowMs;
            if (was && State == OpenEvseState.Charging && _offerMilliamps > 0) Veto();
        }
    }

    /// <summary>Takes what has come, and sends what is due.</summary>
    public void Step()
    {
        lock (_gate)
        {
            long clockMs = _clock.MonotonicMs;
            long elapsedMs = clockMs - _lastStepMs;
            if (elapsedMs > LongestStepMs) elapsedMs = LongestStepMs;
            _lastStepMs = clockMs;
            _nowMs += elapsedMs;
            _channel.Poll((int)elapsedMs);
            NoticeSilence();
            NoticeUnpermitted();
            IsMeterAlive = IsConnected && _register.IsKnown && CurrentMilliamps >= 0 && _nowMs - _energyMs < ReadingValidMs && _nowMs - _currentMs < ReadingValidMs;
            if (_offerMilliamps == 0) _isVetoed = false;
            if (_channel.IsIdle) SendNext(clockMs);
        }
    }

    internal bool HasHadTime => _nowMs >= SilenceLimitMs;

    private bool IsWanted => _offerMilliamps > 0 && !_isVetoed;

    private bool HasOrderTime => _nowMs - _orderedMs >= RepeatMs;

    // Energy flows that the supervisor has not permitted: it had its chance to close.
    private void NoticeUnpermitted()
    {
        if (State != OpenEvseState.Charging || IsClosingCommanded || _offerMilliamps == 0)
        {
            _chargingLooks = 0;
            return;
        }

        if (_chargingLooks == 0) _chargingSinceMs = _nowMs;
        if (++_chargingLooks > UnpermittedLooks && _nowMs - _chargingSinceMs >= UnpermittedLimitMs && !_isVetoed) Veto();
    }

    private void Veto()
    {
        _isVetoed = true;
        Order(RapiCommand.Disable);
    }

    private void NoticeSilence()
    {
        if (_nowMs - _heardMs < SilenceLimitMs || IsSilent) return;
        IsSilent = true;
        IsConnected = false;
        IsRelayClosed = false;
        _setting = 0;
        Changes++;
    }
}
