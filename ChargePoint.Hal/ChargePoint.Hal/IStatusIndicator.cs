namespace ChargePoint.Hal;

/// <summary>What a connector's indicator (LED, buzzer) shows.</summary>
public enum Indication
{
    /// <summary>Free.</summary>
    Available,

    /// <summary>Waiting for the cable or the card.</summary>
    Preparing,

    /// <summary>Energy flows, or the vehicle may take it at any time.</summary>
    Charging,

    /// <summary>In a session, but vehicle or charge point has paused it.</summary>
    Suspended,

    /// <summary>Session over, the cable is still in.</summary>
    Finishing,

    /// <summary>Reserved for somebody.</summary>
    Reserved,

    /// <summary>Out of service.</summary>
    Unavailable,

    /// <summary>Faulted.</summary>
    Faulted,
}

/// <summary>Visible and audible indicator of one connector.</summary>
public interface IStatusIndicator
{
    /// <summary>Shows a state until the next call.</summary>
    /// <param name="indication">What to show.</param>
    void Show(Indication indication);

    /// <summary>Shows a text, such as price and cost, until the next call. An indicator without a display does nothing.</summary>
    /// <param name="text">One line of up to 512 characters; "" for none.</param>
    void ShowText(string text);

    /// <summary>Signals once, for a moment, whether a card was accepted.</summary>
    /// <param name="accepted">True for the accepting signal, false for the refusing one.</param>
    void Acknowledge(bool accepted);
}
