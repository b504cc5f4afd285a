namespace ChargePoint.Hal;

/// <summary>The hardware of one connector (EVSE outlet).</summary>
public interface IConnectorHardware
{
    /// <summary>Control pilot.</summary>
    IControlPilot Pilot { get; }

    /// <summary>Contactor.</summary>
    IContactor Contactor { get; }

    /// <summary>Energy meter.</summary>
    IEnergyMeter Meter { get; }

    /// <summary>Connector lock, or null for an attached cable.</summary>
    IConnectorLock? Lock { get; }

    /// <summary>Indicator.</summary>
    IStatusIndicator Indicator { get; }

    /// <summary>Residual-current monitor, or null where a device outside (a type B residual-current device) protects people.</summary>
    IResidualCurrentMonitor? ResidualCurrent { get; }

    /// <summary>Temperature sensor, or null.</summary>
    ITemperatureSensor? Temperature { get; }

    /// <summary>
    /// Highest current that contactor, wiring and the cable in the socket carry, per phase, in milliamperes: 6,000 to 80,000, or 0 for a
    /// cable that must carry none.
    /// </summary>
    int MaximumMilliamps { get; }

    /// <summary>True while a plug is in the socket, whether or not a vehicle is at its other end; always true for an attached cable.</summary>
    bool CablePresent { get; }

    /// <summary>True if the place is ventilated, so that a vehicle that asks for it (pilot state D) may be given energy.</summary>
    bool IsVentilated { get; }

    /// <summary>Present fault of this connector's hardware that none of its parts tells by itself.</summary>
    HardwareFault Fault { get; }

    /// <summary>What <see cref="Fault"/> is about, in up to 50 characters; "" while there is none or nothing more is known.</summary>
    string FaultDetail { get; }
}

/// <summary>
/// The controller that the firmware runs on, without anything that is wired to it: time, randomness, flash, network, and what belongs to
/// the security of the connection.
/// </summary>
public interface IController
{
    /// <summary>Monotonic clock.</summary>
    IClock Clock { get; }

    /// <summary>Randomness.</summary>
    IRandom Random { get; }

    /// <summary>Flash file store.</summary>
    IFlashStore Flash { get; }

    /// <summary>Network link below TCP/IP.</summary>
    INetworkLink Link { get; }

    /// <summary>Certificates that TLS goes by.</summary>
    ITrustStore Trust { get; }

    /// <summary>Keeps private keys and checks signatures; null for a board that cannot: it has no certificate and takes no signed firmware.</summary>
    ISecureElement? SecureElement { get; }

    /// <summary>Where a new firmware is installed; null for a board that cannot do so.</summary>
    IFirmwareStore? Firmware { get; }

    /// <summary>The technician's terminal; null where there is none.</summary>
    IConsolePort? Console { get; }

    /// <summary>Memory that is free for the firmware, in bytes; -1 if the board cannot tell.</summary>
    int FreeMemoryBytes { get; }

    /// <summary>Makes a new, unconnected TCP/TLS byte stream.</summary>
    /// <returns>A transport of its own for each call.</returns>
    ITransport CreateTransport();

    /// <summary>Restarts the controller. Does not return on a device; on the host the wiring restarts the firmware.</summary>
    void Restart();
}

/// <summary>
/// A board: everything that the firmware may touch. Whoever ports the firmware to a board implements this interface and
/// those it names, and nothing else.
/// </summary>
public interface IBoard : IController
{
    /// <summary>RFID reader shared by the connectors.</summary>
    IRfidReader Reader { get; }

    /// <summary>External watchdog.</summary>
    IWatchdog Watchdog { get; }

    /// <summary>Connectors in the order of their OCPP connectorId: element 0 is connector 1. 1 to 8 of them.</summary>
    IConnectorHardware[] Connectors { get; }

    /// <summary>Present fault of the charge point as a whole (OCPP connectorId 0).</summary>
    HardwareFault Fault { get; }

    /// <summary>What <see cref="Fault"/> is about, in up to 50 characters; "" while there is none or nothing more is known.</summary>
    string FaultDetail { get; }

    /// <summary>
    /// False while the mains are away and the board lives on a backup supply. A board that cannot tell, or that dies with the
    /// mains, always says true.
    /// </summary>
    bool MainsPresent { get; }

    /// <summary>
    /// True while the emergency stop is pressed. It has to open the contactors by itself, without the firmware, which then only ends the
    /// sessions. A board without one always says false.
    /// </summary>
    bool EmergencyStop { get; }

    /// <summary>Nominal voltage of a phase against neutral, in millivolts, 100,000 to 300,000, the same from the start on. 85 % to 115 % of it are plausible.</summary>
    int NominalMillivolts { get; }

    /// <summary>How often <see cref="Poll"/> wants to be called, in milliseconds; 0 for a board without parts that need it.</summary>
    int PollPeriodMs { get; }

    /// <summary>
    /// True once the inputs that decide about an interrupted session are known: pilots and meters. A part that does not answer is not
    /// waited for longer than 6 s. Until then the board is sampled and polled, and the firmware decides nothing.
    /// </summary>
    bool IsReady { get; }

    /// <summary>
    /// Reads the inputs on which safety depends: pilots, contactor feedback, residual current. Called by the safety supervisor, on its
    /// thread, at the beginning of each of its steps. Waits for nothing.
    /// </summary>
    void Sample();

    /// <summary>
    /// Lets the drivers of slow parts go on: card reader, meters, locks, temperatures, indicators. Called on the event loop's thread every
    /// <see cref="PollPeriodMs"/>; takes at most 50 ms, usually far less.
    /// </summary>
    void Poll();

    /// <summary>What the charge point tells about itself in BootNotification.</summary>
    BoardIdentity Identity { get; }

    /// <summary>Names who is told of every change of an input. Called once, before anything else.</summary>
    /// <param name="listener">Called from any thread, and must return at once.</param>
    void Listen(IBoardListener listener);
}

/// <summary>Is told that an input of the board may have changed.</summary>
public interface IBoardListener
{
    /// <summary>A pilot, lock, contactor, reader or fault input may have changed. Called from any thread.</summary>
    void OnBoardChanged();
}

/// <summary>What BootNotification tells about a charge point (OCPP 1.6 section 6.5; lengths are its limits).</summary>
public sealed class BoardIdentity
{
    /// <summary>Vendor, 1 to 20 characters.</summary>
    public string Vendor { get; set; } = "";

    /// <summary>Model, 1 to 20 characters.</summary>
    public string Model { get; set; } = "";

    /// <summary>Serial number, up to 25 characters, or null.</summary>
    public string? SerialNumber { get; set; }

    /// <summary>Firmware version, up to 50 characters.</summary>
    public string FirmwareVersion { get; set; } = "";

    /// <summary>Type of the main energy meter, up to 25 characters, or null.</summary>
    public string? MeterType { get; set; }

    /// <summary>Serial number of the main energy meter, up to 25 characters, or null.</summary>
    public string? MeterSerialNumber { get; set; }
}
