using System.Globalization;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;

namespace ChargePoint.Simulator.Bench;

/// <summary>
/// The <c>sim ...</c> commands: they say what happens around the charge point. A wrong command is refused with one line and
/// changes nothing. A command whose outcome is there already (such as plugging what is plugged) is carried out and says so.
/// </summary>
public sealed class BenchCommands
{
    private const int LongestSkipSeconds = 365 * 24 * 3600;
    private const int SeenWithinMs = 600; // two rounds of the meter as well
    private const int AwayMs = 2000;
    private const int HotDeciCelsius = 1000;
    private const decimal HighestAmperes = SimulatedVehicle.HighestMaximumMilliamps / 1000m;

    private readonly SimulatedBoard _board;
    private readonly IBenchHost _host;
    private readonly Command[] _commands;
    private string _lastCard = "";

    /// <summary>Makes the commands of a board.</summary>
    /// <param name="board">Board around which things happen.</param>
    /// <param name="host">Process around the board.</param>
    public BenchCommands(SimulatedBoard board, IBenchHost host)
    {
        _board = board;
        _host = host;
        _commands =
        [
            new("plug", "C", "cable into socket and vehicle; the vehicle takes energy as soon as it is offered", w => At(w[0], Plug)),
            new("unplug", "C", "cable off altogether (out of the socket as soon as the lock lets it go)", w => At(w[0], Unplug)),
            new("unplug", "C ev", "cable out of the vehicle only", w => At(w[0], UnplugVehicle)),
            new("tap", "IDTAG", "card at the reader", w => Tap(w[0])),
            new("suspend", "C", "vehicle stops asking for energy", w => At(w[0], c => Ask(c, false))),
            new("resume", "C", "vehicle asks for energy again", w => At(w[0], c => Ask(c, true))),
            new("load", "C AMPERES", "highest current that the vehicle takes, per phase", w => At(w[0], c => Load(c, w[1]))),
            new("fault", "C CODE|none", "fault by its OCPP ChargePointErrorCode; C 0 is the whole charge point", w => Fault(w[0], w[1])),
            new("lock", "C jam|free", "lock's actuator gets stuck / moves again", w => At(w[0], c => Jam(c, w[1]))),
            new("weld", "C on|off", "contactor's contacts stay closed", w => At(w[0], c => Switch(w[1], "on", "off", on => c.Contactor.Welded = on))),
            new("stuck", "C on|off", "contactor does not pull in", w => At(w[0], c => Switch(w[1], "on", "off", on => c.Contactor.StuckOpen = on))),
            new("meter", "C silent|ok", "meter stops answering / answers again", w => At(w[0], c => Switch(w[1], "silent", "ok", on => c.Meter.Silent = on))),
            new("pilot", "C short|ok", "pilot wire shorted to earth / sound", w => At(w[0], c => Switch(w[1], "short", "ok", on => c.Pilot.Shorted = on))),
            new("leak", "C on|off", "residual current flows", w => At(w[0], c => Switch(w[1], "on", "off", on => c.ResidualCurrent.Leaking = on))),
            new("monitor", "C broken|ok", "residual-current monitor does not trip, its self test fails", w => At(w[0], c => Switch(w[1], "broken", "ok", on => c.ResidualCurrent.Broken = on))),
            new("diode", "C missing|ok", "vehicle's pilot diode, looked at while current is offered", w => At(w[0], c => Switch(w[1], "missing", "ok", on => c.Pilot.DiodeMissing = on))),
            new("cable", "C AMPERES", "what the plugged cable's resistor says: 13, 20, 32, 63; 0 is broken", w => At(w[0], c => Cable(c, w[1]))),
            new("excess", "C AMPERES", "current that flows beyond what was offered, per phase", w => At(w[0], c => Amperes(w[1], milliamps => c.Vehicle.ExcessMilliamps = milliamps))),
            new("temperature", "C DEGREES", "in the housing, -40 to 125", w => At(w[0], c => Temperature(c, w[1]))),
            new("reader", "dead|ok", "card reader stops answering / answers again", w => Switch(w[0], "dead", "ok", dead => _board.Reader.IsDead = dead)),
            new("supply", "VOLTS", "voltage of each phase, 0 to 400", w => Supply(w[0])),
            new("link", "down|up", "network gone / back", w => Switch(w[0], "down", "up", down => _board.Link.IsUp = !down)),
            new("power-cycle", "", "sudden power loss, then restart from flash", _ => Done(_host.PowerCycle())),
            new("mains", "off|on", "mains gone / back", w => w[0] switch
            {
                "off" => Done(_host.MainsOff()),
                "on" => Done(_host.MainsOn()),
                _ => NotOneOf(w[0], "off", "on"),
            }),
            new("emergency", "on|off", "emergency stop pressed / released", w => Switch(w[0], "on", "off", on => _board.EmergencyStop = on)),
            new("skip", "SECONDS", "simulated time passes at once", w => Skip(w[0])),
            new("help", "", "this list", _ => Help()),
        ];
    }

