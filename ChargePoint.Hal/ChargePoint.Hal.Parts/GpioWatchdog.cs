namespace ChargePoint.Hal.Parts;

/// <summary>
/// External watchdog chip on one output, such as TPS3823 (1.6 s), MAX6369 to MAX6374 (choose 3 s or more) or STWD100.
/// <para>
/// Wiring: its input on the pin; its output resets the controller, and gates the supply of the contactors' coils, so that a controller that
/// hangs opens them. The period must be longer than the longest TLS handshake, during which the runtime stands still, or the firmware has to
/// be relieved by a companion controller: see the hardware guide. Many chips watch from the first edge on only, so that flashing is possible.
/// </para>
/// </summary>
public sealed class GpioWatchdog : IWatchdog
{
    private readonly DigitalOutput _output;
    private readonly bool _isPulse;
    private bool _level;

    /// <summary>Makes a watchdog; nothing is fed yet.</summary>
    /// <param name="output">Output to the chip's input (WDI).</param>
    /// <param name="isPulse">
    /// False for a chip that takes any edge (TPS3823, MAX6369): the level changes with every feeding. True for a chip that wants a whole pulse or
    /// one certain edge (STWD100): active and inactive again within some microseconds.
    /// </param>
    public GpioWatchdog(DigitalOutput output, bool isPulse = false)
    {
        _output = output;
        _isPulse = isPulse;
    }

    /// <inheritdoc/>
    public void Feed()
    {
        if (_isPulse)
        {
            _output.Set(true);
            _output.Set(false);
            return;
        }

        _level = !_level;
        _output.Set(_level);
    }
}
