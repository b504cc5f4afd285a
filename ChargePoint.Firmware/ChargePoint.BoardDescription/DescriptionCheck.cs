namespace ChargePoint.Boards;

/// <summary>The rules of a board description that concern more than one field.</summary>
internal static class DescriptionCheck
{
    private const int MotorLock = 0;
    private const int PortCount = 2;

    public static void Check(Section root, DescriptionReader reader)
    {
        Chip chip = (Chip)root.Number("chip");
        CheckPins(root, chip, NoUsers(), reader);
        CheckPorts(root, chip, reader);
        Section? supply = root.Part("supply");
        if (supply != null && supply.Number("phases") == 2) reader.Note(supply.PathOf("phases"), "has to be 1 or 3");
        bool companion = root.Part("openEvse") != null;
        Section[] connectors = root.List("connectors");
        if (connectors.Length == 0) reader.Note("connectors", "is missing");
        if (companion && connectors.Length > 1) reader.Note("connectors", "an OpenEVSE controller has one");
        for (int i = 0; i < connectors.Length; i++)
        {
            if (companion) CheckCompanion(connectors[i], reader);
            else CheckConnector(root, connectors[i], reader);
        }

        CheckAddresses(connectors, reader);
        Section? cards = root.Part("reader");
        if (cards != null) CheckReader(cards, reader);
    }

    private static void CheckConnector(Section root, Section connector, DescriptionReader reader)
    {
        bool socket = connector.Number("cable") == 0;
        Section? supply = root.Part("supply");
        bool threePhases = supply != null && supply.Number("phases") == 3;
        Need(connector, "contactor", reader);
        Need(connector, "pilot", reader);
        Need(connector, "meter", reader);
        if (socket) Need(connector, "proximity", reader);
        if (!socket && connector.Has("proximity")) reader.Note(connector.PathOf("proximity"), "an attached cable has none");
        if (!socket && connector.Has("lock")) reader.Note(connector.PathOf("lock"), "an attached cable has none");
        Section? contactor = connector.Part("contactor");
        if (contactor != null && contactor.Has("coilL2L3") && !threePhases) reader.Note(contactor.PathOf("coilL2L3"), "needs a supply of 3 phases");
        if (contactor != null && contactor.Has("feedbackL2L3") && !contactor.Has("coilL2L3")) reader.Note(contactor.PathOf("feedbackL2L3"), "needs coilL2L3");
        Section? motor = connector.Part("lock");
        if (motor != null && motor.Number("type") == MotorLock) Need(motor, "unlock", reader);
        Section? pilot = connector.Part("pilot");
        if (pilot != null && pilot.Number("highMicrovoltsPerStep") == 0) reader.Note(pilot.PathOf("highMicrovoltsPerStep"), "must not be 0");
        if (pilot != null && pilot.Number("lowMicrovoltsPerStep") == 0) reader.Note(pilot.PathOf("lowMicrovoltsPerStep"), "must not be 0");
        Section? meter = connector.Part("meter");
        if (meter == null) return;
        if (meter.Number("type") == (int)MeterKind.S0) Need(meter, "pin", reader);
        else if (!root.Has("modbus")) reader.Note("modbus", $"is missing, and {meter.Path} needs it");
    }

    // What the companion does itself must not be wired here as well: two masters of one contactor are none.
    private static void CheckCompanion(Section connector, DescriptionReader reader)
    {
        string[] its = new string[] { "contactor", "pilot", "proximity", "lock", "residualCurrent", "meter", "temperature" };
        for (int i = 0; i < its.Length; i++)
        {
            if (connector.Has(its[i])) reader.Note(connector.PathOf(its[i]), "belongs to the OpenEVSE controller");
        }
    }

    private static void CheckReader(Section cards, DescriptionReader reader)
    {
        string[] needed = cards.Number("type") switch
        {
            0 => new string[] { "clock", "mosi", "miso", "select" },
            1 => new string[] { "clock", "data" },
            _ => new string[] { "port", "tx", "rx" },
        };
        for (int i = 0; i < needed.Length; i++) Need(cards, needed[i], reader);
    }

    private static void CheckAddresses(Section[] connectors, DescriptionReader reader)
    {
        for (int i = 0; i < connectors.Length; i++)
        {
            Section? meter = connectors[i].Part("meter");
            if (meter == null || meter.Number("type") == (int)MeterKind.S0) continue;
            for (int other = 0; other < i; other++)
            {
                Section? before = connectors[other].Part("meter");
                if (before == null || before.Number("type") == (int)MeterKind.S0 || before.Number("address") != meter.Number("address")) continue;
                reader.Note(meter.PathOf("address"), $"is that of {before.Path} as well");
            }
        }
    }

    // A serial port has one user, and the small chip has one port less.
    private static void CheckPorts(Section root, Chip chip, DescriptionReader reader)
    {
        string[] users = new string[] { "modbus", "openEvse", "console", "reader" };
        string[] taken = new string[PortCount];
        for (int i = 0; i < PortCount; i++) taken[i] = "";
        for (int i = 0; i < users.Length; i++)
        {
            Section? user = root.Part(users[i]);
            if (user == null || !user.Has("port")) continue;
            int port = user.Number("port");
            if (taken[port].Length > 0) reader.Note(user.PathOf("port"), $"is used by {taken[port]} as well");
            if (chip == Chip.Esp32C3 && port == 1) reader.Note(user.PathOf("port"), "this chip has COM2 only");
            taken[port] = users[i];
        }
    }

    private static void CheckPins(Section section, Chip chip, string[] users, DescriptionReader reader)
    {
        FieldRule[] fields = section.Rule.Fields;
        for (int i = 0; i < fields.Length; i++)
        {
            if (!section.IsPresent(i)) continue;
            Section[]? parts = section.SectionsAt(i);
            if (parts != null)
            {
                for (int part = 0; part < parts.Length; part++) CheckPins(parts[part], chip, users, reader);
            }
            else if (fields[i].Kind <= FieldKind.Analog)
            {
                CheckPin(section, fields[i], section.NumberAt(i), chip, users, reader);
            }
        }
    }

    private static void CheckPin(Section section, FieldRule field, int pin, Chip chip, string[] users, DescriptionReader reader)
    {
        string path = section.PathOf(field.Name);
        string problem = ChipPins.Problem(chip, pin, field.Kind);
        string user = users[pin];
        if (problem.Length > 0) reader.Note(path, problem);
        else if (user.Length > 0) reader.Note(path, $"GPIO{pin} is used by {user} as well");
        users[pin] = path;
    }

    private static string[] NoUsers()
    {
        string[] users = new string[128];
        for (int i = 0; i < users.Length; i++) users[i] = "";
        return users;
    }

    private static void Need(Section section, string name, DescriptionReader reader)
    {
        if (!section.Has(name)) reader.Note(section.PathOf(name), "is missing");
    }
}

/// <summary>The meters that can be described, in the order of <see cref="Schema.Meters"/>.</summary>
public enum MeterKind
{
    /// <summary>Eastron SDM120.</summary>
    Sdm120,

    /// <summary>Eastron SDM230.</summary>
    Sdm230,

    /// <summary>Eastron SDM630.</summary>
    Sdm630,

    /// <summary>ABB B21.</summary>
    B21,

    /// <summary>ABB B23.</summary>
    B23,

    /// <summary>Any meter with an S0 output.</summary>
    S0,
}
