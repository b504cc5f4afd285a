using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

/// <summary>ExtendedTriggerMessage (whitepaper "Improved security for OCPP 1.6-J").</summary>
[TestClass]
public class ExtendedTriggerTests
{
    [TestMethod]
    [DataRow("BootNotification", "BootNotification")]
    [DataRow("Heartbeat", "Heartbeat")]
    [DataRow("MeterValues", "MeterValues")]
    [DataRow("StatusNotification", "StatusNotification")]
    [DataRow("LogStatusNotification", "LogStatusNotification")]
    public void What_was_asked_for_comes_behind_the_answer(string requested, string action)
    {
        Station station = new Station().Boot();
        int before = station.CentralSystem.Count(action);
        string answer = Ask(station, requested, "");
        Assert.AreEqual("Accepted", FakeCentralSystem.Text(answer, "status"));
        Assert.IsTrue(station.CentralSystem.Count(action) > before);
        Assert.IsTrue(station.CentralSystem.Received.IndexOf(answer) < station.CentralSystem.Received.IndexOf(station.CentralSystem.Last(action)));
    }

    [TestMethod]
    public void The_state_of_a_firmware_update_is_told()
    {
        Station station = new Station().Boot();
        Assert.AreEqual("Accepted", FakeCentralSystem.Text(Ask(station, "FirmwareStatusNotification", ""), "status"));
        int told = station.CentralSystem.Count("FirmwareStatusNotification") + station.CentralSystem.Count("SignedFirmwareStatusNotification");
        Assert.AreEqual(1, told);
    }

    [TestMethod]
    public void While_nothing_is_delivered_the_log_is_idle_and_has_no_number()
    {
        Station station = new Station().Boot();
        Ask(station, "LogStatusNotification", "");
        Assert.Contains("{\"status\":\"Idle\"}", station.CentralSystem.Last("LogStatusNotification"));
    }

    [TestMethod]
    public void A_connector_can_be_named()
    {
        Station station = new Station(2).Boot();
        int before = station.CentralSystem.Count("StatusNotification");
        Ask(station, "StatusNotification", ",\"connectorId\":2");
        Assert.AreEqual(before + 1, station.CentralSystem.Count("StatusNotification"));
        Assert.AreEqual(2L, FakeCentralSystem.Number(station.CentralSystem.Last("StatusNotification"), "connectorId"));
        Assert.AreEqual("Rejected", FakeCentralSystem.Text(Ask(station, "StatusNotification", ",\"connectorId\":3"), "status"));
    }

    [TestMethod]
    [DataRow("DiagnosticsStatusNotification")]
    [DataRow("Dance")]
    public void What_is_not_of_this_operation_is_not_implemented(string requested)
    {
        Station station = new Station().Boot();
        Assert.AreEqual("NotImplemented", FakeCentralSystem.Text(Ask(station, requested, ""), "status"));
        Assert.Contains("OccurrenceConstraintViolation", station.Call("ExtendedTriggerMessage", "{}"));
    }

    [TestMethod]
    public void It_works_while_pending()
    {
        Station station = new();
        station.CentralSystem.AnswerWith("BootNotification", "{\"status\":\"Pending\",\"currentTime\":\"2026-01-01T00:00:00Z\",\"interval\":300}");
        station.Boot();
        Assert.AreEqual("Accepted", FakeCentralSystem.Text(Ask(station, "LogStatusNotification", ""), "status"));
        Assert.AreEqual(1, station.CentralSystem.Count("LogStatusNotification"));
    }

    private static string Ask(Station station, string requested, string more)
        => station.Call("ExtendedTriggerMessage", "{\"requestedMessage\":\"" + requested + "\"" + more + "}");
}