    /// <summary>Carries out one command.</summary>
    /// <param name="line">What stands behind <c>sim</c>.</param>
    /// <returns>What it has to say.</returns>
    public BenchResult Execute(string line) => Execute(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Carries out one command.</summary>
    /// <param name="words">The words behind <c>sim</c>.</param>
    /// <returns>What it has to say.</returns>
    public BenchResult Execute(string[] words)
    {
        if (words.Length == 0) return BenchResult.Refused("sim what? 'sim help' lists the commands");
        Command[] named = Array.FindAll(_commands, c => c.Name == words[0]);
        if (named.Length == 0) return BenchResult.Refused($"unknown bench command '{Shown(words[0])}'; 'sim help' lists them");
        string[] arguments = words[1..];
        Command? fitting = Array.Find(named, c => c.Takes(arguments));
        if (fitting == null) return BenchResult.Refused("usage: " + string.Join(" or ", named.Select(c => c.Usage)));
        BenchResult result = fitting.Run(arguments);
        if (words[0] is not ("skip" or "help" or "power-cycle")) _host.LetDriversSee(SeenWithinMs);
        return result;
    }

    private static BenchResult Done(string? problem) => problem == null ? BenchResult.Ok : BenchResult.Refused(problem);

    private static BenchResult NotOneOf(string word, string first, string second) =>
        BenchResult.Refused($"'{Shown(word)}' is neither '{first}' nor '{second}'");

    // What was typed goes back to a terminal: shortened, and without control characters.
    private static string Shown(string word)
    {
        string clean = new([.. word.Select(c => char.IsControl(c) ? '?' : c)]);
        return clean.Length <= 40 ? clean : clean[..40] + "...";
    }

    private static BenchResult Plug(SimulatedConnector connector)
    {
        if (connector.Vehicle.IsConnected) return BenchResult.Said("a vehicle is connected already");
        return connector.Plug() ? BenchResult.Ok : BenchResult.Refused("the bolt of the lock blocks the socket");
    }

    private static BenchResult Unplug(SimulatedConnector connector)
    {
        if (!connector.Unplug() && !connector.RemovalPending) return BenchResult.Said("nothing is plugged");
        return connector.RemovalPending ? BenchResult.Said("pulled at the vehicle; out of the socket as soon as the lock lets it go") : BenchResult.Ok;
    }

    private static BenchResult UnplugVehicle(SimulatedConnector connector) =>
        connector.UnplugVehicle() ? BenchResult.Ok : BenchResult.Said("no vehicle is connected");

    private static BenchResult Ask(SimulatedConnector connector, bool ask)
    {
        bool there = ask ? connector.Vehicle.Resume() : connector.Vehicle.Suspend();
        return there ? BenchResult.Ok : BenchResult.Refused("no vehicle is connected");
    }

    private static BenchResult Load(SimulatedConnector connector, string text) => Amperes(text, milliamps => connector.Vehicle.MaximumMilliamps = milliamps);

    private static BenchResult Cable(SimulatedConnector connector, string text)
    {
        if (connector.Lock == null) return BenchResult.Refused("an attached cable has no resistor");
        if (text is not ("0" or "13" or "20" or "32" or "63")) return BenchResult.Refused($"'{Shown(text)}' is not 13, 20, 32, 63 or 0");
        connector.CableMilliamps = int.Parse(text, CultureInfo.InvariantCulture) * 1000;
        return BenchResult.Ok;
    }

    private static BenchResult Temperature(SimulatedConnector connector, string text)
    {
        bool valid = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int degrees) && degrees is >= -40 and <= 125;
        if (!valid) return BenchResult.Refused($"'{Shown(text)}' is not a temperature of -40 to 125 degrees");
        connector.Temperature.DeciCelsius = degrees * 10;
        return BenchResult.Ok;
    }

