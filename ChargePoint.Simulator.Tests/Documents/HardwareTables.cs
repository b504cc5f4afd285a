using System.Globalization;
using System.Reflection;
using System.Text;
using ChargePoint.Boards;
using ChargePoint.Safety;

namespace ChargePoint.Simulator.Tests.Documents;

/// <summary>The tables of docs/hardware.md that the firmware's own tables make: pins, fields of the board description, faults.</summary>
internal static class HardwareTables
{
    private const string Current = "CurrentCheck";
    private const string Supply = "SupplyCheck";
    private const string Temperature = "TemperatureCheck";

    private const string Once = "at once";
    private const string Debounced = "at once, after the driver's debouncing";

    private static readonly Dictionary<SafetyFault, string> Found = new()
    {
        [SafetyFault.Hardware] = Once,
        [SafetyFault.ResidualCurrent] = "at once: one sample",
        [SafetyFault.ContactorWelded] = $"closed {SafetySupervisor.ContactorTimeMs} ms after it was told to open",
        [SafetyFault.CurrentWhileOpen] = $"over {Tenths(Current, "ToleranceMilliamps", 1000)} A for {Seconds(Current, "OpenFlowMs")}, from {Seconds(Current, "MeterLagMs")} after opening",
        [SafetyFault.EmergencyStop] = Debounced,
        [SafetyFault.OverCurrent] = $"over the offer + 10 % + {Tenths(Current, "ToleranceMilliamps", 1000)} A for {Seconds(Current, "SlowMs")}, or + 25 % for {Seconds(Current, "FastMs")}; a lower offer counts after {Seconds(Current, "LoweringMs")}",
        [SafetyFault.PilotDiode] = Debounced,
        [SafetyFault.PilotShorted] = Debounced,
        [SafetyFault.PilotOutOfRange] = Debounced,
        [SafetyFault.HighTemperature] = $"{Tenths(Temperature, "HighDeciCelsius", 10)} °C for {Seconds(Temperature, "HighMs")}; the cause is gone below {Tenths(Temperature, "CoolDeciCelsius", 10)} °C",
        [SafetyFault.OverVoltage] = $"over 115 % of the nominal voltage for {Seconds(Supply, "OverMs")}",
        [SafetyFault.ContactorNotClosing] = $"open {SafetySupervisor.ContactorTimeMs} ms after it was told to close, or falls off",
        [SafetyFault.ResidualSelfTest] = $"failed, or not over after {Seconds("ResidualCheck", "TestMs")}",
        [SafetyFault.LockJammed] = "when the driver has given up",
        [SafetyFault.LockNotHolding] = $"{Seconds(SafetySupervisor.LockTimeMs)} after the permission to charge",
        [SafetyFault.MeterSilent] = $"after the driver's time limit; at the start {Seconds(SafetySupervisor.FirstAnswerMs)}",
        [SafetyFault.UnderVoltage] = $"below 85 % of the nominal voltage for {Seconds(Supply, "UnderMs")}",
        [SafetyFault.NoMains] = Debounced,
        [SafetyFault.LoopSilent] = $"{Seconds(SafetySupervisor.LoopSilentMs)} in which the supervisor ran and the loop did not",
        [SafetyFault.ChargePoint] = Once,
        [SafetyFault.TemperatureSensor] = $"{Seconds(Temperature, "BrokenMs")}; forbids nothing, but limits to {Tenths(Temperature, "BlindMilliamps", 1000)} A",
    };

    /// <summary>Faults that have no line in <see cref="Found"/>.</summary>
    public static string[] Mismatches => [.. Enum.GetValues<SafetyFault>().Where(fault => !Found.ContainsKey(fault)).Select(fault => fault.ToString())];

    /// <summary>The document with its tables made anew.</summary>
    /// <param name="document">The document. Each table stands between two marks, <c>NAME: begin</c> and <c>NAME: end</c>.</param>
    public static string Renew(string document)
    {
        document = Put(document, "pins", Pins());
        document = Put(document, "fields", Fields());
        return Put(document, "faults", Faults());
    }

    private static string Put(string document, string name, string table)
    {
        string begin = $"<!-- {name}: begin -->\n";
        string end = $"<!-- {name}: end -->";
        int from = document.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        int to = document.IndexOf(end, StringComparison.Ordinal);
        if (from < begin.Length || to < from) throw new InvalidDataException($"the marks of the table '{name}' are missing");
        return document[..from] + table + document[to..];
    }

    private static string Pins()
    {
        StringBuilder text = new("| chip | outputs and inputs | inputs only | analogue (ADC1) | refused |\n| --- | --- | --- | --- | --- |\n");
        for (Chip chip = Chip.Esp32; chip < Chip.Virtual; chip++)
        {
            int count = Enumerable.Range(0, 128).Last(pin => IsThere(chip, pin)) + 1;
            int[] pins = [.. Enumerable.Range(0, count)];
            string outputs = Ranges(pins.Where(pin => Can(chip, pin, FieldKind.Output)));
            string inputs = Ranges(pins.Where(pin => Can(chip, pin, FieldKind.Input) && !Can(chip, pin, FieldKind.Output)));
            string analog = Ranges(pins.Where(pin => Can(chip, pin, FieldKind.Analog)));
            string refused = string.Join("; ", pins.Where(pin => !Can(chip, pin, FieldKind.Input)).GroupBy(pin => Reason(chip, pin)).Select(group => Ranges(group) + " " + group.Key));
            text.Append(CultureInfo.InvariantCulture, $"| `{Schema.Chips()[(int)chip]}` | {outputs} | {inputs} | {analog} | {refused} |\n");
        }

        return text.ToString();
    }

