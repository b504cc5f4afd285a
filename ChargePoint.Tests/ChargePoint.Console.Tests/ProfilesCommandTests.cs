using nanoFramework.TestFramework;

namespace ChargePoint.Console.Tests;

[TestClass]
public class ProfilesCommandTests
{
    [TestMethod]
    public void Without_profiles_the_hardware_limits()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("profiles"));
        Assert.AreEqual(
            "0 of 12 profiles installed, 0 waiting for a remote start;charge point: no limit;connector 1: does not charge, at most 32 A by the hardware;"
            + "connector 2: does not charge, at most 32 A by the hardware;next change: none;",
            f.Text);
        Assert.StartsWith("error: usage", f.Type("profiles now"));
    }

    [TestMethod]
    public void Profiles_and_what_limits_and_the_next_change_are_told()
    {
        ConsoleFixture f = new();
        f.Connect();
        f.Call("SetChargingProfile", "{\"connectorId\":0,\"csChargingProfiles\":{\"chargingProfileId\":1,\"stackLevel\":2,\"chargingProfilePurpose\":\"ChargePointMaxProfile\",\"chargingProfileKind\":\"Absolute\","
            + "\"chargingSchedule\":{\"chargingRateUnit\":\"W\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":4600.5}]}}}");
        f.Call("SetChargingProfile", "{\"connectorId\":2,\"csChargingProfiles\":{\"chargingProfileId\":7,\"stackLevel\":0,\"chargingProfilePurpose\":\"TxDefaultProfile\",\"chargingProfileKind\":\"Recurring\","
            + "\"recurrencyKind\":\"Daily\",\"validTo\":\"2027-01-01T00:00:00Z\",\"chargingSchedule\":{\"startSchedule\":\"2026-01-01T00:00:00Z\",\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":8.5},{\"startPeriod\":3600,\"limit\":16}]}}}");
        f.Board.Connector(2).Plug();
        f.Firmware.Connectors[1].Authorize("A", null);
        f.Run(1_000);
        Assert.AreEqual("ok", f.Type("profiles"));
        Assert.Contains("2 of 12 profiles installed", f.Text);
        Assert.Contains("id 1: ChargePointMaxProfile, charge point, stackLevel 2, Absolute, 1 period(s);", f.Text);
        Assert.Contains("id 7: TxDefaultProfile, connector 2, stackLevel 0, Recurring Daily, 2 period(s), start 2026-01-01T00:00:00.000Z, to 2027-01-01T00:00:00.000Z;", f.Text);
        Assert.Contains("charge point: 20.002 A by ChargePointMaxProfile 1 (4600.5 W);", f.Text);
        Assert.Contains("connector 1: does not charge, at most 32 A by the hardware;", f.Text);
        Assert.Contains("connector 2: 8.5 A granted, at most 8.5 A by TxDefaultProfile 7 (8.5 A);", f.Text);
        Assert.Contains(" at 2026-01-01T01:00:00.000Z;", f.Text);
    }

    [TestMethod]
    public void A_suspended_connector_says_why()
    {
        ConsoleFixture f = new();
        f.Connect();
        f.Call("SetChargingProfile", "{\"connectorId\":0,\"csChargingProfiles\":{\"chargingProfileId\":1,\"stackLevel\":2,\"chargingProfilePurpose\":\"ChargePointMaxProfile\",\"chargingProfileKind\":\"Absolute\","
            + "\"chargingSchedule\":{\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":10}]}}}");
        for (int id = 1; id <= 2; id++)
        {
            f.Board.Connector(id).Plug();
            f.Firmware.Connectors[id - 1].Authorize("A", null);
            f.Run(2_000);
        }

        f.Type("profiles");
        Assert.Contains("not enough for all: connectors take turns;", f.Text);
        Assert.Contains("connector 1: 10 A granted, at most 32 A by the hardware, held down by the limit of the charge point;", f.Text);
        Assert.Contains("connector 2: 0 A granted, at most 32 A by the hardware, held down by the limit of the charge point;", f.Text);
        f.Type("status");
        Assert.Contains("connector 2: not charging: less than 6 A is left: the charge point has 10 A by;    ChargePointMaxProfile 1 (10 A), and others charge;  SuspendedEVSE, ", f.Text);
    }
}
