namespace ChargePoint.Hal;

/// <summary>Contactor of one connector, with its auxiliary (feedback) contact.</summary>
public interface IContactor
{
    /// <summary>What was commanded last: true is closed. A contactor starts open.</summary>
    bool Commanded { get; }

    /// <summary>What the auxiliary contact reports: true while the main contacts are closed.</summary>
    bool Feedback { get; }

    /// <summary>Energizes the coil. Only the safety supervisor calls this.</summary>
    void Close();

    /// <summary>Releases the coil. May be called at any time, from any thread.</summary>
    void Open();
}
