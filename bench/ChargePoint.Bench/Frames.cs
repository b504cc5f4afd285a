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
}
