using ChargePoint.NanoHost;

namespace ChargePoint.VirtualBoard.Parts;

/// <summary>
/// External watchdog chip: resets the board when no edge came to its input for too long. It watches from the first edge on, and again from the
/// first edge after a reset. It has no time of its own: whoever runs the board calls <see cref="Look"/> now and then.
/// </summary>
public sealed class VirtualWatchdog
{
    private readonly VirtualEsp32 _controller;
    private readonly VirtualPin _pin;
    private readonly Action _reset;
    private readonly Lock _gate = new();
    private bool _isWatching;
    private long _fedMs;
    private long _overdueMs = -1;

    /// <summary>Connects a watchdog.</summary>
    /// <param name="controller">Controller.</param>
    /// <param name="pin">Pin at the chip's input.</param>
    /// <param name="timeoutMs">Period, in milliseconds.</param>
    /// <param name="reset">Resets the board. Called by <see cref="Look"/>, on its thread.</param>
    public VirtualWatchdog(VirtualEsp32 controller, int pin, int timeoutMs, Action reset)
    {
        _controller = controller;
        _pin = controller.Pin(pin);
        _reset = reset;
        TimeoutMs = timeoutMs;
        _pin.Driven += OnEdge;
    }

    /// <summary>Period, in milliseconds.</summary>
    public int TimeoutMs { get; }

    /// <summary>
    /// How long the feeding stays overdue under the eyes of <see cref="Look"/> before the board is reset, in milliseconds. The chip of a PC has to
    /// allow for the whole process having stood still, in which case the next edge comes at once.
    /// </summary>
    public int GraceMs { get; set; } = 500;

    /// <summary>How often it has reset the board.</summary>
    public int Resets { get; private set; }

    /// <summary>How often it was fed.</summary>
    public int Edges { get; private set; }

    /// <summary>Lets time pass: resets the board if feeding is overdue, and was so <see cref="GraceMs"/> before at another look.</summary>
    public void Look()
    {
        lock (_gate)
        {
            long nowMs = _controller.NowMs;
            if (!_isWatching || nowMs - _fedMs <= TimeoutMs) return;
            if (_overdueMs < 0) _overdueMs = nowMs;
            if (nowMs == _overdueMs || nowMs - _overdueMs < GraceMs) return;
            _isWatching = false;
            _overdueMs = -1;
            Resets++;
        }

        _reset();
    }

    private void OnEdge()
    {
        lock (_gate)
        {
            // A pin that floats after a reset is no edge.
            if (!_pin.IsOutput)
            {
                _isWatching = false;
                return;
            }

            Edges++;
            _isWatching = true;
            _fedMs = _controller.NowMs;
            _overdueMs = -1;
        }
    }
}
