using System;
using System.Device.Adc;
using System.Device.Gpio;
using System.IO.Ports;
using ChargePoint.Hal;
using ChargePoint.Hal.Meters;
using ChargePoint.Hal.Parts;
using ChargePoint.Hal.Readers;
using ChargePoint.Runtime;
using nanoFramework.Hardware.Esp32;

namespace ChargePoint.Boards;

/// <summary>Makes the board that a sound description describes: opens its pins and ports and puts a driver on each part.</summary>
public sealed partial class BoardBuilder
{
    private const int SlowMeterBaud = 2400;

    // As often as the line allows: what a session has cost is known to the newest measurement, and over-current is seen by it.
    private const int MeterPeriodMs = 200;

    private readonly IController _controller;
    private readonly Section _root;
    private readonly Chip _chip;
    private readonly GpioController _gpio = new();
    private readonly AdcController _adc = new();
    private readonly bool _threePhases;
    private readonly int _nominalMillivolts;

    private BoardBuilder(IController controller, Section root)
    {
        _controller = controller;
        _root = root;
        _chip = (Chip)root.Number("chip");
        Section? supply = root.Part("supply");
        _threePhases = supply != null && supply.Number("phases") == 3;
        _nominalMillivolts = (supply == null ? 230 : supply.Number("volts")) * 1000;
    }

    /// <summary>Makes a board. All coils are released, pilots offer nothing.</summary>
    /// <param name="controller">Controller on which it is made.</param>
    /// <param name="root">Its description, found sound by a <see cref="DescriptionReader"/>.</param>
    /// <param name="firmwareVersion">firmwareVersion of BootNotification, up to 50 characters.</param>
    /// <param name="problem">Why it cannot be made, in one line: values that are in their ranges and do not fit together; "" on success.</param>
    /// <returns>A board of its own for each call, or null; the pins of one made before have to be released.</returns>
    public static DescribedBoard? Build(IController controller, Section root, string firmwareVersion, out string problem)
    {
        problem = "";
        try
        {
            return new BoardBuilder(controller, root).Build(firmwareVersion);
        }
        catch (ArgumentException e)
        {
            // Drivers refuse options that cannot work, such as a divider that measures nothing.
            problem = e.Message;
            return null;
        }
    }

    private DescribedBoard Build(string firmwareVersion)
    {
        Section[] sections = _root.List("connectors");
        IConnectorHardware[] connectors = new IConnectorHardware[sections.Length];
        Section? companion = _root.Part("openEvse");
        ModbusBus? bus = MakeBus();
        for (int i = 0; i < sections.Length; i++)
        {
            if (companion != null) connectors[i] = MakeCompanion(companion, sections[i]);
            else connectors[i] = MakeConnector(sections[i], i + 1, bus);
        }

        BoardIdentity identity = new()
        {
            Vendor = _root.Text("vendor")!,
            Model = _root.Text("model")!,
            SerialNumber = _root.Text("serial"),
            FirmwareVersion = firmwareVersion,
            MeterType = companion != null ? "OpenEVSE" : Schema.Meters()[sections[0].Part("meter")!.Number("type")],
        };
        DescribedBoard board = new(_controller, connectors, identity, _nominalMillivolts) { Bus = bus, CardReader = MakeReader() };
        Section? watchdog = _root.Part("watchdog");
        if (watchdog != null) board.Watchdog = new GpioWatchdog(new DigitalOutput(_gpio, watchdog.Number("pin")));
        board.Console = MakeConsole();
        board.Stop = MakeContact("emergencyStop", true);
        board.Mains = MakeContact("mains", false);
        return board;
    }

    private DescribedConnector MakeConnector(Section section, int id, ModbusBus? bus)
    {
        bool isSocket = section.Number("cable") == 0;
        DescribedConnector connector = new(
            section.Number("maxAmps") * 1000, isSocket, section.Flag("ventilated"), MakeContactor(section.Part("contactor")!), MakePilot(section.Part("pilot")!, id), MakeMeter(section.Part("meter")!, id, section.Number("maxAmps"), bus));
        Section? part = section.Part("proximity");
        if (part != null) connector.Proximity = new ProximityPilot(_adc, Channel(part, "pin"), part.Number("pullUpOhms"), part.Number("openReading"));
        part = section.Part("lock");
        if (part != null) connector.Motor = MakeLock(part);
        part = section.Part("residualCurrent");
        if (part != null) connector.Monitor = MakeMonitor(part);
        part = section.Part("temperature");
        if (part != null) connector.Sensor = MakeSensor(part);
        connector.Light = MakeLight(section.Part("indicator"));
        if (connector.Light != null) connector.Indicator = connector.Light;
        return connector;
    }

