namespace ChargePoint.Hal.Parts;

/// <summary>
/// Light of three colours and a buzzer, each on an output that may be missing. Dark until something is shown.
/// <code>
///  Available    green   steady
///  Preparing    blue    half a second on, half a second off
///  Charging     blue    steady
///  Suspended    blue    one second on, one second off
///  Finishing    green   half a second on, half a second off
///  Reserved     yellow  steady
///  Unavailable  red     a flash every two seconds
///  Faulted      red     a quarter of a second on, a quarter off
///  accepted     white   half a second, one beep
///  refused      red     three flashes of an eighth of a second, three beeps
/// </code>
/// Wiring: each output switches its LED or relay through a transistor; the buzzer has an oscillator of its own.
/// </summary>
public sealed class LedIndicator : IStatusIndicator
{
    private const int Dark = 0;
    private const int Red = 1;
    private const int Green = 2;
    private const int Blue = 4;

    // A pattern is 16 eighths of a second, the first in the lowest bit.
    private const int SlotMs = 125;
    private const int Slots = 16;
    private const int Steady = 0xFFFF;

    // Acknowledgements are shown once: eighths of a second, and how many there are.
    private const int AcceptedPattern = 0x000F;
    private const int AcceptedBeep = 0x0001;
    private const int RefusedPattern = 0x0015;
    private const int AcknowledgeSlots = 6;

    private readonly IClock _clock;
    private readonly DigitalOutput? _red;
    private readonly DigitalOutput? _green;
    private readonly DigitalOutput? _blue;
    private readonly DigitalOutput? _buzzer;
    private int _colour;
    private int _pattern;
    private bool _hasNews;
    private bool _accepted;
    private int _acknowledged;
    private long _acknowledgeMs;
    private int _shown;
    private bool _beeps;

    /// <summary>Makes an indicator.</summary>
    /// <param name="clock">Clock.</param>
    /// <param name="red">Red LED, or null.</param>
    /// <param name="green">Green LED, or null.</param>
    /// <param name="blue">Blue LED, or null.</param>
    /// <param name="buzzer">Buzzer, or null.</param>
    public LedIndicator(IClock clock, DigitalOutput? red, DigitalOutput? green, DigitalOutput? blue, DigitalOutput? buzzer)
    {
        _clock = clock;
        _red = red;
        _green = green;
        _blue = blue;
        _buzzer = buzzer;
    }

    /// <inheritdoc/>
    public void Show(Indication indication)
    {
        switch (indication)
        {
            case Indication.Available:
                Set(Green, Steady);
                break;
            case Indication.Preparing:
                Set(Blue, 0x0F0F);
                break;
            case Indication.Charging:
                Set(Blue, Steady);
                break;
            case Indication.Suspended:
                Set(Blue, 0x00FF);
                break;
            case Indication.Finishing:
                Set(Green, 0x0F0F);
                break;
            case Indication.Reserved:
                Set(Red | Green, Steady);
                break;
            case Indication.Unavailable:
                Set(Red, 0x0001);
                break;
            default:
                Set(Red, 0x3333);
                break;
        }
    }

    /// <summary>Does nothing: there is no display.</summary>
    /// <param name="text">Text.</param>
    public void ShowText(string text)
    {
    }

    /// <inheritdoc/>
    public void Acknowledge(bool accepted)
    {
        _accepted = accepted;
        _hasNews = true;
    }

    /// <summary>Switches what is due; to be called every 20 ms.</summary>
    public void Poll()
    {
        long nowMs = _clock.MonotonicMs;
        if (_hasNews)
        {
            _hasNews = false;
            _acknowledgeMs = nowMs;
            _acknowledged = _accepted ? 1 : 2;
        }

        int colour = ((_pattern >> (int)(nowMs / SlotMs % Slots)) & 1) != 0 ? _colour : Dark;
        bool beeps = false;
        if (_acknowledged != 0)
        {
            long slot = (nowMs - _acknowledgeMs) / SlotMs;
            if (slot >= AcknowledgeSlots)
            {
                _acknowledged = 0;
            }
            else
            {
                colour = Acknowledgement((int)slot, out beeps);
            }
        }

        Drive(colour, beeps);
    }

    private int Acknowledgement(int slot, out bool beeps)
    {
        bool isAccepted = _acknowledged == 1;
        beeps = (((isAccepted ? AcceptedBeep : RefusedPattern) >> slot) & 1) != 0;
        bool isLit = (((isAccepted ? AcceptedPattern : RefusedPattern) >> slot) & 1) != 0;
        return !isLit ? Dark : isAccepted ? Red | Green | Blue : Red;
    }

    private void Set(int colour, int pattern)
    {
        _colour = colour;
        _pattern = pattern;
    }

    private void Drive(int colour, bool beeps)
    {
        if (colour != _shown)
        {
            _red?.Set((colour & Red) != 0);
            _green?.Set((colour & Green) != 0);
            _blue?.Set((colour & Blue) != 0);
            _shown = colour;
        }

        if (beeps == _beeps) return;
        _buzzer?.Set(beeps);
        _beeps = beeps;
    }
}
