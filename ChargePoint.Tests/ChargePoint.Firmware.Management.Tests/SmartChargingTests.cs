using ChargePoint.Runtime;
using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

/// <summary>Charging profiles on a whole charge point: what the operations answer, and what reaches the pilot.</summary>
[TestClass]
public class SmartChargingTests
{
    [TestMethod]
    public void A_charge_point_limit_reaches_the_pilot_at_once_and_leaves_with_the_profile()
    {
        Station station = Charging();
        Assert.AreEqual(32_000, Offered(station, 1));
        Assert.AreEqual("Accepted", Set(station, 0, 1, 0, "ChargePointMaxProfile", "A", 16));
        Assert.AreEqual(16_000, Offered(station, 1));
        Assert.AreEqual("Charging", station.Status(1));
        Assert.AreEqual("Accepted", Status(station.Call("ClearChargingProfile", "{\"id\":1}")));
        Assert.AreEqual(32_000, Offered(station, 1));
        Assert.AreEqual("Unknown", Status(station.Call("ClearChargingProfile", "{\"id\":1}")));
    }

    [TestMethod]
    public void No_profile_raises_the_offer_above_the_hardware()
    {
        Station station = Charging();
        Assert.AreEqual("Accepted", Set(station, 1, 1, 0, "TxProfile", "A", 63));
        Assert.AreEqual(32_000, Offered(station, 1));
    }

