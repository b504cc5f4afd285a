using ChargePoint.Hal;
using ChargePoint.Safety;

namespace ChargePoint.Features;

/// <summary>What is wrong with a connector, in the words of OCPP: the gravest that forbids energy, else what is only told.</summary>
internal static class ConnectorErrors
{
    /// <summary>Longest info and vendorErrorCode of a StatusNotification, in characters (OCPP 1.6 section 6.47).</summary>
    public const int LongestInfo = 50;

    /// <summary>Mask of the faults that are there (see <see cref="SafetySupervisor.Active"/>).</summary>
    public static int Active(SafetySupervisor safety, int connectorId, bool meterIsSilent, bool isFinishing)
    {
        int active = safety.Active(connectorId);
        if (meterIsSilent) active |= FaultTable.Bit(SafetyFault.MeterSilent);

        // A session that an outage has ended is Finishing, like any other that has ended, until its vehicle leaves.
        return isFinishing ? active & ~FaultTable.Bit(SafetyFault.NoMains) : active;
    }

    /// <summary>The gravest of them.</summary>
    public static HardwareFault Describe(IBoard board, int connectorId, int active, out string info, out string vendorErrorCode)
    {
        IConnectorHardware hardware = board.Connectors[connectorId - 1];
        info = "";
        vendorErrorCode = "";
        bool isForbidden = FaultTable.TryGravest(active & FaultTable.Forbidding, out SafetyFault fault);
        if (isForbidden && fault == SafetyFault.ChargePoint)
        {
            info = board.FaultDetail;
            return board.Fault;
        }

        if (isForbidden ? fault == SafetyFault.Hardware : hardware.Fault != HardwareFault.NoError)
        {
            info = hardware.FaultDetail;
            return hardware.Fault;
        }

        if (!isForbidden && !FaultTable.TryGravest(active, out fault)) return HardwareFault.NoError;
        info = FaultTable.Info(fault);
        vendorErrorCode = FaultTable.VendorErrorCode(fault);
        return FaultTable.Code(fault);
    }
}
