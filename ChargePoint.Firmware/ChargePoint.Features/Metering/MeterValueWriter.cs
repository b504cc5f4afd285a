using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>Writes samples as OCPP MeterValue objects (section 7.33), in integer arithmetic.</summary>
public static class MeterValueWriter
{
    /// <summary>Writes one MeterValue.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="sample">What was measured.</param>
    /// <param name="measurands">Set of the wanted measurands (<see cref="Measurands.SetOf"/>).</param>
    /// <param name="clock">Time of day.</param>
    public static void Write(JsonWriter writer, MeterSample sample, int measurands, WallClock clock)
    {
        writer.StartObject();
        writer.MemberTimestamp("timestamp", sample.Moment.UnixMs(clock));
        writer.Name("sampledValue");
        writer.StartArray();
        for (int measurand = 0; measurand < Measurands.Count; measurand++)
        {
            if (Measurands.Has(measurands, measurand)) WriteMeasurand(writer, sample, measurand);
        }

        writer.EndArray();
        writer.EndObject();
    }

    /// <summary>Longest MeterValue of a sample in bytes.</summary>
    /// <param name="phases">Phases of the sample.</param>
    /// <param name="measurands">Set of the wanted measurands.</param>
    public static int LongestBytes(int phases, int measurands)
    {
        int bytes = 70;
        for (int measurand = 0; measurand < Measurands.Count; measurand++)
        {
            if (Measurands.Has(measurands, measurand)) bytes += Measurands.IsByPhase(measurand) ? 160 * phases : 160;
        }

        return bytes;
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
                break; // of a newer version
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
        ReadingContext.SampleClock => "Sample.Clock",
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