    [TestMethod]
    [DataRow("0")]
    [DataRow("5.9")]
    public void Less_than_six_amperes_suspends_and_more_resumes(string limit)
    {
        Station station = Charging();
        Assert.AreEqual("Accepted", Status(station.Call("SetChargingProfile", Profile(1, 7, 0, "TxDefaultProfile", "\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":" + limit + "}]"))));
        station.Run(1_000);
        Assert.AreEqual(0, Offered(station, 1));
        Assert.AreEqual("SuspendedEVSE", station.Status(1));
        Assert.IsFalse(station.Board.Connector(1).Contactor.Commanded);
        Assert.AreEqual("Accepted", Set(station, 1, 7, 0, "TxDefaultProfile", "A", 6));
        station.Run(1_000);
        Assert.AreEqual(6_000, Offered(station, 1));
        Assert.AreEqual("Charging", station.Status(1));
    }

    [TestMethod]
    public void Watts_become_amperes_by_the_phases_that_are_there()
    {
        Station station = Charging();
        Set(station, 1, 1, 0, "TxProfile", "W", 3680);
        Assert.AreEqual(16_000, Offered(station, 1), "one phase");
    }

    [TestMethod]
    public void Periods_follow_one_another_without_being_asked()
    {
        Station station = Charging();
        station.Call("SetChargingProfile", Profile(1, 1, 0, "TxProfile",
            "\"startSchedule\":\"" + Iso8601.ToText(station.CentralSystem.NowUnixMs) + "\",\"duration\":30,\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":10},{\"startPeriod\":10,\"limit\":20}]", "Absolute"));
        Assert.AreEqual(10_000, Offered(station, 1));
        station.Run(9_000);
        Assert.AreEqual(10_000, Offered(station, 1));
        station.Run(1_000);
        Assert.AreEqual(20_000, Offered(station, 1));
        station.Run(20_000);
        Assert.AreEqual(32_000, Offered(station, 1));
    }

    [TestMethod]
    public void A_TxProfile_needs_its_transaction_and_ends_with_it()
    {
        Station station = new Station(2).Boot();
        Assert.AreEqual("Rejected", Set(station, 1, 1, 0, "TxProfile", "A", 10), "no transaction");
        station.Plug(1);
        station.Tap("A");
        Assert.AreEqual("Rejected", Set(station, 2, 1, 0, "TxProfile", "A", 10), "wrong connector");
        Assert.AreEqual("Rejected", Set(station, 0, 1, 0, "TxProfile", "A", 10), "connector 0");
        string other = Profile(1, 1, 0, "TxProfile", "\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":10}]", "Relative", "\"transactionId\":999,");
        Assert.AreEqual("Rejected", Status(station.Call("SetChargingProfile", other)), "another transaction");
        string right = Profile(1, 1, 0, "TxProfile", "\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":10}]", "Relative", "\"transactionId\":101,");
        Assert.AreEqual("Accepted", Status(station.Call("SetChargingProfile", right)));
        Assert.AreEqual(10_000, Offered(station, 1));
        station.Tap("A");
        station.Unplug(1);
        station.Plug(1);
        station.Tap("B");
        station.Run(1_000);
        Assert.AreEqual(32_000, Offered(station, 1), "the next transaction");
        Assert.AreEqual("Unknown", Status(station.Call("ClearChargingProfile", "{\"id\":1}")));
    }

    [TestMethod]
    public void Impossible_profiles_are_rejected()
    {
        Station station = Charging();
        Assert.AreEqual("Rejected", Set(station, 2, 1, 0, "TxDefaultProfile", "A", 10), "unknown connector");
        Assert.AreEqual("Rejected", Set(station, 1, 1, 0, "ChargePointMaxProfile", "A", 10), "for connector 0 only");
        Assert.AreEqual("Rejected", Set(station, 1, 1, 10, "TxDefaultProfile", "A", 10), "ChargeProfileMaxStackLevel");
        Assert.Contains("PropertyConstraintViolation", station.Call("SetChargingProfile", Profile(1, 1, 0, "Party", Periods("A", 10))));
        Assert.Contains("PropertyConstraintViolation", station.Call("SetChargingProfile", Profile(1, 1, 0, "TxProfile", Periods("V", 10))));
        Assert.Contains("PropertyConstraintViolation", station.Call("SetChargingProfile", Profile(-1, 1, 0, "TxProfile", Periods("A", 10))));
        Assert.Contains("OccurrenceConstraintViolation", station.Call("SetChargingProfile", "{\"connectorId\":1}"));
        Assert.Contains("OccurrenceConstraintViolation", station.Call("SetChargingProfile", "{}"));
        Assert.Contains("TypeConstraintViolation", station.Call("SetChargingProfile", "{\"connectorId\":1,\"csChargingProfiles\":7}"));
        Assert.Contains("PropertyConstraintViolation", station.Call("ClearChargingProfile", "{\"chargingProfilePurpose\":\"Party\"}"));
        Assert.Contains("TypeConstraintViolation", station.Call("ClearChargingProfile", "{\"id\":\"1\"}"));
        Assert.AreEqual(32_000, Offered(station, 1));
        for (int i = 0; i < 12; i++) Assert.AreEqual("Accepted", Set(station, i / 10, 100 + i, i % 10, "TxDefaultProfile", "A", 30));
        Assert.AreEqual("Rejected", Set(station, 1, 200, 9, "TxDefaultProfile", "A", 10), "MaxChargingProfilesInstalled");
        Assert.AreEqual(30_000, Offered(station, 1));
        Assert.AreEqual("Accepted", Status(station.Call("ClearChargingProfile", "{\"connectorId\":0,\"chargingProfilePurpose\":\"TxDefaultProfile\",\"stackLevel\":3}")));
        Assert.AreEqual("Accepted", Set(station, 1, 200, 9, "TxDefaultProfile", "A", 10));
        Assert.AreEqual("Accepted", Status(station.Call("ClearChargingProfile", "{}")));
        Assert.AreEqual(32_000, Offered(station, 1));
        Assert.AreEqual(0, station.ChargePoint.Loop.Failures);
    }

    [TestMethod]
    public void Profiles_are_taken_while_Pending_but_no_remote_start_with_one()
    {
        Station station = new();
        station.CentralSystem.AnswerWith("BootNotification", "{\"status\":\"Pending\",\"currentTime\":\"2026-01-01T00:00:00Z\",\"interval\":300}");
        station.Boot();
        Assert.AreEqual("Accepted", Set(station, 0, 1, 0, "ChargePointMaxProfile", "A", 16));
        string profile = "\"chargingProfile\":{\"chargingProfileId\":5,\"stackLevel\":0,\"chargingProfilePurpose\":\"TxProfile\",\"chargingProfileKind\":\"Relative\",\"chargingSchedule\":{" + Periods("A", 9) + "}}";
        Assert.AreEqual("Rejected", Status(station.Call("RemoteStartTransaction", "{\"idTag\":\"R\",\"connectorId\":1," + profile + "}")));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_remote_start_brings_its_TxProfile(bool plugFirst)
    {
        Station station = new Station(2).Boot();
        if (plugFirst) station.Plug(2);
        string profile = "\"chargingProfile\":{\"chargingProfileId\":5,\"stackLevel\":0,\"chargingProfilePurpose\":\"TxProfile\",\"chargingProfileKind\":\"Relative\",\"chargingSchedule\":{" + Periods("A", 9) + "}}";
        Assert.AreEqual("Accepted", Status(station.Call("RemoteStartTransaction", "{" + profile + ",\"idTag\":\"R\"}")));
        if (!plugFirst) station.Plug(2);
        station.Run(1_000);
        Assert.AreEqual("Charging", station.Status(2));
        Assert.AreEqual(9_000, Offered(station, 2));
        station.Tap("R");
        station.Unplug(2);
        station.Plug(2);
        station.Tap("S");
        station.Run(1_000);
        Assert.AreEqual(32_000, Offered(station, 2), "for that transaction only");
    }

    [TestMethod]
    public void A_remote_start_with_an_impossible_profile_is_rejected()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        string start = "{\"idTag\":\"R\",\"connectorId\":1,\"chargingProfile\":{\"chargingProfileId\":5,\"stackLevel\":0,\"chargingProfilePurpose\":\"P\",\"chargingProfileKind\":\"Relative\",\"chargingSchedule\":{S}}}";
        int at = start.IndexOf("\"P\"");
        string before = start.Substring(0, at);
        string behind = start.Substring(at + 3, start.Length - at - 3);
        behind = behind.Substring(0, behind.IndexOf("S}")) + Periods("A", 9) + "}}}";
        Assert.AreEqual("Rejected", Status(station.Call("RemoteStartTransaction", before + "\"TxDefaultProfile\"" + behind)));
        Assert.AreEqual("Rejected", Status(station.Call("RemoteStartTransaction", before + "\"ChargePointMaxProfile\"" + behind)));
        Assert.Contains("PropertyConstraintViolation", station.Call("RemoteStartTransaction", before + "\"Party\"" + behind));
        Assert.IsNull(station.Connector(1).Transaction);
        Assert.AreEqual("Accepted", Status(station.Call("RemoteStartTransaction", before + "\"TxProfile\"" + behind)));
        station.Run(1_000);
        Assert.AreEqual(9_000, Offered(station, 1));
    }

    [TestMethod]
    public void A_repeated_remote_start_that_is_rejected_leaves_the_first_one_its_profile()
    {
        Station station = new Station().Boot();
        string start = "{\"idTag\":\"R\",\"connectorId\":1,\"chargingProfile\":{\"chargingProfileId\":5,\"stackLevel\":0,\"chargingProfilePurpose\":\"TxProfile\",\"chargingProfileKind\":\"Relative\",\"chargingSchedule\":{" + Periods("A", 9) + "}}}";
        Assert.AreEqual("Accepted", Status(station.Call("RemoteStartTransaction", start)));
        Assert.AreEqual("Rejected", Status(station.Call("RemoteStartTransaction", start)));
        station.Plug(1);
        station.Run(1_000);
        Assert.AreEqual("Charging", station.Status(1));
        Assert.AreEqual(9_000, Offered(station, 1));
    }

    [TestMethod]
    public void Remote_starts_of_one_idTag_at_two_connectors_bring_each_its_profile()
    {
        Station station = new Station(2).Boot();
        for (int id = 1; id <= 2; id++)
        {
            string profile = "\"chargingProfile\":{\"chargingProfileId\":" + (4 + id) + ",\"stackLevel\":0,\"chargingProfilePurpose\":\"TxProfile\",\"chargingProfileKind\":\"Relative\",\"chargingSchedule\":{" + Periods("A", 6 + id) + "}}";
            Assert.AreEqual("Accepted", Status(station.Call("RemoteStartTransaction", "{\"idTag\":\"R\",\"connectorId\":" + id + "," + profile + "}")));
        }

        station.Plug(1);
        station.Plug(2);
        station.Run(1_000);
        Assert.AreEqual(7_000, Offered(station, 1));
        Assert.AreEqual(8_000, Offered(station, 2));
    }

    [TestMethod]
    public void What_hardware_and_cable_carry_limits_a_session_that_runs_as_soon_as_it_is_known()
    {
        Station station = Charging();
        Assert.AreEqual(32_000, Offered(station, 1));
        station.Board.Options.MaximumMilliamps = 13_000;
        station.Run(1_100);
        Assert.AreEqual(13_000, Offered(station, 1));
        station.Board.Options.MaximumMilliamps = 20_000;
        station.Run(1_100);
        Assert.AreEqual(20_000, Offered(station, 1));
    }

    [TestMethod]
    public void A_profile_of_a_remote_start_that_nobody_came_for_does_not_meet_a_later_session()
    {
        Station station = new Station().Boot();
        string profile = "\"chargingProfile\":{\"chargingProfileId\":5,\"stackLevel\":0,\"chargingProfilePurpose\":\"TxProfile\",\"chargingProfileKind\":\"Relative\",\"chargingSchedule\":{" + Periods("A", 9) + "}}";
        Assert.AreEqual("Accepted", Status(station.Call("RemoteStartTransaction", "{" + profile + ",\"idTag\":\"R\"}")));
        station.Run(130_000);
        station.Plug(1);
        station.Tap("R");
        Assert.AreEqual(32_000, Offered(station, 1));
    }

    [TestMethod]
    public void Profiles_outlive_a_loss_of_power_and_the_TxProfile_its_transaction()
    {
        Station first = Charging();
        Set(first, 0, 1, 0, "TxDefaultProfile", "A", 20);
        Set(first, 1, 2, 0, "TxProfile", "A", 10);
        Assert.AreEqual(10_000, Offered(first, 1));

        Station second = new(1, false, first.Flash);
        second.Board.Connector(1).Plug();
        second.Boot();
        second.Run(1_000);
        Assert.AreEqual(10_000, Offered(second, 1), "the transaction goes on");

        Station third = new(1, false, first.Flash);
        third.Boot();
        third.Plug(1);
        third.Tap("B");
        third.Run(1_000);
        Assert.AreEqual(20_000, Offered(third, 1), "it has ended: the vehicle was gone");
    }

    [TestMethod]
    public void Without_the_time_of_day_the_lowest_period_counts_until_it_is_known()
    {
        Station first = new Station().Boot();
        string daily = "\"startSchedule\":\"2026-01-01T00:00:00Z\",\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":25},{\"startPeriod\":43200,\"limit\":8}]";
        Assert.AreEqual("Accepted", Status(first.Call("SetChargingProfile", Profile(0, 1, 0, "TxDefaultProfile", daily, "Recurring", "\"recurrencyKind\":\"Daily\","))));
        first.Plug(1);
        first.Tap("A");
        Assert.AreEqual(25_000, Offered(first, 1));

        Station second = new(1, false, first.Flash);
        second.Board.Connector(1).Plug();
        second.CentralSystem.Reachable = false;
        second.Boot();
        second.Run(3_000);
        Assert.AreEqual(8_000, Offered(second, 1), "offline after a restart");
        second.CentralSystem.Reachable = true;
        second.Run(300_000);
        Assert.AreEqual(25_000, Offered(second, 1), "the Central System has told the time");
    }

    [TestMethod]
    public void A_composite_schedule_is_told_in_amperes_and_watts()
    {
        Station station = Charging();
        Set(station, 0, 1, 0, "ChargePointMaxProfile", "A", 20);
        station.Call("SetChargingProfile", Profile(1, 2, 0, "TxProfile",
            "\"startSchedule\":\"" + Iso8601.ToText(station.CentralSystem.NowUnixMs / 1000 * 1000) + "\",\"chargingRateUnit\":\"W\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":3680},{\"startPeriod\":3600,\"limit\":7360}]", "Absolute"));
        string answer = station.Call("GetCompositeSchedule", "{\"connectorId\":1,\"duration\":7200}");
        Assert.AreEqual("Accepted", Status(answer));
        Assert.AreEqual(1L, FakeCentralSystem.Number(answer, "connectorId"));
        Assert.Contains("\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":16.0,\"numberPhases\":1},{\"startPeriod\":3600,\"limit\":20.0,\"numberPhases\":1}],\"duration\":7200", answer);
        answer = station.Call("GetCompositeSchedule", "{\"connectorId\":1,\"duration\":7200,\"chargingRateUnit\":\"W\"}");
        Assert.Contains("[{\"startPeriod\":0,\"limit\":3680.0,\"numberPhases\":1},{\"startPeriod\":3600,\"limit\":4600.0,\"numberPhases\":1}]", answer);
        answer = station.Call("GetCompositeSchedule", "{\"connectorId\":0,\"duration\":60}");
        Assert.Contains("\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":16.0,\"numberPhases\":1}],\"duration\":60", answer);
        Assert.AreEqual("Rejected", Status(station.Call("GetCompositeSchedule", "{\"connectorId\":2,\"duration\":60}")));
        Assert.Contains("OccurrenceConstraintViolation", station.Call("GetCompositeSchedule", "{\"connectorId\":1}"));
        Assert.Contains("OccurrenceConstraintViolation", station.Call("GetCompositeSchedule", "{\"duration\":1}"));
        Assert.Contains("PropertyConstraintViolation", station.Call("GetCompositeSchedule", "{\"connectorId\":1,\"duration\":-1}"));
        Assert.Contains("PropertyConstraintViolation", station.Call("GetCompositeSchedule", "{\"connectorId\":1,\"duration\":1,\"chargingRateUnit\":\"J\"}"));
    }

    private static Station Charging()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("A");
        Assert.AreEqual("Charging", station.Status(1));
        return station;
    }

    private static int Offered(Station station, int connectorId) => station.Board.Connector(connectorId).Pilot.OfferedMilliamps;

    private static string Status(string answer) => FakeCentralSystem.Text(answer, "status");

    private static string Set(Station station, int connectorId, int id, int level, string purpose, string unit, int limit) =>
        Status(station.Call("SetChargingProfile", Profile(connectorId, id, level, purpose, Periods(unit, limit))));

    private static string Periods(string unit, int limit) => $"\"chargingRateUnit\":\"{unit}\",\"chargingSchedulePeriod\":[{{\"startPeriod\":0,\"limit\":{limit}}}]";

    private static string Profile(int connectorId, int id, int level, string purpose, string schedule, string kind = "Relative", string more = "") =>
        $"{{\"connectorId\":{connectorId},\"csChargingProfiles\":{{\"chargingProfileId\":{id},{more}\"stackLevel\":{level},\"chargingProfilePurpose\":\"{purpose}\",\"chargingProfileKind\":\"{kind}\",\"chargingSchedule\":{{{schedule}}}}}}}";
}
