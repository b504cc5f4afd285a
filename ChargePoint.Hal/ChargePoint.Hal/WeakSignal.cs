namespace ChargePoint.Hal;

/// <summary>
/// Decides when a wireless signal counts as weak (OCPP 1.6: WeakSignal): below -85 dBm for 30 s, until it was above -80 dBm for
/// 30 s. Between the two it stays what it was, so that a signal at the edge does not report itself all day.
/// </summary>
public sealed class WeakSignal
{
    /// <summary>Below this it becomes weak, in dBm.</summary>
    public const int WeakDbm = -85;

    /// <summary>Above this it becomes good again, in dBm.</summary>
    public const int GoodDbm = -80;

    /// <summary>For how long it has to be so, in milliseconds.</summary>
    public const int HoldMs = 30_000;

    private long _sinceMs = -1;

    /// <summary>True while the signal is weak.</summary>
    public bool IsWeak { get; private set; }

    /// <summary>Takes a look at the signal. Called as often as one likes, once a second is enough.</summary>
    /// <param name="signalDbm">Strength in dBm; 0, for none, is not weak, without delay.</param>
    /// <param name="nowMs">Monotonic time in milliseconds.</param>
    /// <returns>True if <see cref="IsWeak"/> has changed.</returns>
    public bool Look(int signalDbm, long nowMs)
    {
        bool isNone = signalDbm >= 0;
        bool tends = IsWeak ? isNone || signalDbm > GoodDbm : !isNone && signalDbm < WeakDbm;
        if (!tends)
        {
            _sinceMs = -1;
            return false;
        }

        if (_sinceMs < 0) _sinceMs = nowMs;
        if (nowMs - _sinceMs < HoldMs && !isNone) return false;
        _sinceMs = -1;
        IsWeak = !IsWeak;
        return true;
    }
}
