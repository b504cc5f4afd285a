using System.Text;

namespace ChargePoint.Bench;

/// <summary>Frames as they come over the wire.</summary>
internal static class Frames
{
    public const string BootNotification =
        "[2,\"0A1B2C3D-1\",\"BootNotification\",{\"chargePointVendor\":\"ChargePoint\",\"chargePointModel\":\"Simulator\","
        + "\"chargePointSerialNumber\":\"CP-000123\",\"firmwareVersion\":\"0.1.0\",\"meterType\":\"Simulated\"}]";

    public const string GetAllConfiguration = "[2,\"7f2c1b9e-52c1-4c5e-9b0a-3d2f6a1e8c44\",\"GetConfiguration\",{}]";

    public const string GetOneConfiguration = "[2,\"7f2c1b9e-52c1-4c5e-9b0a-3d2f6a1e8c44\",\"GetConfiguration\",{\"key\":[\"HeartbeatInterval\"]}]";

    public const string RemoteStart = "[2,\"7f2c1b9e-52c1-4c5e-9b0a-3d2f6a1e8c44\",\"RemoteStartTransaction\",{\"connectorId\":1,\"idTag\":\"04A2B6C1D53E80\"}]";

    /// <summary>A full local list of 20 cards, each with expiry date and group.</summary>
    public static string SendLocalList()
    {
        StringBuilder frame = new("[2,\"7f2c1b9e-52c1-4c5e-9b0a-3d2f6a1e8c44\",\"SendLocalList\",{\"listVersion\":1,\"updateType\":\"Full\",\"localAuthorizationList\":[");
        for (int i = 10; i < 30; i++)
        {
            if (i > 10) frame.Append(',');
            frame.Append("{\"idTag\":\"04A2B6C1D53E").Append(i.ToString());
            frame.Append("\",\"idTagInfo\":{\"status\":\"Accepted\",\"expiryDate\":\"2030-01-01T00:00:00Z\",\"parentIdTag\":\"FLEET-0815\"}}");
        }

        return frame.Append("]}]").ToString();
    }

    /// <summary>A daily TxDefaultProfile with a period for every hour.</summary>
    public static string SetChargingProfile()
    {
        string periods = "";
        for (int hour = 0; hour < 24; hour++) periods += $"{(hour > 0 ? "," : "")}{{\"startPeriod\":{hour * 3600},\"limit\":{6 + hour}.5,\"numberPhases\":3}}";
        return "[2,\"7f2c1b9e-52c1-4c5e-9b0a-3d2f6a1e8c44\",\"SetChargingProfile\",{\"connectorId\":1,\"csChargingProfiles\":{\"chargingProfileId\":1,\"stackLevel\":0,"
            + "\"chargingProfilePurpose\":\"TxDefaultProfile\",\"chargingProfileKind\":\"Recurring\",\"recurrencyKind\":\"Daily\",\"chargingSchedule\":{"
            + "\"startSchedule\":\"2026-01-01T00:00:00Z\",\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[" + periods + "]}}}]";
    }

    public const string GetCompositeSchedule = "[2,\"7f2c1b9e-52c1-4c5e-9b0a-3d2f6a1e8c44\",\"GetCompositeSchedule\",{\"connectorId\":1,\"duration\":86400}]";
}
