using ChargePoint.NanoHost;

namespace ChargePoint.VirtualBoard.Parts;

/// <summary>A wire from a chip to a pin of the controller.</summary>
/// <param name="Pin">Number of the pin.</param>
/// <param name="ActiveHigh">True if the high level means active.</param>
public sealed record Wire(int Pin, bool ActiveHigh = true)
{
    // A pin that floats is held inactive by the board's resistor.
    internal bool IsDrivenActive(VirtualEsp32 controller)
    {
        VirtualPin pin = controller.Pin(Pin);
        return pin.IsOutput && pin.IsHigh == ActiveHigh;
    }

    /// <summary>Has something done whenever what the controller drives on the wire has changed.</summary>
    public void OnDriven(VirtualEsp32 controller, Action action) => controller.Pin(Pin).Driven += action;

    // Null leaves the wire open: the pin's resistor decides.
    internal void Drive(VirtualEsp32 controller, Func<bool?> isActive) => controller.Pin(Pin).Input = () => isActive() is { } active ? active == ActiveHigh : null;
}