    private static bool IsThere(Chip chip, int pin) => !ChipPins.Problem(chip, pin, FieldKind.Input).StartsWith("there is no", StringComparison.Ordinal);

    private static bool Can(Chip chip, int pin, FieldKind kind) => ChipPins.Problem(chip, pin, kind).Length == 0;

    // "GPIO6 belongs to the flash memory", "GPIO20 belongs to nothing: it has no pin"
    private static string Reason(Chip chip, int pin)
    {
        string owner = ChipPins.Problem(chip, pin, FieldKind.Input).Split(" belongs to ")[1];
        return owner.StartsWith("nothing", StringComparison.Ordinal) ? "have no pin" : owner;
    }

    private static string Ranges(IEnumerable<int> pins)
    {
        List<string> ranges = [];
        int[] all = [.. pins];
        for (int i = 0; i < all.Length; i++)
        {
            int first = all[i];
            while (i + 1 < all.Length && all[i + 1] == all[i] + 1) i++;
            ranges.Add(all[i] == first ? $"{first}" : $"{first}-{all[i]}");
        }

        return string.Join(", ", ranges);
    }

    private static string Fields()
    {
        StringBuilder text = new("| field | value | default | what it says |\n| --- | --- | --- | --- |\n");
        AddFields(text, Schema.Root(), "");
        return text.ToString();
    }

    private static void AddFields(StringBuilder text, SectionRule section, string path)
    {
        foreach (FieldRule field in section.Fields)
        {
            string name = path + field.Name;
            text.Append(CultureInfo.InvariantCulture, $"| `{name}` | {ValueOf(field)} | {DefaultOf(field)} | {field.Text} |\n");
            if (field.Section != null) AddFields(text, field.Section, name + (field.Kind == FieldKind.List ? "[]." : "."));
        }
    }

    private static string ValueOf(FieldRule field) => field.Kind switch
    {
        FieldKind.Output => "pin, output",
        FieldKind.Input => "pin, input",
        FieldKind.Analog => "pin, ADC1",
        FieldKind.Flag => "true, false",
        FieldKind.Text => $"text, {field.Minimum} to {field.Maximum} characters",
        FieldKind.Word => string.Join(", ", field.Words.Select(word => $"`\"{word}\"`")),
        FieldKind.Section => "section",
        FieldKind.List => $"list of {field.Minimum} to {field.Maximum}",
        _ => field.Minimum == field.Maximum ? $"{field.Minimum}" : $"{field.Minimum} to {field.Maximum}",
    };

    private static string DefaultOf(FieldRule field)
    {
        if (field.IsRequired) return "**required**";
        return field.Kind switch
        {
            FieldKind.Output or FieldKind.Input or FieldKind.Analog => "not wired",
            FieldKind.Flag => field.Default != 0 ? "true" : "false",
            FieldKind.Word => $"`\"{field.Words[field.Default]}\"`",
            FieldKind.Number => $"{field.Default}",
            FieldKind.Section or FieldKind.List => "not there",
            _ => "none",
        };
    }

    private static string Faults()
    {
        StringBuilder text = new("| errorCode | vendorErrorCode | what it is | found | ends |\n| --- | --- | --- | --- | --- |\n");
        foreach (SafetyFault fault in Enum.GetValues<SafetyFault>())
        {
            bool isBoards = fault is SafetyFault.Hardware or SafetyFault.ChargePoint;
            string code = isBoards ? "what the board says" : FaultTable.Code(fault).ToString();
            text.Append(CultureInfo.InvariantCulture, $"| {code} | {FaultTable.VendorErrorCode(fault)} | {FaultTable.Info(fault)} | {Found[fault]} | {EndOf(fault)} |\n");
        }

        return text.ToString();
    }

    private static string EndOf(SafetyFault fault)
    {
        FaultRelease release = FaultTable.Release(fault);
        int holdMs = FaultTable.HoldMs(fault);
        int retries = FaultTable.Retries(fault);
        string end = release switch
        {
            FaultRelease.Time => holdMs == 0 ? Once : "after " + Seconds(holdMs),
            FaultRelease.Permission => "with the session",
            FaultRelease.Unplugged => "when the vehicle is unplugged",
            _ => "by `fault clear` or a restart",
        };
        return retries == 0 ? end : $"tried again after {Seconds(holdMs)}, {(retries == 2 ? "twice" : retries + " times")}; then {end}";
    }

    private static string Seconds(string check, string constant) => Seconds(Constant(check, constant));

    private static string Seconds(int milliseconds) => (milliseconds / 1000m).ToString("0.###", CultureInfo.InvariantCulture) + " s";

    private static string Tenths(string check, string constant, int unit) => ((decimal)Constant(check, constant) / unit).ToString("0.###", CultureInfo.InvariantCulture);

    // The checks are no one else's business than the supervisor's, but their limits are.
    private static int Constant(string check, string name) =>
        (int)typeof(SafetySupervisor).Assembly.GetType("ChargePoint.Safety." + check, true)!.GetField(name, BindingFlags.Public | BindingFlags.Static)!.GetRawConstantValue()!;
}
