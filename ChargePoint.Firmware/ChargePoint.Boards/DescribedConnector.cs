using ChargePoint.Hal;
using ChargePoint.Hal.Meters;
using ChargePoint.Hal.Parts;

namespace ChargePoint.Boards;

/// <summary>A connector made of the parts that a description names. Parts that are null are not there.</summary>
public sealed class DescribedConnector : IConnectorHardware
{
    private readonly int _limitMilliamps;
    private readonly bool _isSocket;
    private readonly GpioContactor _contactor;
    private readonly PwmControlPilot _pilot;
    private readonly IEnergyMeter _meter;

    internal DescribedConnector(int limitMilliamps, bool isSocket, bool isVentilated, GpioContactor contactor, PwmControlPilot pilot, IEnergyMeter meter)
    {
        _limitMilliamps = limitMilliamps;
        _isSocket = isSocket;
        IsVentilated = isVentilated;
        _contactor = contactor;
        _pilot = pilot;
        _meter = meter;
    }

    /// <inheritdoc/>
    public IControlPilot Pilot => _pilot;

    /// <inheritdoc/>
    public IContactor Contactor => _contactor;

    /// <inheritdoc/>
    public IEnergyMeter Meter => _meter;

    /// <inheritdoc/>
    public IConnectorLock? Lock => Motor;

    /// <inheritdoc/>
    public IStatusIndicator Indicator { get; internal set; } = new NoIndicator();

    /// <inheritdoc/>
    public IResidualCurrentMonitor? ResidualCurrent => Monitor;

    /// <inheritdoc/>
    public ITemperatureSensor? Temperature => Sensor;

    /// <summary>
    /// The board's limit, or the rating of the cable in the socket if that is lower; 0 with a cable whose rating cannot be read, and for a vehicle
    /// at a socket in which no plug is seen: whatever cable that is.
    /// </summary>
    public int MaximumMilliamps
    {
        get
        {
            if (Proximity == null) return _limitMilliamps;
            if (!Proximity.PlugPresent) return _pilot.State == PilotState.A ? _limitMilliamps : 0;
            int cable = Proximity.CableMilliamps;
            return cable < _limitMilliamps ? cable : _limitMilliamps;
        }
    }

    /// <inheritdoc/>
    public bool CablePresent => !_isSocket || (Proximity != null && Proximity.PlugPresent);

    /// <inheritdoc/>
    public bool IsVentilated { get; }

    /// <inheritdoc/>
    public HardwareFault Fault => External != HardwareFault.NoError ? External : IsCableUnreadable ? HardwareFault.OtherError : HardwareFault.NoError;

    /// <inheritdoc/>
    public string FaultDetail => External == HardwareFault.NoError && IsCableUnreadable ? "rating of the cable cannot be read" : "";

    internal MotorLock? Motor { get; set; }

    internal LedIndicator? Light { get; set; }

    internal GpioResidualCurrent? Monitor { get; set; }

    internal NtcTemperature? Sensor { get; set; }

    internal ProximityPilot? Proximity { get; set; }

    internal HardwareFault External { get; set; }

    private bool IsCableUnreadable => Proximity != null && Proximity.IsFaulty;

    // What the supervisor goes by.
    internal void Sample()
    {
        _pilot.Sample();
        _contactor.Sample();
        Monitor?.Sample();
        Proximity?.Sample();
    }

    internal void Poll()
    {
        Motor?.Poll();
        Sensor?.Poll();
        Light?.Poll();
        if (_meter is S0Meter pulses) pulses.Poll();
    }

    // Before the supply goes or the controller restarts.
    internal void Flush()
    {
        if (_meter is S0Meter pulses) pulses.Flush();
    }

    // All that others react to, in one number: whoever sees it change looks closer.
    internal int Inputs()
    {
        int inputs = (int)_pilot.State | ((int)_pilot.Fault << 3) | (_contactor.Feedback ? 1 << 6 : 0) | (CablePresent ? 1 << 7 : 0);
        if (Motor != null) inputs |= (int)Motor.State << 8;
        if (Monitor != null) inputs |= (Monitor.Tripped ? 1 << 10 : 0) | ((int)Monitor.SelfTest << 11);
        return inputs | ((int)Fault << 14) | (MaximumMilliamps / 1000 << 20);
    }
}

/// <summary>Where nothing is shown.</summary>
internal sealed class NoIndicator : IStatusIndicator
{
    public void Show(Indication indication)
    {
    }

    public void ShowText(string text)
    {
    }

    public void Acknowledge(bool accepted)
    {
    }
}