    private BenchResult Supply(string text)
    {
        bool valid = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int volts) && volts <= 400;
        if (!valid) return BenchResult.Refused($"'{Shown(text)}' is not a voltage of 0 to 400");
        _board.SupplyMillivolts = volts * 1000;
        return BenchResult.Ok;
    }

    private static BenchResult Amperes(string text, Action<int> apply)
    {
        bool number = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal amperes);
        if (!number || amperes > HighestAmperes) return BenchResult.Refused($"'{Shown(text)}' is not a current of 0 to {HighestAmperes:0} amperes");
        if (amperes * 1000 != decimal.Truncate(amperes * 1000)) return BenchResult.Refused("a current has at most three decimals");
        apply((int)(amperes * 1000));
        return BenchResult.Ok;
    }

    private static BenchResult Jam(SimulatedConnector connector, string word)
    {
        if (connector.Lock is not { } actuator) return BenchResult.Refused("an attached cable has no lock");
        return Switch(word, "jam", "free", stuck => actuator.Stuck = stuck);
    }

    private static BenchResult Switch(string word, string on, string off, Action<bool> apply)
    {
        if (word != on && word != off) return NotOneOf(word, on, off);
        apply(word == on);
        return BenchResult.Ok;
    }

    private BenchResult At(string text, Func<SimulatedConnector, BenchResult> run) =>
        TryConnector(text, 1, out int id, out BenchResult refusal) ? run(_board.Connector(id)) : refusal;

    private bool TryConnector(string text, int lowest, out int id, out BenchResult refusal)
    {
        bool valid = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id >= lowest && id <= _board.ConnectorCount;
        string range = lowest == _board.ConnectorCount ? $"it is {lowest}" : $"they are {lowest} to {_board.ConnectorCount}";
        refusal = valid ? BenchResult.Ok : BenchResult.Refused($"there is no connector '{Shown(text)}': {range}");
        return valid;
    }

    private BenchResult Tap(string idTag)
    {
        if (!SimulatedReader.IsIdentifier(idTag)) return BenchResult.Refused("an idTag has 1 to 20 printable ASCII characters");
        if (idTag == _lastCard) _host.LetDriversSee(AwayMs); // the same card is seen again only after it was away
        _lastCard = idTag;
        return _board.Reader.Present(idTag) ? BenchResult.Ok : BenchResult.Refused($"{SimulatedReader.Capacity} cards wait at the reader and nobody takes them");
    }

    private BenchResult Fault(string connectorText, string code)
    {
        if (!TryConnector(connectorText, 0, out int id, out BenchResult refusal)) return refusal;
        string wanted = code == "none" ? nameof(HardwareFault.NoError) : code;
        int index = Array.FindIndex(Enum.GetNames<HardwareFault>(), name => name.Equals(wanted, StringComparison.OrdinalIgnoreCase));
        if (index < 0) return BenchResult.Refused($"'{Shown(code)}' is not a fault of hardware: none, {string.Join(", ", Enum.GetNames<HardwareFault>()[1..])}");
        HardwareFault fault = Enum.GetValues<HardwareFault>()[index];
        if (id == 0) FaultOfAll(fault);
        else FaultOf(_board.Connector(id), fault);
        if (fault == HardwareFault.NoError) _host.Acknowledge(id);
        return BenchResult.Ok;
    }

    private void FaultOfAll(HardwareFault fault)
    {
        bool reader = _host.HasDrivers && fault == HardwareFault.ReaderFailure;
        _board.Reader.IsDead = reader;
        _board.Fault = reader ? HardwareFault.NoError : fault;
    }

    // Where drivers look, a fault that a part can have by itself, whatever is going on, comes from the part. The others are told as they are.
    private void FaultOf(SimulatedConnector connector, HardwareFault fault)
    {
        bool cause = _host.HasDrivers;
        connector.ResidualCurrent.Leaking = cause && fault == HardwareFault.GroundFailure;
        connector.Pilot.Shorted = cause && fault == HardwareFault.EVCommunicationError;
        connector.Meter.Silent = cause && fault == HardwareFault.PowerMeterFailure;
        connector.Contactor.Welded = cause && fault == HardwareFault.PowerSwitchFailure;
        connector.Temperature.DeciCelsius = cause && fault == HardwareFault.HighTemperature ? HotDeciCelsius : SimulatedTemperature.RoomDeciCelsius;
        bool hasCause = cause && (fault is HardwareFault.GroundFailure or HardwareFault.EVCommunicationError or HardwareFault.PowerMeterFailure
            or HardwareFault.PowerSwitchFailure or HardwareFault.HighTemperature);
        connector.Fault = hasCause ? HardwareFault.NoError : fault;
    }

    private BenchResult Skip(string text)
    {
        bool valid = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds is >= 1 and <= LongestSkipSeconds;
        return valid ? Done(_host.Skip(seconds)) : BenchResult.Refused($"'{Shown(text)}' is not a number of seconds, 1 to {LongestSkipSeconds}");
    }

    private BenchResult Help() => new([.. _commands.Select(c => $"{c.Usage,-26} {c.Text}")], null);

    private sealed record Command(string Name, string Parameters, string Text, Func<string[], BenchResult> Run)
    {
        private readonly string[] _parameters = Parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        public string Usage => Parameters.Length == 0 ? $"sim {Name}" : $"sim {Name} {Parameters}";

        // A parameter in lower case without alternatives is a word that has to stand there.
        public bool Takes(string[] arguments) =>
            arguments.Length == _parameters.Length
            && !_parameters.Where((parameter, i) => IsFixed(parameter) && parameter != arguments[i]).Any();

        private static bool IsFixed(string parameter) => parameter.All(char.IsAsciiLetterLower);
    }
}
