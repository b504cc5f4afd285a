using ChargePoint.Hal;

namespace ChargePoint.Features;

/// <summary>Why a sample was taken (OCPP 1.6 section 7.40, ReadingContext).</summary>
public enum ReadingContext
{
    /// <summary>By the sample interval.</summary>
    SamplePeriodic,

    /// <summary>By request of the Central System.</summary>
    Trigger,

    /// <summary>At the start of a transaction.</summary>
    TransactionBegin,

    /// <summary>At the end of a transaction.</summary>
    TransactionEnd,

    /// <summary>By the clock-aligned interval.</summary>
    SampleClock,
}

/// <summary>One measurement as it was at its moment. Immutable once taken: a message that is sent again says the same.</summary>
public sealed class MeterSample
{
    private readonly int[] _currentMilliamps;
    private readonly int[] _voltageMillivolts;

    /// <summary>Takes a sample.</summary>
    /// <param name="moment">When.</param>
    /// <param name="context">Why.</param>
    /// <param name="reading">What the meter says; copied.</param>
    /// <param name="phases">How many phases of it are real.</param>
    /// <param name="offeredMilliamps">What the pilot offers.</param>
    public MeterSample(Moment moment, ReadingContext context, MeterReading reading, int phases, int offeredMilliamps)
    {
        Moment = moment;
        Context = context;
        EnergyWh = reading.EnergyWh;
        PowerW = reading.PowerW;
        Phases = phases;
        OfferedMilliamps = offeredMilliamps;
        _currentMilliamps = new int[phases];
        _voltageMillivolts = new int[phases];
        for (int i = 0; i < phases; i++)
        {
            _currentMilliamps[i] = reading.CurrentMilliamps[i];
            _voltageMillivolts[i] = reading.VoltageMillivolts[i];
        }
    }

    /// <summary>A sample that is known by its energy alone.</summary>
    /// <param name="moment">When.</param>
    /// <param name="context">Why.</param>
    /// <param name="energyWh">Energy register in watt-hours.</param>
    public MeterSample(Moment moment, ReadingContext context, long energyWh)
        : this(moment, context, new MeterReading { EnergyWh = energyWh }, 0, 0)
    {
    }

    /// <summary>When it was taken.</summary>
    public Moment Moment { get; }

    /// <summary>Why it was taken.</summary>
    public ReadingContext Context { get; }

    /// <summary>Energy register in watt-hours.</summary>
    public long EnergyWh { get; }

    /// <summary>Power in watts.</summary>
    public int PowerW { get; }

    /// <summary>How many phases were measured: 1 or 3; 0 if only the energy is known.</summary>
    public int Phases { get; }

    /// <summary>Current offered by the pilot, in milliamperes.</summary>
    public int OfferedMilliamps { get; }

    /// <summary>Current of a phase in milliamperes.</summary>
    /// <param name="phase">0 to <see cref="Phases"/> - 1.</param>
    public int CurrentMilliamps(int phase) => _currentMilliamps[phase];

    /// <summary>Voltage of a phase against neutral in millivolts.</summary>
    /// <param name="phase">0 to <see cref="Phases"/> - 1.</param>
    public int VoltageMillivolts(int phase) => _voltageMillivolts[phase];
}
