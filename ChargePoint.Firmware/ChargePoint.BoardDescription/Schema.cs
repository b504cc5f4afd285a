namespace ChargePoint.Boards;

/// <summary>
/// Every field of a board description. It is made when a description is read, at boot or on the technician's word, and dropped after:
/// it is not kept in memory.
/// </summary>
public static class Schema
{
    /// <summary>Version of the format that is understood.</summary>
    public const int Version = 1;

    /// <summary>Most connectors of a board.</summary>
    public const int MaximumConnectors = 8;

    /// <summary>The chips, in the order of <see cref="Chip"/>.</summary>
    public static string[] Chips() => new string[] { "esp32", "esp32s3", "esp32c3", "virtual" };

    /// <summary>The meters, in the order of <see cref="MeterKind"/>.</summary>
    public static string[] Meters() => new string[] { "SDM120", "SDM230", "SDM630", "B21", "B23", "S0" };

    /// <summary>The fields of the whole file.</summary>
    public static SectionRule Root() => new("a board", new FieldRule[]
    {
        FieldRule.Number("version", Version, Version, Version, "version of this format").Required(),
        FieldRule.Line("vendor", 20, "chargePointVendor of BootNotification").Required(),
        FieldRule.Line("model", 20, "chargePointModel of BootNotification").Required(),
        FieldRule.Line("serial", 25, "chargePointSerialNumber of BootNotification"),
        FieldRule.Word("chip", Chips(), "controller, for the rules of its pins").Required(),
        FieldRule.Part("supply", Supply()),
        FieldRule.List("connectors", MaximumConnectors, Connector()),
        FieldRule.Part("modbus", Modbus()),
        FieldRule.Part("reader", Reader()),
        FieldRule.Part("openEvse", OpenEvse()),
        FieldRule.Part("watchdog", new SectionRule("external watchdog that gates the coils", new FieldRule[]
        {
            FieldRule.Pin("pin", FieldKind.Output, "its input").Required(),
        })),
        FieldRule.Part("emergencyStop", Contact("contact of the emergency stop, which cuts the coils by itself; active while pressed")),
        FieldRule.Part("mains", Contact("contact that tells that the mains are present, for boards with a backup supply; active while present")),
        FieldRule.Part("console", new SectionRule("serial port of the technician's console, 115200 baud", new FieldRule[]
        {
            FieldRule.Word("port", Ports(), "port").Required(),
            FieldRule.Pin("tx", FieldKind.Output, "transmit").Required(),
            FieldRule.Pin("rx", FieldKind.Input, "receive").Required(),
        })),
        FieldRule.Word("network", new string[] { "wifi", "ethernet" }, "kind of network link"),
        FieldRule.Word("webSocket", new string[] { "own", "stock" }, "client of OCPP-J: ours, or that of nanoFramework"),
    });

    /// <summary>Serial ports. COM1 belongs to flashing and debugging.</summary>
    public static string[] Ports() => new string[] { "COM2", "COM3" };

    private static SectionRule Supply() => new("the supply", new FieldRule[]
    {
        FieldRule.Number("volts", 100, 277, 230, "nominal voltage of a phase against neutral"),
        FieldRule.Number("phases", 1, 3, 1, "phases: 1 or 3"),
    });

    private static SectionRule Connector() => new("a connector; the first one is OCPP connectorId 1", new FieldRule[]
    {
        FieldRule.Number("maxAmps", 6, 80, 32, "highest current of contactor and wiring, per phase").Required(),
        FieldRule.Word("cable", new string[] { "socket", "attached" }, "socket of type 2, or attached cable"),
        FieldRule.Flag("ventilated", "the place is ventilated: pilot state D may be served"),
        FieldRule.Part("contactor", Contactor()),
        FieldRule.Part("pilot", Pilot()),
        FieldRule.Part("proximity", new SectionRule("proximity pilot: current of the cable in the socket", new FieldRule[]
        {
            FieldRule.Pin("pin", FieldKind.Analog, "voltage of the contact").Required(),
            FieldRule.Number("pullUpOhms", 100, 10000, 1000, "resistor to the supply"),
            FieldRule.Number("openReading", 1000, 8190, 4095, "what the converter would read without a cable; more than 4095 if the supply is above its range"),
        })),
        FieldRule.Part("lock", Lock()),
        FieldRule.Part("residualCurrent", ResidualCurrent()),
        FieldRule.Part("temperature", Temperature()),
        FieldRule.Part("meter", Meter()),
        FieldRule.Part("indicator", new SectionRule("light and buzzer", new FieldRule[]
        {
            FieldRule.Pin("red", FieldKind.Output, "red"),
            FieldRule.Pin("green", FieldKind.Output, "green"),
            FieldRule.Pin("blue", FieldKind.Output, "blue"),
            FieldRule.Pin("buzzer", FieldKind.Output, "buzzer"),
            FieldRule.Flag("activeLow", "lights are on at a low level"),
        })),
    });

    private static SectionRule Contactor() => new("contactor", new FieldRule[]
    {
        FieldRule.Pin("coil", FieldKind.Output, "coil of the only contactor, or of that for L1 and N").Required(),
        FieldRule.Pin("feedback", FieldKind.Input, "its auxiliary contact; without one a welded contactor is not noticed"),
        FieldRule.Pin("coilL2L3", FieldKind.Output, "coil of the contactor for L2 and L3, where phases are switched"),
        FieldRule.Pin("feedbackL2L3", FieldKind.Input, "its auxiliary contact"),
        FieldRule.Flag("activeLow", "coils are energized by a low level"),
        FieldRule.Flag("feedbackActiveLow", "auxiliary contacts give a low level while closed"),
    });

