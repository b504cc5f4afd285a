using ChargePoint.Hal.Simulated;
using ChargePoint.NanoHost;

namespace ChargePoint.VirtualBoard.Parts;

/// <summary>Proximity contact of a socket with a pull-up resistor, and the resistor in the plug of the world's cable.</summary>
public sealed class VirtualProximity
{
    private readonly SimulatedConnector _connector;

    /// <summary>Connects a proximity contact.</summary>
    /// <param name="controller">Controller.</param>
    /// <param name="connector">Connector of the world.</param>
    /// <param name="channel">Channel of the converter.</param>
    /// <param name="pullUpOhms">Pull-up resistor.</param>
    /// <param name="openSteps">What the converter would read at the supply of the pull-up.</param>
    public VirtualProximity(VirtualEsp32 controller, SimulatedConnector connector, int channel, int pullUpOhms = 1_000, int openSteps = 4_095)
    {
        _connector = connector;
        controller.AttachAdc(channel, () => Ohms is { } ohms ? (int)Math.Round((double)openSteps * ohms / (ohms + pullUpOhms)) : openSteps);
    }

    /// <summary>A resistance that is there instead of the cable's, in ohms; null for the cable's own.</summary>
    public int? ForcedOhms { get; set; }

    private int? Ohms => ForcedOhms ?? (!_connector.CablePresent ? null : _connector.CableMilliamps switch
    {
        >= 63_000 => 100,
        >= 32_000 => 220,
        >= 20_000 => 680,
        >= 13_000 => 1_500,
        _ => 20, // a cable that must carry nothing: its resistor is shorted
    });
}
