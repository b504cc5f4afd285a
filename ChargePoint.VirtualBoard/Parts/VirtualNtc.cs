using ChargePoint.Hal.Parts;
using ChargePoint.Hal.Simulated;
using ChargePoint.NanoHost;

namespace ChargePoint.VirtualBoard.Parts;

/// <summary>NTC thermistor in a divider, as warm as the world says. A sensor that the world calls broken is an open one.</summary>
public sealed class VirtualNtc
{
    private readonly SimulatedTemperature _world;
    private readonly NtcOptions _parts;

    /// <summary>Connects a thermistor.</summary>
    /// <param name="controller">Controller.</param>
    /// <param name="connector">Connector of the world.</param>
    /// <param name="channel">Channel of the converter.</param>
    /// <param name="parts">Parts of the divider.</param>
    public VirtualNtc(VirtualEsp32 controller, SimulatedConnector connector, int channel, NtcOptions parts)
    {
        _world = connector.Temperature;
        _parts = parts;
        controller.AttachAdc(channel, Convert);
    }

    /// <summary>The thermistor is shorted.</summary>
    public bool IsShorted { get; set; }

    private int Convert()
    {
        double kelvins = (_world.DeciCelsius / 10.0) + 273.15;
        double ohms = _parts.Ohms25 * Math.Exp(_parts.BetaKelvins * ((1 / kelvins) - (1 / 298.15)));
        if (_world.Broken) ohms = 1e9;
        if (IsShorted) ohms = 1e-3;
        double lower = _parts.IsToSupply ? _parts.DividerOhms : ohms;
        return (int)Math.Round(_parts.SupplySteps * lower / (ohms + _parts.DividerOhms));
    }
}