    private GpioContactor MakeContactor(Section part)
    {
        bool activeHigh = !part.Flag("activeLow");
        bool feedbackActiveHigh = !part.Flag("feedbackActiveLow");
        return new GpioContactor(
            new DigitalOutput(_gpio, part.Number("coil"), activeHigh),
            Input(part, "feedback", feedbackActiveHigh),
            _threePhases ? 3 : 1,
            Output(part, "coilL2L3", activeHigh),
            Input(part, "feedbackL2L3", feedbackActiveHigh));
    }

    private PwmControlPilot MakePilot(Section part, int id) =>
        new(part.Number("pwm"), id, _adc, Channel(part, "high"), Channel(part, "low"), PilotOptionsOf(part));

    /// <summary>Scaling of a control pilot.</summary>
    /// <param name="pilot">Its section.</param>
    public static PilotOptions PilotOptionsOf(Section pilot) => new()
    {
        HighZero = pilot.Number("highZero"),
        HighMicrovoltsPerStep = pilot.Number("highMicrovoltsPerStep"),
        LowZero = pilot.Number("lowZero"),
        LowMicrovoltsPerStep = pilot.Number("lowMicrovoltsPerStep"),
    };

    /// <summary>Parts of a temperature sensor.</summary>
    /// <param name="temperature">Its section.</param>
    public static NtcOptions NtcOptionsOf(Section temperature) => new()
    {
        Ohms25 = temperature.Number("ohmsAt25"),
        BetaKelvins = temperature.Number("beta"),
        DividerOhms = temperature.Number("pullUpOhms"),
    };

    private NtcTemperature MakeSensor(Section part) => new(_adc, Channel(part, "pin"), NtcOptionsOf(part));

    private MotorLock MakeLock(Section part) => new(
        _controller.Clock,
        new DigitalOutput(_gpio, part.Number("lock")),
        Output(part, "unlock", true),
        Input(part, "feedback", !part.Flag("feedbackActiveLow")),
        new MotorLockOptions { PulseMs = part.Number("pulseMs") });

    private GpioResidualCurrent MakeMonitor(Section part) => new(
        _controller.Clock,
        Input(part, "trip", !part.Flag("tripActiveLow"))!,
        Output(part, "test", !part.Flag("testActiveLow")),
        null,
        new ResidualCurrentOptions { TripWithinMs = part.Number("tripWithinMs"), ReleaseWithinMs = part.Number("releaseWithinMs"), TestPulseMs = part.Number("testPulseMs") });

    private LedIndicator? MakeLight(Section? part)
    {
        if (part == null) return null;
        bool activeHigh = !part.Flag("activeLow");
        return new LedIndicator(_controller.Clock, Output(part, "red", activeHigh), Output(part, "green", activeHigh), Output(part, "blue", activeHigh), Output(part, "buzzer", true));
    }

    // What a quarter more than the highest current at the nominal voltage makes: more pulses than that are noise.
    private int MostWatts(int maxAmps) => (int)((long)maxAmps * _nominalMillivolts * (_threePhases ? 3 : 1) / 800);

    private IEnergyMeter MakeMeter(Section part, int id, int maxAmps, ModbusBus? bus)
    {
        int type = part.Number("type");
        if (type == (int)MeterKind.S0)
        {
            S0MeterOptions options = new()
            {
                Pin = part.Number("pin"),
                PulsesPerKwh = part.Number("pulsesPerKwh"),
                Phases = _threePhases ? 3 : 1,
                NominalMillivolts = _nominalMillivolts,
                MaximumWatts = MostWatts(maxAmps),
            };
            return new S0Meter(_controller.Clock, options, new FlashPulseStore(new SlotFile(_controller.Flash, "s0-" + id, 1, new byte[SlotFile.HeaderLength + 8])));
        }

        RegisterMap map = RegisterMap.Parse(MeterTypes.Find(Schema.Meters()[type])!, out string error)!;
        if (error.Length > 0) throw new ArgumentException(error);
        return new ModbusMeter(bus!, part.Number("address"), map);
    }

