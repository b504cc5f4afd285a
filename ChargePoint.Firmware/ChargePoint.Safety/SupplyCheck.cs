using ChargePoint.Hal;

namespace ChargePoint.Safety;

/// <summary>
/// Is the supply plausible? By the energy meter's voltages, as far as it tells any:
/// <code>
/// above 115 % of the nominal voltage (264.5 V of 230 V)   1 s    OverVoltage: beyond +10 % (EN 50160, IEC 60038) and the sag of a line
/// below  85 % of the nominal voltage (195.5 V of 230 V)   3 s    UnderVoltage: EN 50160 allows 85 % for short times; a motor start is shorter
/// </code>
/// The contactor is not closed at all while a voltage is out of this range. A phase below 20 % counts as not connected or not told (a
/// pulse meter tells none, a single-phase supply leaves two empty, a meter behind the contactor sees nothing while it is open), unless
/// this phase has shown a voltage before under the same circumstances.
/// </summary>
internal sealed class SupplyCheck
{
    public const int OverMs = 1_000;

    public const int UnderMs = 3_000;

    private int _seenOpen;
    private int _seenClosed;
    private int _overMs;
    private int _underMs;

    /// <summary>True if the meter has been read, and no voltage that it tells is out of range.</summary>
    public bool IsPlausible { get; private set; }

    /// <summary>Looks at a new reading.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="nominalMillivolts">Nominal voltage of a phase against neutral.</param>
    /// <param name="isClosed">True if the contactor has been closed, or open, for so long that the reading is of this time.</param>
    /// <param name="isOpen">The same for open. Neither: nothing is known of phases without voltage.</param>
    /// <param name="elapsedMs">Time since the reading before.</param>
    /// <returns>Mask of the faults whose cause is there.</returns>
    public int Look(MeterReading reading, int nominalMillivolts, bool isClosed, bool isOpen, int elapsedMs)
    {
        int onePercent = nominalMillivolts / 100;
        bool over = false;
        bool under = false;
        for (int phase = 0; phase < 3; phase++)
        {
            int millivolts = reading.VoltageMillivolts[phase];
            int bit = 1 << phase;
            if (millivolts >= 20 * onePercent)
            {
                if (isClosed) _seenClosed |= bit;
                if (isOpen) _seenOpen |= bit;
            }
            else if (!(isClosed && (_seenClosed & bit) != 0) && !(isOpen && (_seenOpen & bit) != 0))
            {
                continue;
            }

            over |= millivolts > 115 * onePercent;
            under |= millivolts < 85 * onePercent;
        }

        IsPlausible = !over && !under;
        _overMs = Evidence.Add(_overMs, over, elapsedMs);
        _underMs = Evidence.Add(_underMs, under, elapsedMs);
        int causes = 0;
        if (_overMs >= OverMs) causes |= FaultTable.Bit(SafetyFault.OverVoltage);
        if (_underMs >= UnderMs) causes |= FaultTable.Bit(SafetyFault.UnderVoltage);
        return causes;
    }

    /// <summary>Nothing can be said: the meter is silent, or the mains are away.</summary>
    public void Forget()
    {
        IsPlausible = false;
        _overMs = 0;
        _underMs = 0;
    }
}
