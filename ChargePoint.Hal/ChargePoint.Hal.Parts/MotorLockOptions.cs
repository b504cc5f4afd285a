namespace ChargePoint.Hal.Parts;

/// <summary>Times of a connector lock.</summary>
public sealed class MotorLockOptions
{
    /// <summary>How long the actuator is driven, in milliseconds: 20 to 5,000. Motors of sockets want 300 to 600.</summary>
    public int PulseMs { get; set; } = 400;

    /// <summary>How long after driving the bolt may take to report its position, in milliseconds: 0 to 5,000.</summary>
    public int SettleMs { get; set; } = 100;

    /// <summary>How often the actuator is driven for one command until the lock counts as jammed: 1 to 10.</summary>
    public int Attempts { get; set; } = 3;

    /// <summary>
    /// Rest between two attempts, in milliseconds: 0 to 60,000. After the last one the actuator rests for ten times as long (it gets warm, and a
    /// firmware that insists must not burn it).
    /// </summary>
    public int RestMs { get; set; } = 300;
}
