namespace ChargePoint.Hal.Parts;

/// <summary>
/// A debounced contact: emergency stop, presence of the mains, door, tamper. Wire an emergency stop as a contact that opens when pressed,
/// to ground, with a pull-up and an active high level: a broken wire then counts as pressed. It is only told to the firmware here; it has to
/// cut the coils by itself.
/// </summary>
public sealed class InputContact
{
    private readonly DigitalInput _input;
    private readonly int _activeSamples;
    private readonly int _inactiveSamples;
    private int _different;

    /// <summary>Makes a contact in the state that its input has now.</summary>
    /// <param name="input">Input.</param>
    /// <param name="activeSamples">Equal samples in a row until it counts as active, 1 to 250.</param>
    /// <param name="inactiveSamples">Equal samples in a row until it counts as inactive, 1 to 250.</param>
    public InputContact(DigitalInput input, int activeSamples = 2, int inactiveSamples = 5)
    {
        _input = input;
        _activeSamples = activeSamples;
        _inactiveSamples = inactiveSamples;
        IsActive = input.IsActive;
    }

    /// <summary>Debounced state.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Level of the input now, undebounced.</summary>
    public bool IsRawActive => _input.IsActive;

    /// <summary>Reads the input; to be called at an even pace, usually every 20 ms.</summary>
    public void Sample()
    {
        if (_input.IsActive == IsActive)
        {
            _different = 0;
            return;
        }

        if (++_different < (IsActive ? _inactiveSamples : _activeSamples)) return;
        _different = 0;
        IsActive = !IsActive;
    }
}
