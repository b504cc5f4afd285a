using ChargePoint.Boards;
using ChargePoint.Hal.Simulated;
using ChargePoint.NanoHost;
using ChargePoint.VirtualBoard.Meters;
using ChargePoint.VirtualBoard.OpenEvse;
using ChargePoint.VirtualBoard.Parts;
using ChargePoint.VirtualBoard.Readers;

namespace ChargePoint.VirtualBoard;

/// <summary>
/// All that a board description names, as virtual chips on the pins, buses and ports of a virtual controller, and behind them the world: the
/// vehicles, cables and cards of a <see cref="SimulatedBoard"/>. The description says how it is wired; the drivers do not know that it is not real.
/// </summary>
public sealed class VirtualHardware
{
    private const int WatchdogMs = 10_000;
    private const long CardStaysMs = 600;

    private readonly VirtualEsp32 _controller;
    private readonly SimulatedBoard _world;
    private readonly Section _root;
    private readonly Chip _chip;
    private readonly VirtualWatchdog? _watchdog;
    private VirtualMfrc522? _mfrc522;
    private VirtualPn532? _pn532;

    /// <summary>Wires a board.</summary>
    /// <param name="controller">The controller.</param>
    /// <param name="world">The world; it has as many connectors as the description.</param>
    /// <param name="description">How it is wired.</param>
    /// <param name="reset">Resets the board: the watchdog's work. Called by <see cref="Look"/>.</param>
    public VirtualHardware(VirtualEsp32 controller, SimulatedBoard world, Section description, Action reset)
    {
        _controller = controller;
        _world = world;
        _root = description;
        _chip = (Chip)description.Number("chip");
        WireMeters();
        Section[] connectors = description.List("connectors");
        for (int i = 0; i < connectors.Length; i++) WireConnector(connectors[i], world.Connector(i + 1));
        WireReader();
        if (description.Part("watchdog") is { } watchdog) _watchdog = new VirtualWatchdog(controller, watchdog.Number("pin"), WatchdogMs, reset);
        if (description.Part("emergencyStop") is { } stop) _ = new VirtualContact(controller, new Wire(stop.Number("pin"), !stop.Flag("activeLow")), () => world.EmergencyStop);
        if (description.Part("mains") is { } mains) _ = new VirtualContact(controller, new Wire(mains.Number("pin"), !mains.Flag("activeLow")), () => world.MainsPresent);
    }

    /// <summary>The OpenEVSE controller, where the board is its companion.</summary>
    public VirtualOpenEvse? OpenEvse { get; private set; }

    /// <summary>The line with the meters, or null.</summary>
    public VirtualModbusLine? Modbus { get; private set; }

    /// <summary>The lights of the connectors, in their order; null where there is none.</summary>
    public IReadOnlyList<VirtualLight?> Lights => _lights;

    private readonly List<VirtualLight?> _lights = [];

    /// <summary>Options of a world for a description: as many connectors, phases and amperes.</summary>
    public static SimulatedBoardOptions WorldOf(Section description)
    {
        Section first = description.List("connectors")[0];
        Section? supply = description.Part("supply");
        return new SimulatedBoardOptions
        {
            ConnectorCount = description.List("connectors").Length,
            FixedCable = first.Number("cable") != 0,
            Ventilated = first.Flag("ventilated"),
            MaximumMilliamps = first.Number("maxAmps") * 1000,
            Phases = supply?.Number("phases") ?? 1,
            VoltageMillivolts = (supply?.Number("volts") ?? 230) * 1000,
            PhaseSwitching = first.Part("contactor")?.Has("coilL2L3") ?? false,
        };
    }

    /// <summary>Lets time pass for chips that act by themselves. To be called about as often as the supervisor steps, after it.</summary>
    public void Look()
    {
        if (_mfrc522 != null) _mfrc522.IsDead = _world.Reader.IsDead;
        if (_pn532 != null) _pn532.IsDead = _world.Reader.IsDead;
        _watchdog?.Look();
    }

