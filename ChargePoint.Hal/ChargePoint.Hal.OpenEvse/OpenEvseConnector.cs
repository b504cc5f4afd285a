using System.IO.Ports;

namespace ChargePoint.Hal.OpenEvse;

/// <summary>
/// The connector of an OpenEVSE station, whose own controller keeps pilot, relay and ground-fault safety; this firmware takes the place of its
/// Wi-Fi module.
/// <para>
/// Wiring: the controller's FTDI header, 115,200 baud 8N1, 5 V levels on the AVR boards: its TX over a divider (1 kΩ / 2 kΩ) to the receive pin,
/// the transmit pin straight to its RX; ground; the header's 5 V feed the module (up to 500 mA).
/// </para>
/// <para>
/// What the interfaces mean here. Offering current wakes the controller ($SC, $FE), no offer puts it to sleep ($FS). It closes the relay by itself
/// as soon as the vehicle is in state C; the supervisor's Close confirms that, and without it energy ends after half a second. Open while the
/// offer stands stops at once ($FD). <see cref="OpenEvsePilot.State"/> is B for any vehicle while the controller sleeps, as its
/// pilot is steady then; after a stop by the supervisor it stays C, so that the supervisor can close again.
/// </para>
/// <para>
/// Limits of the controller: without a sign of life for 30 s it goes down to 6 A, not to 0; current in whole amperes; energy in whole
/// watt-hours, with the accuracy of its current transformer (about 2 %, not for billing by law), voltage measured only by some boards.
/// </para>
/// </summary>
public sealed class OpenEvseConnector : ICompanion
{
    /// <summary>Fault detail while the controller is silent.</summary>
    public const string SilentDetail = "OpenEVSE does not answer";

    private readonly OpenEvseOptions _options;
    private readonly OpenEvseTemperature? _temperature;
    private readonly EnergyRegister _register;
    private IBoardListener? _listener;
    private int _changesTold;

    /// <summary>Makes the parts of the connector.</summary>
    /// <param name="port">Serial port to the controller, made by <see cref="MakePort"/> or alike.</param>
    /// <param name="clock">Monotonic clock.</param>
    /// <param name="flash">Keeps the energy register (one file of 17 bytes, written every 100 Wh); null keeps nothing.</param>
    /// <param name="indicator">Where the connector's status is shown.</param>
    /// <param name="options">About the station.</param>
    public OpenEvseConnector(SerialPort port, IClock clock, IFlashStore? flash, IStatusIndicator indicator, OpenEvseOptions options)
    {
        _options = options;
        _register = new EnergyRegister(flash);
        Controller = new OpenEvseController(port, clock, options, _register);
        Pilot = new OpenEvsePilot(Controller);
        Contactor = new OpenEvseContactor(Controller, options.Phases);
        Meter = new OpenEvseMeter(Controller, _register, options.Phases);
        ResidualCurrent = new OpenEvseResidualCurrent(Controller, options.AllowUntestedGroundFault);
        if (options.HasTemperature) _temperature = new OpenEvseTemperature(Controller);
        Indicator = indicator;
    }

    /// <summary>The controller, for technicians.</summary>
    public OpenEvseController Controller { get; }

    /// <summary>Control pilot.</summary>
    public OpenEvsePilot Pilot { get; }

    /// <summary>Contactor.</summary>
    public OpenEvseContactor Contactor { get; }

    /// <summary>Energy meter.</summary>
    public OpenEvseMeter Meter { get; }

    /// <summary>The controller's ground-fault interrupter.</summary>
    public OpenEvseResidualCurrent ResidualCurrent { get; }

    IControlPilot IConnectorHardware.Pilot => Pilot;

    IContactor IConnectorHardware.Contactor => Contactor;

    IEnergyMeter IConnectorHardware.Meter => Meter;

    IResidualCurrentMonitor? IConnectorHardware.ResidualCurrent => ResidualCurrent;

    /// <summary>None: the cable is attached, or the controller works its lock by itself.</summary>
    public IConnectorLock? Lock => null;

    /// <inheritdoc/>
    public IStatusIndicator Indicator { get; }

    /// <inheritdoc/>
    public ITemperatureSensor? Temperature => _temperature;

    /// <summary>
    /// The station's highest current, or the controller's if that is lower (its configuration, or the cable where it reads the
    /// proximity pilot), in milliamperes.
    /// </summary>
    public int MaximumMilliamps
    {
        get
        {
            int controllerMilliamps = Controller.MaximumAmps * 1000;
            return controllerMilliamps > 0 && controllerMilliamps < _options.MaximumMilliamps ? controllerMilliamps : _options.MaximumMilliamps;
        }
    }

    /// <inheritdoc/>
    public bool CablePresent => true;

    /// <summary>False: a controller charges no vehicle that asks for ventilation.</summary>
    public bool IsVentilated => false;

    /// <summary>InternalError while the controller is silent, else what its state says.</summary>
    public HardwareFault Fault => Controller.IsSilent ? HardwareFault.InternalError : OpenEvseState.Fault(Controller.State);

    /// <inheritdoc/>
    public string FaultDetail => Controller.IsSilent ? SilentDetail : OpenEvseState.Detail(Controller.State);

    /// <summary>
    /// True once the controller has told state and energy, or 5 s after the start: from then on pilot, fault and register can be believed. A
    /// board waits for it before it starts the firmware, which decides then whether a session goes on.
    /// </summary>
    public bool IsReady => Controller.IsSilent || (Controller.IsConnected && (Controller.IsMeterAlive || Controller.HasHadTime));

    /// <summary>Makes a port with the settings that the controller needs.</summary>
    /// <param name="name">COM2 or COM3. The pins' functions have to be set before.</param>
    public static SerialPort MakePort(string name)
    {
        SerialPort port = new(name, RapiChannel.BaudRate, Parity.None, 8, StopBits.One);
        port.ReadBufferSize = 512;
        return port;
    }

    /// <summary>Names who is told of changes.</summary>
    /// <param name="listener">The listener; called on the supervisor's thread.</param>
    public void Listen(IBoardListener listener) => _listener = listener;

    /// <summary>To be called by the board's Sample, on the supervisor's thread.</summary>
    public void Sample()
    {
        Controller.Step();
        ResidualCurrent.Step();
        if (Controller.Changes == _changesTold) return;
        _changesTold = Controller.Changes;
        _listener?.OnBoardChanged();
    }

    /// <summary>To be called by the board's Poll, on the event loop's thread: keeps the energy register.</summary>
    public void Poll() => _register.Keep(Controller.State == OpenEvseState.Charging);
}
