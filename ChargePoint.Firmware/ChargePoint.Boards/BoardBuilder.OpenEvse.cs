using ChargePoint.Hal;
using ChargePoint.Hal.OpenEvse;
using ChargePoint.Hal.Parts;

namespace ChargePoint.Boards;

// With the driver of OpenEVSE, which an image has when it is asked for: see ChargePoint.Device.
public sealed partial class BoardBuilder
{
    private OpenEvseConnector MakeCompanion(Section part, Section connector)
    {
        string port = Schema.Ports()[part.Number("port")];
        SetPort(part, port);
        LedIndicator? light = MakeLight(connector.Part("indicator"));
        IStatusIndicator indicator = light == null ? new NoIndicator() : light;
        OpenEvseOptions options = new()
        {
            MaximumMilliamps = connector.Number("maxAmps") * 1000,
            VoltageMillivolts = _nominalMillivolts,
            Phases = _threePhases ? 3 : 1,
            AllowUntestedGroundFault = part.Flag("allowUntestedGroundFault"),
        };
        return new OpenEvseConnector(OpenEvseConnector.MakePort(port), _controller.Clock, _controller.Flash, indicator, options);
    }
}