    private void WireConnector(Section section, SimulatedConnector connector)
    {
        if (_root.Part("openEvse") is { } companion)
        {
            OpenEvse = new VirtualOpenEvse(_controller.Uart(PortOf(companion)), connector, section.Number("maxAmps"));
            WireLight(section);
            return;
        }

        Section contactor = section.Part("contactor")!;
        bool coilHigh = !contactor.Flag("activeLow");
        bool feedbackHigh = !contactor.Flag("feedbackActiveLow");
        _ = new VirtualContactor(
            _controller, connector, WireOf(contactor, "coil", coilHigh)!, WireOf(contactor, "feedback", feedbackHigh), WireOf(contactor, "coilL2L3", coilHigh), WireOf(contactor, "feedbackL2L3", feedbackHigh));
        Section pilot = section.Part("pilot")!;
        _ = new VirtualPilot(_controller, connector, pilot.Number("pwm"), Channel(pilot, "high"), Channel(pilot, "low"), BoardBuilder.PilotOptionsOf(pilot));
        if (section.Part("proximity") is { } proximity)
            _ = new VirtualProximity(_controller, connector, Channel(proximity, "pin"), proximity.Number("pullUpOhms"), proximity.Number("openReading"));
        if (section.Part("lock") is { } bolt)
            _ = new VirtualLock(_controller, connector, WireOf(bolt, "lock", true)!, WireOf(bolt, "unlock", true), WireOf(bolt, "feedback", !bolt.Flag("feedbackActiveLow")));
        if (section.Part("residualCurrent") is { } monitor)
            _ = new VirtualResidualCurrent(_controller, connector, WireOf(monitor, "trip", !monitor.Flag("tripActiveLow"))!, WireOf(monitor, "test", !monitor.Flag("testActiveLow")));
        if (section.Part("temperature") is { } sensor) _ = new VirtualNtc(_controller, connector, Channel(sensor, "pin"), BoardBuilder.NtcOptionsOf(sensor));
        WireLight(section);
        WireMeter(section.Part("meter")!, connector);
    }

    private void WireLight(Section section)
    {
        Section? light = section.Part("indicator");
        bool high = light != null && !light.Flag("activeLow");
        _lights.Add(light == null ? null : new VirtualLight(_controller, WireOf(light, "red", high), WireOf(light, "green", high), WireOf(light, "blue", high), WireOf(light, "buzzer", true)));
    }

    private void WireMeters()
    {
        if (_root.Part("modbus") is { } modbus) Modbus = new VirtualModbusLine(_controller.Uart(PortOf(modbus)));
    }

    private void WireMeter(Section meter, SimulatedConnector connector)
    {
        MeterKind kind = (MeterKind)meter.Number("type");
        int address = meter.Number("address");
        if (kind == MeterKind.S0) _ = new VirtualPulseMeter(_controller.Pin(meter.Number("pin")), connector.Meter, meter.Number("pulsesPerKwh"));
        else if (kind is MeterKind.B21 or MeterKind.B23) Modbus!.Attach(new VirtualAbbMeter(address, connector.Meter));
        else Modbus!.Attach(new VirtualEastronMeter(address, connector.Meter));
    }

    private void WireReader()
    {
        if (_root.Part("reader") is not { } reader) return;
        VirtualPin? reset = reader.Has("reset") ? _controller.Pin(reader.Number("reset")) : null;
        switch (reader.Number("type"))
        {
            case 0:
                _mfrc522 = new VirtualMfrc522(() => _controller.NowMs, reset);
                _controller.AttachSpi(1, reader.Number("select"), _mfrc522);
                break;
            case 1:
                _pn532 = new VirtualPn532(() => _controller.NowMs, null, reset);
                _controller.AttachI2c(1, Hal.Readers.Pn532I2cLink.Address, _pn532);
                break;
            default:
                VirtualUart uart = _controller.Uart(PortOf(reader));
                _pn532 = new VirtualPn532(() => _controller.NowMs, uart, reset);
                uart.Peer = _pn532;
                break;
        }

        _world.Reader.Chip = Present;
    }

    // Only what a card can have as its identifier goes through the chip. Other texts, which the bench takes as well, pass it by.
    private bool Present(string card)
    {
        if (card.Length is not (8 or 14 or 20) || card.Any(c => !char.IsAsciiDigit(c) && c is not (>= 'A' and <= 'F'))) return false;
        byte[] uid = Convert.FromHexString(card);
        _mfrc522?.Present(uid, CardStaysMs);
        _pn532?.Present(uid, CardStaysMs);
        return true;
    }

    private static Wire? WireOf(Section part, string name, bool activeHigh) => part.Has(name) ? new Wire(part.Number(name), activeHigh) : null;

    private static string PortOf(Section part) => Schema.Ports()[part.Number("port")];

    private int Channel(Section part, string name) => ChipPins.AdcChannel(_chip, part.Number(name));
}