    private ModbusBus? MakeBus()
    {
        Section? part = _root.Part("modbus");
        if (part == null) return null;
        string port = Schema.Ports()[part.Number("port")];
        SetPort(part, port);
        if (part.Has("rts")) Configuration.SetPinFunction(part.Number("rts"), port == "COM2" ? DeviceFunction.COM2_RTS : DeviceFunction.COM3_RTS);
        int baud = part.Number("baud");
        return new ModbusBus(_controller.Clock, new ModbusBusOptions
        {
            PortName = port,
            BaudRate = baud,
            Parity = (Parity)part.Number("parity"),
            ResponseTimeoutMs = baud <= SlowMeterBaud ? 600 : 300,
            PeriodMs = baud <= SlowMeterBaud ? 1000 : MeterPeriodMs * _root.List("connectors").Length,
        });
    }

    private IPolledReader? MakeReader()
    {
        Section? part = _root.Part("reader");
        if (part == null) return null;
        int type = part.Number("type");
        if (type == 0)
        {
            Configuration.SetPinFunction(part.Number("clock"), DeviceFunction.SPI1_CLOCK);
            Configuration.SetPinFunction(part.Number("mosi"), DeviceFunction.SPI1_MOSI);
            Configuration.SetPinFunction(part.Number("miso"), DeviceFunction.SPI1_MISO);
            return new Mfrc522Reader(_controller.Clock, _gpio, new Mfrc522Options { ChipSelectPin = part.Number("select"), ResetPin = part.Number("reset") });
        }

        Pn532Link link;
        if (type == 1)
        {
            Configuration.SetPinFunction(part.Number("data"), DeviceFunction.I2C1_DATA);
            Configuration.SetPinFunction(part.Number("clock"), DeviceFunction.I2C1_CLOCK);
            link = new Pn532I2cLink(1);
        }
        else
        {
            string port = Schema.Ports()[part.Number("port")];
            SetPort(part, port);
            link = new Pn532SerialLink(port);
        }

        return new Pn532Reader(_controller.Clock, link, _gpio, part.Number("reset"));
    }

    private IConsolePort? MakeConsole()
    {
        Section? part = _root.Part("console");
        if (part == null) return _controller.Console;
        string port = Schema.Ports()[part.Number("port")];
        SetPort(part, port);
        return new SerialConsole(_controller.Clock, port);
    }

    private InputContact? MakeContact(string name, bool isOpenActive)
    {
        Section? part = _root.Part(name);
        return part == null ? null : new InputContact(Input(part, "pin", !part.Flag("activeLow"), isOpenActive)!);
    }

    // An open wire is inactive, but for the emergency stop, whose contact opens when it is pressed: there it is active. Pins that are inputs
    // only have no resistors of their own.
    private DigitalInput? Input(Section part, string name, bool activeHigh, bool isOpenActive = false)
    {
        int pin = part.Number(name);
        if (pin < 0) return null;
        bool hasResistors = _chip != Chip.Esp32 || pin < 34;
        return new DigitalInput(_gpio, pin, activeHigh, !hasResistors ? PinMode.Input : activeHigh == isOpenActive ? PinMode.InputPullUp : PinMode.InputPullDown);
    }

    private DigitalOutput? Output(Section part, string name, bool activeHigh)
    {
        int pin = part.Number(name);
        return pin < 0 ? null : new DigitalOutput(_gpio, pin, activeHigh);
    }

    private int Channel(Section part, string name) => ChipPins.AdcChannel(_chip, part.Number(name));

    private static void SetPort(Section part, string port)
    {
        bool second = port == "COM2";
        Configuration.SetPinFunction(part.Number("tx"), second ? DeviceFunction.COM2_TX : DeviceFunction.COM3_TX);
        Configuration.SetPinFunction(part.Number("rx"), second ? DeviceFunction.COM2_RX : DeviceFunction.COM3_RX);
    }
}
