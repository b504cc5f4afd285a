using ChargePoint.Hal;
using ChargePoint.Safety;

namespace ChargePoint.Features;

/// <summary>What is wrong with a connector: the first that applies, the connector's own faults before those of the charge point.</summary>
internal static class ConnectorErrors
{
    /// <summary>Longest info of a StatusNotification, in characters (OCPP 1.6 section 6.47).</summary>
    public const int LongestInfo = 50;

    public const string EmergencyStop = "emergency stop is pressed";

    public static HardwareFault Of(IBoard board, int connectorId, SafetySupervisor safety, bool meterIsSilent, bool isFinishing, out string info)
    {
        IConnectorHardware hardware = board.Connectors[connectorId - 1];
        info = "";
        if (hardware.Fault != HardwareFault.NoError) return hardware.Fault;
        if (board.EmergencyStop)
        {
            info = EmergencyStop;
            return HardwareFault.OtherError;
        }

        if (safety.IsContactorStuck(connectorId))
        {
            info = hardware.Contactor.Commanded ? "contactor does not close" : "contactor does not open";
            return HardwareFault.PowerSwitchFailure;
        }

        if (hardware.Lock != null && hardware.Lock.State == LockState.Jammed)
        {
            info = "lock did not reach its position";
            return HardwareFault.ConnectorLockFailure;
        }

        if (hardware.Pilot.State == PilotState.E || hardware.Pilot.State == PilotState.F)
        {
            info = hardware.Pilot.State == PilotState.E ? "control pilot in state E" : "control pilot in state F";
            return HardwareFault.EVCommunicationError;
        }

        if (meterIsSilent)
        {
            info = "energy meter does not answer";
            return HardwareFault.PowerMeterFailure;
        }

        // A session that an outage has ended is Finishing, like any other that has ended, until its vehicle leaves.
        if (!board.MainsPresent && !isFinishing)
        {
            info = "no mains";
            return HardwareFault.UnderVoltage;
        }

        return SafetySupervisor.ForbidsEnergy(board.Fault) ? board.Fault : HardwareFault.NoError;
    }
}
