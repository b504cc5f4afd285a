namespace ChargePoint.Hal;

/// <summary>Contactor of one connector, with its auxiliary (feedback) contact.</summary>
public interface IContactor
{
    /// <summary>What was commanded last: true is closed. A contactor starts open.</summary>
    bool Commanded { get; }

    /// <summary>
    /// What the auxiliary contacts report. While closing is commanded: true if all poles that were to close are closed. While opening is
    /// commanded: true if any pole is closed. So a contactor that follows its command has the same value as <see cref="Commanded"/>.
    /// </summary>
    bool Feedback { get; }

    /// <summary>True if the phases can be chosen: two contactors in a row of poles, L1 and N apart from L2 and L3.</summary>
    bool CanSwitchPhases { get; }

    /// <summary>True if it closes whenever it is told to; false where a station closes it for a vehicle only, so that it cannot be tested alone.</summary>
    bool ClosesWithoutVehicle { get; }

    /// <summary>Phases that the next <see cref="Close"/> connects: 1 or 3. Fixed unless <see cref="CanSwitchPhases"/>; kept while closed.</summary>
    int Phases { get; set; }

    /// <summary>Energizes the coil. Only the safety supervisor calls this.</summary>
    void Close();

    /// <summary>Releases the coil. May be called at any time, from any thread.</summary>
    void Open();
}
