using ChargePoint.Hal;

namespace ChargePoint.Features;

/// <summary>What is wrong with a connector: the first that applies, the connector's own faults before those of the charge point.</summary>
internal static class ConnectorErrors
{
    public static HardwareFault Of(IBoard board, int connectorId, SafetySupervisor safety, bool meterIsSilent)
    {
        IConnectorHardware hardware = board.Connectors[connectorId - 1];
        if (hardware.Fault != HardwareFault.NoError) return hardware.Fault;
        if (safety.IsContactorStuck(connectorId)) return HardwareFault.PowerSwitchFailure;
        if (hardware.Lock != null && hardware.Lock.State == LockState.Jammed) return HardwareFault.ConnectorLockFailure;
        if (hardware.Pilot.State == PilotState.E || hardware.Pilot.State == PilotState.F) return HardwareFault.EVCommunicationError;
        if (meterIsSilent) return HardwareFault.PowerMeterFailure;
        if (!board.MainsPresent) return HardwareFault.UnderVoltage;
        return SafetySupervisor.ForbidsEnergy(board.Fault) ? board.Fault : HardwareFault.NoError;
    }
}
