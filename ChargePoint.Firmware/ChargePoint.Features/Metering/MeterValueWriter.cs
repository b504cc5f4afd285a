using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>Writes samples as OCPP MeterValue objects (section 7.33), in integer arithmetic.</summary>
public static class MeterValueWriter
{
    /// <summary>Writes one MeterValue.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="sample">What was measured.</param>
    /// <param name="measurands">Comma-separated names of the wanted measurands, all of them valid.</param>
    /// <param name="clock">Time of day.</param>
    public static void Write(JsonWriter writer, MeterSample sample, string measurands, WallClock clock)
    {
        writer.StartObject();
        writer.MemberTimestamp("timestamp", sample.Moment.UnixMs(clock));
        writer.Name("sampledValue");
        writer.StartArray();
        for (int start = 0; start < measurands.Length; start = WriteNext(writer, sample, measurands, start))
        {
        }

        writer.EndArray();
        writer.EndObject();
    }

    // Writes the measurand whose name starts here; returns where the one behind it starts.
    private static int WriteNext(JsonWriter writer, MeterSample sample, string measurands, int start)
    {
        int end = measurands.IndexOf(',', start);
        if (end < 0) end = measurands.Length;
        WriteMeasurand(writer, sample, Measurands.Find(measurands, start, end - start));
        return end + 1;
    }

    private static void WriteMeasurand(JsonWriter writer, MeterSample sample, int measurand)
    {
        switch (measurand)
        {
            case Measurands.EnergyActiveImportRegister:
                WriteValue(writer, sample, measurand, -1, sample.EnergyWh, 0, "Wh");
                break;
            case Measurands.PowerActiveImport:
                WriteValue(writer, sample, measurand, -1, sample.PowerW, 0, "W");
                break;
            case Measurands.CurrentImport:
                for (int i = 0; i < sample.Phases; i++) WriteValue(writer, sample, measurand, i, sample.CurrentMilliamps(i), 3, "A");
                break;
            case Measurands.CurrentOffered:
                WriteValue(writer, sample, measurand, -1, sample.OfferedMilliamps, 3, "A");
                break;
            case Measurands.Voltage:
                for (int i = 0; i < sample.Phases; i++) WriteValue(writer, sample, measurand, i, sample.VoltageMillivolts(i), 3, "V");
                break;
            default:
                break; // a name that this version does not measure; ValueRules lets none through
        }
    }

    private static void WriteValue(JsonWriter writer, MeterSample sample, int measurand, int phase, long unscaled, int decimals, string unit)
    {
        writer.StartObject();
        writer.Name("value");
        writer.DecimalString(unscaled, decimals);
        writer.Member("context", NameOf(sample.Context));
        writer.Member("measurand", Measurands.NameOf(measurand));
        if (phase >= 0) writer.Member("phase", PhaseName(measurand, phase));
        writer.Member("location", "Outlet");
        writer.Member("unit", unit);
        writer.EndObject();
    }

    private static string NameOf(ReadingContext context) => context switch
    {
        ReadingContext.Trigger => "Trigger",
        ReadingContext.TransactionBegin => "Transaction.Begin",
        ReadingContext.TransactionEnd => "Transaction.End",
        _ => "Sample.Periodic",
    };

    // A voltage is measured between phase and neutral, a current in a phase (OCPP 1.6 section 7.36).
    private static string PhaseName(int measurand, int phase)
    {
        string line = phase == 0 ? "L1" : phase == 1 ? "L2" : "L3";
        return measurand == Measurands.Voltage ? line + "-N" : line;
    }
}
