namespace ChargePoint.Hal.OpenEvse;

/// <summary>The pilot that an OpenEVSE controller drives and reads.</summary>
public sealed class OpenEvsePilot : IControlPilot
{
    private readonly OpenEvseController _controller;

    internal OpenEvsePilot(OpenEvseController controller) => _controller = controller;

    /// <summary>
    /// State as the controller reports it. While it sleeps: B with a vehicle, A without; C if the supervisor has put it to sleep while it charged.
    /// In a fault of the station: B or A. While the controller is silent: the last that is known.
    /// </summary>
    public PilotState State
    {
        get
        {
            int state = _controller.State;
            if (state == OpenEvseState.Charging) return PilotState.C;
            if (state == OpenEvseState.VentilationRequired) return PilotState.D;
            if (state == OpenEvseState.DiodeCheckFailed || state == OpenEvseState.PilotError) return PilotState.E;
            if (!_controller.IsVehicleConnected) return PilotState.A;
            bool isAsleep = state == OpenEvseState.Sleeping || state == OpenEvseState.Disabled;
            return isAsleep && _controller.IsVetoed ? PilotState.C : PilotState.B;
        }
    }

    /// <summary>
    /// Current that is offered, in milliamperes: what was set, down to whole amperes, or less if the controller offers less (it is hot, or
    /// its configuration or cable does not allow more).
    /// </summary>
    public int OfferedMilliamps
    {
        get
        {
            int offer = _controller.OfferMilliamps / 1000 * 1000;
            int capacity = _controller.CapacityAmps * 1000;
            return capacity >= OpenEvseController.LowestOfferMilliamps && capacity < offer ? capacity : offer;
        }

        set => _controller.OfferMilliamps = value;
    }

    /// <inheritdoc/>
    public PilotFault Fault => _controller.State switch
    {
        OpenEvseState.DiodeCheckFailed => PilotFault.Diode,
        OpenEvseState.PilotError => PilotFault.OutOfRange,
        _ => PilotFault.None,
    };

    /// <summary>Nominal voltage of the state: the controller does not tell what it measures.</summary>
    public int HighMillivolts => State switch
    {
        PilotState.A => 12_000,
        PilotState.B => 9_000,
        PilotState.C => 6_000,
        PilotState.D => 3_000,
        _ => 0,
    };

    /// <summary>Nominal voltage of the state: the controller does not tell what it measures.</summary>
    public int LowMillivolts
    {
        get
        {
            int state = _controller.State;
            return state == OpenEvseState.Connected || state == OpenEvseState.Charging ? -12_000 : HighMillivolts;
        }
    }
}

/// <summary>
/// The relay of an OpenEVSE station. Close and Open are permissions: the controller moves the relay. <see cref="Feedback"/> follows the
/// reported relay, but grants the controller 5 s to open: it gives the vehicle 3 of them to stop drawing.
/// </summary>
public sealed class OpenEvseContactor : IContactor
{
    private readonly OpenEvseController _controller;
    private readonly int _phases;

    internal OpenEvseContactor(OpenEvseController controller, int phases)
    {
        _controller = controller;
        _phases = phases == 3 ? 3 : 1;
    }

    /// <inheritdoc/>
    public bool Commanded => _controller.IsClosingCommanded;

    /// <inheritdoc/>
    public bool Feedback
    {
        get
        {
            bool isClosed = _controller.IsRelayClosed;
            if (_controller.IsClosingCommanded || !isClosed) return isClosed;
            return _controller.State == OpenEvseState.RelayStuck || _controller.SinceRelayMovedMs > OpenEvseController.OpeningTimeMs;
        }
    }

    /// <inheritdoc/>
    public bool CanSwitchPhases => false;

    /// <inheritdoc/>
    public bool ClosesWithoutVehicle => false;

    /// <inheritdoc/>
    public int Phases
    {
        get => _phases;
        set
        {
            // The controller switches all poles that it has.
        }
    }

