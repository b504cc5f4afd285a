namespace ChargePoint.Hal.Parts;

/// <summary>
/// Contactor whose coil hangs on an output, with an auxiliary contact on an input. For phase switching a second contactor carries L2 and
/// L3, and the first one L1 and N.
/// <para>
/// Wiring: the output drives the coil through a transistor or relay with a pull-down resistor, and in series with it stand the external
/// watchdog's enable signal and the emergency stop: both have to open the contactor without the firmware. The auxiliary contact should be a
/// mirror contact (IEC 60947-4-1 Annex F), so that it tells of a single welded pole.
/// </para>
/// <para>Without an auxiliary contact a welded or stuck contactor is not noticed: such a board needs another protection against it.</para>
/// </summary>
public sealed class GpioContactor : IContactor
{
    /// <summary>Samples in a row that must contradict the command before they are believed, when the contacts once followed it.</summary>
    public const int ContradictingSamples = 2;

    private readonly DigitalOutput _coil;
    private readonly DigitalInput? _feedback;
    private readonly DigitalOutput? _secondCoil;
    private readonly DigitalInput? _secondFeedback;
    private bool _commanded;
    private bool _closed;
    private int _contradicting;
    private int _phases;

    /// <summary>Makes a contactor, open.</summary>
    /// <param name="coil">Coil; with a second contactor that of L1 and N.</param>
    /// <param name="feedback">Its auxiliary contact, active while the poles are closed; null if there is none.</param>
    /// <param name="phases">Phases that it connects, 1 or 3; without meaning if there is a second contactor, which begins with 3.</param>
    /// <param name="secondCoil">Coil of the contactor of L2 and L3, or null if phases cannot be chosen.</param>
    /// <param name="secondFeedback">Its auxiliary contact, or null.</param>
    public GpioContactor(DigitalOutput coil, DigitalInput? feedback, int phases = 1, DigitalOutput? secondCoil = null, DigitalInput? secondFeedback = null)
    {
        _coil = coil;
        _feedback = feedback;
        _secondCoil = secondCoil;
        _secondFeedback = secondFeedback;
        _phases = secondCoil != null || phases == 3 ? 3 : 1;
        Sample();
    }

    /// <inheritdoc/>
    public bool Commanded => _commanded;

    /// <summary>What the auxiliary contacts reported at the last <see cref="Sample"/>; <see cref="Commanded"/> if there are none.</summary>
    public bool Feedback => _feedback == null && _secondFeedback == null ? _commanded : _closed;

    /// <inheritdoc/>
    public bool CanSwitchPhases => _secondCoil != null;

    /// <inheritdoc/>
    public bool ClosesWithoutVehicle => true;

    /// <inheritdoc/>
    public int Phases
    {
        get => _phases;

        set
        {
            lock (_coil)
            {
                if (CanSwitchPhases && !_commanded && (value == 1 || value == 3)) _phases = value;
            }
        }
    }

    /// <inheritdoc/>
    public void Close()
    {
        // The lock lasts for two writes to pins. Without it an Open between them would be undone by the second.
        lock (_coil)
        {
            // Neutral comes first and goes last: L2 and L3 without it would be 400 V in series through the vehicle.
            _commanded = true;
            _coil.Set(true);
            _secondCoil?.Set(_phases == 3);
        }
    }

    /// <inheritdoc/>
    public void Open()
    {
        lock (_coil)
        {
            _commanded = false;
            _secondCoil?.Set(false);
            _coil.Set(false);
        }
    }

    /// <summary>
    /// Reads the auxiliary contacts; to be called every 20 ms. That the contacts follow the command is believed at once; that they do not,
    /// after they did, only when <see cref="ContradictingSamples"/> samples in a row say so: contacts bounce, and wires catch pulses.
    /// </summary>
    public void Sample()
    {
        bool commanded = _commanded;
        bool first = _feedback == null ? commanded : _feedback.IsActive;
        bool second = _secondFeedback == null ? commanded && _phases == 3 : _secondFeedback.IsActive;
        bool closed = commanded ? first && (second || _phases == 1 || _secondCoil == null) : first || second;
        if (closed == _closed)
        {
            _contradicting = 0;
            return;
        }

        if (closed != commanded && ++_contradicting < ContradictingSamples) return;
        _contradicting = 0;
        _closed = closed;
    }
}
