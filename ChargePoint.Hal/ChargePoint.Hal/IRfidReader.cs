namespace ChargePoint.Hal;

/// <summary>RFID reader of the charge point.</summary>
public interface IRfidReader
{
    /// <summary>Takes the oldest card that was presented and not taken yet.</summary>
    /// <returns>The card's UID as upper-case hexadecimal digits (8, 14 or 20 of them), or null when no card waits.</returns>
    string? TakeCard();
}