    /// <inheritdoc/>
    public void Close() => _controller.Close();

    /// <inheritdoc/>
    public void Open() => _controller.Open();
}

/// <summary>
/// The meter of an OpenEVSE controller: one current transformer, and a voltage that some boards measure. With three phases the
/// controller takes them for equal.
/// </summary>
public sealed class OpenEvseMeter : IEnergyMeter
{
    private const int MicrowattsPerWatt = 1_000_000;

    private readonly OpenEvseController _controller;
    private readonly EnergyRegister _register;

    internal OpenEvseMeter(OpenEvseController controller, EnergyRegister register, int phases)
    {
        _controller = controller;
        _register = register;
        Phases = phases == 3 ? 3 : 1;
    }

    /// <inheritdoc/>
    public int Phases { get; }

    /// <summary>Copies the newest measurement. The register has a resolution of 1 Wh and is read every other second.</summary>
    /// <param name="reading">Receives the measurement; left as it was when there is none.</param>
    /// <returns>False while the controller is silent, does not measure, or has not told its figures for 15 s.</returns>
    public bool TryRead(MeterReading reading)
    {
        if (!_controller.IsMeterAlive) return false;
        int milliamps = _controller.CurrentMilliamps;
        if (milliamps < 0) return false;
        int millivolts = _controller.VoltageMillivolts;
        reading.EnergyWh = _register.EnergyWh;
        reading.PowerW = (int)(((long)milliamps * millivolts * Phases + MicrowattsPerWatt / 2) / MicrowattsPerWatt);
        for (int i = 0; i < 3; i++)
        {
            reading.CurrentMilliamps[i] = i < Phases ? milliamps : 0;
            reading.VoltageMillivolts[i] = i < Phases ? millivolts : 0;
        }

        return true;
    }
}

/// <summary>
/// The ground-fault interrupter of an OpenEVSE controller (20 mA, UL 2231). The controller tests it by itself before it closes the
/// relay, and refuses to close if it fails; there is no request for a test, so a self test here asks whether that one is switched on.
/// </summary>
public sealed class OpenEvseResidualCurrent : IResidualCurrentMonitor
{
    private readonly OpenEvseController _controller;
    private readonly bool _allowUntested;
    private bool _isAsked;

    internal OpenEvseResidualCurrent(OpenEvseController controller, bool allowUntested)
    {
        _controller = controller;
        _allowUntested = allowUntested;
    }

    /// <inheritdoc/>
    public bool Tripped { get; private set; }

    /// <summary>Failed if the controller's own test has failed or is switched off; Running until the controller has told.</summary>
    public SelfTest SelfTest
    {
        get
        {
            if (!_isAsked) return SelfTest.None;
            if (!_controller.IsSettled) return SelfTest.Running;
            bool failed = _controller.State == OpenEvseState.SelfTestFailed || (_controller.IsSelfTestOff && !_allowUntested);
            return failed ? SelfTest.Failed : SelfTest.Passed;
        }
    }

    /// <inheritdoc/>
    public void BeginSelfTest() => _isAsked = true;

    /// <summary>Acknowledges a trip; without effect until the controller has left its fault: it tries again after 15 minutes, or when the vehicle leaves.</summary>
    public void Reset()
    {
        if (_controller.State != OpenEvseState.GroundFault) Tripped = false;
    }

    internal void Step()
    {
        if (_controller.State == OpenEvseState.GroundFault) Tripped = true;
    }
}

/// <summary>The highest of an OpenEVSE controller's temperatures.</summary>
public sealed class OpenEvseTemperature : ITemperatureSensor
{
    private readonly OpenEvseController _controller;

    internal OpenEvseTemperature(OpenEvseController controller) => _controller = controller;

    /// <inheritdoc/>
    public bool TryRead(out int deciCelsius)
    {
        deciCelsius = _controller.DeciCelsius;
        return deciCelsius != int.MinValue && !_controller.IsSilent;
    }
}