    private static SectionRule Pilot() => new("control pilot with a peak-hold front end (IEC 61851-1)", new FieldRule[]
    {
        FieldRule.Pin("pwm", FieldKind.Output, "driver; high is +12 V").Required(),
        FieldRule.Pin("high", FieldKind.Analog, "positive peak").Required(),
        FieldRule.Pin("low", FieldKind.Analog, "negative peak").Required(),
        FieldRule.Number("highZero", 0, 4095, 2048, "reading of the positive peak at 0 V"),
        FieldRule.Number("highMicrovoltsPerStep", -500000, 500000, 7326, "its voltage for each step of the converter"),
        FieldRule.Number("lowZero", 0, 4095, 2048, "reading of the negative peak at 0 V"),
        FieldRule.Number("lowMicrovoltsPerStep", -500000, 500000, 7326, "its voltage for each step of the converter"),
    });

    private static SectionRule Lock() => new("lock of the socket", new FieldRule[]
    {
        FieldRule.Word("type", new string[] { "motor", "solenoid" }, "actuator").Required(),
        FieldRule.Pin("lock", FieldKind.Output, "motor: drives the bolt in; solenoid: holds the plug while driven").Required(),
        FieldRule.Pin("unlock", FieldKind.Output, "motor: drives the bolt out"),
        FieldRule.Pin("feedback", FieldKind.Input, "contact of the bolt; active while it holds the plug"),
        FieldRule.Flag("feedbackActiveLow", "the contact gives a low level while the bolt holds the plug"),
        FieldRule.Number("pulseMs", 20, 5000, 400, "how long the motor is driven"),
    });

    private static SectionRule ResidualCurrent() => new("residual-current monitor, 6 mA DC", new FieldRule[]
    {
        FieldRule.Pin("trip", FieldKind.Input, "its output").Required(),
        FieldRule.Pin("test", FieldKind.Output, "its test input; without one there is no self test"),
        FieldRule.Flag("tripActiveLow", "a trip is a low level"),
        FieldRule.Flag("testActiveLow", "a test is a low level"),
        FieldRule.Number("tripWithinMs", 20, 10000, 1000, "longest time from the begin of the test to the trip"),
        FieldRule.Number("releaseWithinMs", 20, 10000, 1000, "longest time from the end of the test to the release"),
        FieldRule.Number("testPulseMs", 0, 10000, 0, "length of the test signal; 0: until the trip"),
    });

    private static SectionRule Temperature() => new("temperature in the housing: NTC to ground", new FieldRule[]
    {
        FieldRule.Pin("pin", FieldKind.Analog, "voltage of the divider").Required(),
        FieldRule.Number("ohmsAt25", 1000, 1000000, 10000, "resistance at 25 °C"),
        FieldRule.Number("beta", 2000, 6000, 3950, "B value"),
        FieldRule.Number("pullUpOhms", 100, 1000000, 10000, "resistor to the supply of the converter"),
    });

    private static SectionRule Meter() => new("energy meter", new FieldRule[]
    {
        FieldRule.Word("type", Meters(), "type").Required(),
        FieldRule.Number("address", 1, 247, 1, "Modbus address (unit)"),
        FieldRule.Pin("pin", FieldKind.Input, "S0: pulses"),
        FieldRule.Number("pulsesPerKwh", 1, 100000, 1000, "S0: pulses for a kilowatt-hour"),
    });

    private static SectionRule Modbus() => new("RS-485 bus of the meters, Modbus RTU", new FieldRule[]
    {
        FieldRule.Word("port", Ports(), "port").Required(),
        FieldRule.Pin("tx", FieldKind.Output, "transmit").Required(),
        FieldRule.Pin("rx", FieldKind.Input, "receive").Required(),
        FieldRule.Pin("rts", FieldKind.Output, "enables the transmitter"),
        FieldRule.Number("baud", 1200, 115200, 9600, "baud rate"),
        FieldRule.Word("parity", new string[] { "none", "odd", "even" }, "parity"),
    });

    private static SectionRule Reader() => new("card reader", new FieldRule[]
    {
        FieldRule.Word("type", new string[] { "MFRC522", "PN532-I2C", "PN532-UART" }, "chip and how it is connected").Required(),
        FieldRule.Pin("clock", FieldKind.Output, "SPI clock, or I2C clock"),
        FieldRule.Pin("mosi", FieldKind.Output, "SPI data to the chip"),
        FieldRule.Pin("miso", FieldKind.Input, "SPI data from the chip"),
        FieldRule.Pin("select", FieldKind.Output, "SPI chip select"),
        FieldRule.Pin("data", FieldKind.Output, "I2C data"),
        FieldRule.Pin("reset", FieldKind.Output, "reset of the chip; without one it is reset by command"),
        FieldRule.Word("port", Ports(), "UART: port"),
        FieldRule.Pin("tx", FieldKind.Output, "UART: transmit"),
        FieldRule.Pin("rx", FieldKind.Input, "UART: receive"),
    });

    private static SectionRule Contact(string text) => new(text, new FieldRule[]
    {
        FieldRule.Pin("pin", FieldKind.Input, "input").Required(),
        FieldRule.Flag("activeLow", "active is a low level"),
    });

    private static SectionRule OpenEvse() => new("OpenEVSE controller that has pilot, contactor and ground-fault protection itself (RAPI)", new FieldRule[]
    {
        FieldRule.Word("port", Ports(), "port").Required(),
        FieldRule.Pin("tx", FieldKind.Output, "transmit").Required(),
        FieldRule.Pin("rx", FieldKind.Input, "receive").Required(),
        FieldRule.Flag("allowUntestedGroundFault", "serve a station whose ground-fault self test is switched off"),
    });
}
