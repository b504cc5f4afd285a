using ChargePoint.Hal;

namespace ChargePoint.Safety;

/// <summary>
/// Does the vehicle keep to what it is offered? By the energy meter, the highest of the phases:
/// <code>
/// more than the offer + 10 % + 0.5 A          7 s     (what OCPP and smart charging promise to the grid; the meter's error and inrush are inside)
/// more than the offer + 25 %, at least 0.5 A  1 s     (before a circuit breaker of class B or C would act)
/// more than 0.5 A with an open contactor      1 s     from 6 s after it has opened: a meter tells what was, and a companion
///                                                     controller that moves the contactor itself gives the vehicle its time to stop
/// </code>
/// A vehicle has 5 s to follow a lower offer (IEC 61851-1 Annex A): until then the former one counts.
/// </summary>
internal sealed class CurrentCheck
{
    public const int SlowMs = 7_000;

    public const int FastMs = 1_000;

    public const int OpenFlowMs = 1_000;

    /// <summary>How old a reading may be, in milliseconds: Modbus meters are asked once a second.</summary>
    public const int MeterLagMs = 2_000;

    /// <summary>How long a contactor has to be open until current through it is a fault, in milliseconds.</summary>
    public const int OpenSettleMs = 6_000;

    /// <summary>How long a vehicle may take to follow a lower offer, in milliseconds.</summary>
    public const int LoweringMs = 5_000;

    public const int ToleranceMilliamps = 500;

    private int _limitMilliamps;
    private int _nextMilliamps;
    private long _loweredMs;
    private bool _isLowering;
    private int _slowMs;
    private int _fastMs;
    private int _openFlowMs;

    /// <summary>Takes up the present offer. Called in every step.</summary>
    public void Offer(int offeredMilliamps, bool isOpen, long nowMs)
    {
        if (isOpen || offeredMilliamps >= _limitMilliamps)
        {
            _limitMilliamps = offeredMilliamps;
            _isLowering = false;
        }
        else if (!_isLowering)
        {
            _isLowering = true;
            _nextMilliamps = offeredMilliamps;
            _loweredMs = nowMs;
        }
        else
        {
            if (offeredMilliamps > _nextMilliamps) _nextMilliamps = offeredMilliamps;
            if (nowMs - _loweredMs < LoweringMs) return;

            // An offer that was lowered again meanwhile gets its time as well, but from now on the one before counts.
            _limitMilliamps = _nextMilliamps;
            _nextMilliamps = offeredMilliamps;
            _loweredMs = nowMs;
            _isLowering = offeredMilliamps < _limitMilliamps;
        }
    }

    /// <summary>Looks at a new reading.</summary>
    /// <returns>Mask of the faults whose cause is there.</returns>
    public int Look(int milliamps, bool isCommanded, int openMs, int elapsedMs)
    {
        int slow = _limitMilliamps + (_limitMilliamps / 10) + ToleranceMilliamps;
        int quarter = _limitMilliamps / 4;
        int fast = _limitMilliamps + (quarter < ToleranceMilliamps ? ToleranceMilliamps : quarter);
        _slowMs = Evidence.Add(_slowMs, isCommanded && milliamps > slow, elapsedMs);
        _fastMs = Evidence.Add(_fastMs, isCommanded && milliamps > fast, elapsedMs);
        _openFlowMs = Evidence.Add(_openFlowMs, openMs >= OpenSettleMs && milliamps > ToleranceMilliamps, elapsedMs);
        int causes = 0;
        if (_slowMs >= SlowMs || _fastMs >= FastMs) causes |= FaultTable.Bit(SafetyFault.OverCurrent);
        if (_openFlowMs >= OpenFlowMs) causes |= FaultTable.Bit(SafetyFault.CurrentWhileOpen);
        return causes;
    }

    /// <summary>Highest current of the phases, in milliamperes.</summary>
    public static int Highest(MeterReading reading)
    {
        int[] phases = reading.CurrentMilliamps;
        int highest = phases[0] > phases[1] ? phases[0] : phases[1];
        return highest > phases[2] ? highest : phases[2];
    }
}
