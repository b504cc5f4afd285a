using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

/// <summary>The rules by which a session goes on or ends, each with its configuration key (OCPP 1.6 sections 4.8, 4.9, 4.10, 9.1).</summary>
[TestClass]
public class ChargingRuleTests
{
    [TestMethod]
    public void A_refused_session_may_take_MaxEnergyOnInvalidId_and_no_more()
    {
        Station station = new Station().Boot();
        Configure(station, "StopTransactionOnInvalidId", "false");
        Configure(station, "MaxEnergyOnInvalidId", "500");
        station.CentralSystem.AnswerWith("StartTransaction", "{\"transactionId\":7,\"idTagInfo\":{\"status\":\"Blocked\"}}");
        station.Plug(1);
        station.Tap("A");
        long startWh = station.Connector(1).EnergyWh;
        Assert.AreEqual("Charging", station.Status(1));
        station.Run(200_000);
        Assert.AreEqual("Charging", station.Status(1));
        station.Run(100_000);
        Assert.AreEqual("SuspendedEVSE", station.Status(1));
        Assert.IsFalse(station.Board.Connector(1).Contactor.Commanded);
        station.Run(100_000);
        long energyWh = station.Connector(1).EnergyWh - startWh;
        Assert.IsTrue(energyWh >= 500 && energyWh < 504, energyWh.ToString());
        Assert.AreEqual(0, station.CentralSystem.Count("StopTransaction"));
        station.Unplug(1);
        Assert.AreEqual("EVDisconnected", FakeCentralSystem.Text(station.CentralSystem.Last("StopTransaction"), "reason"));
    }

    [TestMethod]
    public void What_a_refused_session_took_before_the_refusal_counts()
    {
        Station station = new Station().Boot();
        Configure(station, "StopTransactionOnInvalidId", "false");
        Configure(station, "AllowOfflineTxForUnknownId", "true");
        Configure(station, "MaxEnergyOnInvalidId", "500");
        station.CentralSystem.AnswerWith("StartTransaction", "{\"transactionId\":7,\"idTagInfo\":{\"status\":\"Invalid\"}}");
        station.CentralSystem.Reachable = false;
        station.CentralSystem.Break();
        station.Run(100);
        station.Plug(1);
        station.Tap("A");
        station.Run(400_000);
        Assert.AreEqual("Charging", station.Status(1));
        station.CentralSystem.Reachable = true;
        station.Run(200_000);
        Assert.AreEqual("SuspendedEVSE", station.Status(1));
    }

    [TestMethod]
    public void A_vehicle_that_nobody_presents_a_card_for_is_not_the_next_cards()
    {
        Station station = new Station(2).Boot();
        station.Plug(1);
        station.Run(59_000);
        Assert.AreEqual("Preparing", station.Status(1));
        station.Run(2_000);
        Assert.AreEqual("Finishing", station.Status(1), "B6");
        station.Tap("A");
        Assert.AreEqual("Finishing", station.Status(1));
        Assert.AreEqual("Preparing", station.Status(2));
        station.Plug(2);
        Assert.AreEqual("Charging", station.Status(2));
        station.Tap("B");
        Assert.AreEqual("Charging", station.Status(1), "where there is no other, it is");
    }

    [TestMethod]
    public void A_session_that_outlives_the_vehicles_side_ends_with_the_cable()
    {
        Station station = new Station().Boot();
        Configure(station, "StopTransactionOnEVSideDisconnect", "false");
        station.Plug(1);
        station.Tap("A");
        station.Board.Connector(1).UnplugVehicle();
        station.Run(1_000);
        Assert.AreEqual("SuspendedEV", station.Status(1));
        Assert.AreEqual((int)LockState.Locked, (int)station.Board.Connector(1).Lock!.State, "the cable stays held");
        station.Plug(1);
        Assert.AreEqual("Charging", station.Status(1), "the vehicle is back");
        station.Board.Connector(1).Unplug();
        station.Board.Connector(1).Lock!.Unlock(); // the emergency release of the lock
        station.Run(100);
        Assert.AreEqual("Available", station.Status(1));
        Assert.AreEqual("EVDisconnected", FakeCentralSystem.Text(station.CentralSystem.Last("StopTransaction"), "reason"));
        Assert.AreEqual(1, station.CentralSystem.Count("StartTransaction"));
    }

    [TestMethod]
    public void A_cable_is_kept_for_its_owner_when_the_vehicles_side_is_pulled()
    {
        Station station = new Station().Boot();
        Configure(station, "UnlockConnectorOnEVSideDisconnect", "false");
        station.Plug(1);
        station.Tap("OWNER");
        station.Board.Connector(1).UnplugVehicle();
        station.Run(120_000);
        Assert.AreEqual("Finishing", station.Status(1));
        Assert.AreEqual((int)LockState.Locked, (int)station.Board.Connector(1).Lock!.State);
        station.Tap("STRANGER");
        Assert.AreEqual((int)LockState.Locked, (int)station.Board.Connector(1).Lock!.State);
        Assert.AreEqual("Rejected", Status(station.Call("RemoteStartTransaction", "{\"idTag\":\"STRANGER\",\"connectorId\":1}")));
        station.Tap("owner");
        Assert.AreEqual((int)LockState.Unlocked, (int)station.Board.Connector(1).Lock!.State);
        Assert.AreEqual("Finishing", station.Status(1));
        station.Unplug(1);
        Assert.AreEqual("Available", station.Status(1));
        Assert.AreEqual(1, station.CentralSystem.Count("StartTransaction"));
    }

    [TestMethod]
    public void A_card_of_the_owners_group_gets_the_cable_back_and_so_does_UnlockConnector()
    {
        Station station = new Station().Boot();
        Configure(station, "UnlockConnectorOnEVSideDisconnect", "false");
        station.CentralSystem.AnswerWith("Authorize", "{\"idTagInfo\":{\"status\":\"Accepted\",\"parentIdTag\":\"FAMILY\"}}");
        for (int i = 0; i < 2; i++)
        {
            station.Plug(1);
            station.Tap("HERS");
            station.Board.Connector(1).UnplugVehicle();
            station.Run(1_000);
            Assert.AreEqual((int)LockState.Locked, (int)station.Board.Connector(1).Lock!.State);
            if (i == 0) station.Tap("HIS");
            else Assert.AreEqual("Unlocked", Status(station.Call("UnlockConnector", "{\"connectorId\":1}")));
            Assert.AreEqual((int)LockState.Unlocked, (int)station.Board.Connector(1).Lock!.State);
            station.Unplug(1);
        }
    }

    [TestMethod]
    public void The_owner_whose_vehicle_is_back_charges_again()
    {
        Station station = new Station().Boot();
        Configure(station, "UnlockConnectorOnEVSideDisconnect", "false");
        station.Plug(1);
        station.Tap("OWNER");
        station.Board.Connector(1).UnplugVehicle();
        station.Run(1_000);
        station.Plug(1);
        station.Tap("OWNER");
        Assert.AreEqual("Charging", station.Status(1), "F2");
        Assert.AreEqual(2, station.CentralSystem.Count("StartTransaction"));
    }

    [TestMethod]
    public void The_emergency_stop_ends_every_session_and_lets_none_begin()
    {
        Station station = new Station(2).Boot();
        station.Plug(1);
        station.Tap("A");
        station.Board.EmergencyStop = true;
        Assert.IsFalse(station.Board.Connector(1).Contactor.Feedback, "it cuts the coil by itself");
        station.Run(100);
        Assert.IsFalse(station.Board.Connector(1).Contactor.Commanded);
        Assert.AreEqual("EmergencyStop", FakeCentralSystem.Text(station.CentralSystem.Last("StopTransaction"), "reason"));
        Assert.AreEqual("Faulted", station.Status(1));
        Assert.AreEqual("Faulted", station.Status(2));
        Assert.Contains("\"errorCode\":\"OtherError\",\"info\":\"emergency stop is pressed\",\"status\":\"Faulted\"", station.CentralSystem.Last("StatusNotification"));
        Assert.AreEqual("Rejected", Status(station.Call("RemoteStartTransaction", "{\"idTag\":\"R\",\"connectorId\":2}")));
        station.Board.EmergencyStop = false;
        station.Run(100);
        Assert.AreEqual("Finishing", station.Status(1), "nothing begins by itself");
        Assert.AreEqual("Available", station.Status(2));
    }

    [TestMethod]
    public void A_card_that_waits_is_forgotten_with_the_emergency_stop()
    {
        Station station = new Station().Boot();
        station.Tap("A");
        station.Board.EmergencyStop = true;
        station.Run(100);
        station.Board.EmergencyStop = false;
        station.Run(100);
        Assert.AreEqual("Available", station.Status(1));
        station.Plug(1);
        Assert.AreEqual(0, station.CentralSystem.Count("StartTransaction"));
    }

    [TestMethod]
    public void A_session_that_a_commanded_reset_has_caught_ends_with_the_reason_of_the_reset()
    {
        Check("Soft", "SoftReset");
        Check("Hard", "HardReset");
        Check("", "Reboot");
    }

    [TestMethod]
    public void A_session_that_a_loss_of_power_has_caught_ends_with_PowerLoss()
    {
        Station before = new Station().Boot();
        Configure(before, "ChargePoint.ResumeTransactionAfterPowerLoss", "false");
        before.Plug(1);
        before.Tap("A");
        Station station = Again(before).Boot();
        Assert.AreEqual("PowerLoss", FakeCentralSystem.Text(station.CentralSystem.Last("StopTransaction"), "reason"));
    }

    [TestMethod]
    public void The_reason_of_a_reset_is_not_that_of_the_next_loss_of_power()
    {
        Station first = new Station().Boot();
        Configure(first, "ChargePoint.ResumeTransactionAfterPowerLoss", "false");
        first.Call("Reset", "{\"type\":\"Soft\"}");
        first.Run(5_000);
        Assert.AreEqual(1, first.Restarts);
        Station second = Again(first).Boot();
        second.Plug(1);
        second.Tap("A");
        Station third = Again(second).Boot();
        Assert.AreEqual("PowerLoss", FakeCentralSystem.Text(third.CentralSystem.Last("StopTransaction"), "reason"));
    }

    [TestMethod]
    public void A_reset_offline_keeps_the_end_of_the_session_with_its_reason()
    {
        Station before = new Station().Boot();
        before.Plug(1);
        before.Tap("A");
        before.CentralSystem.Reachable = false;
        before.CentralSystem.Break();
        before.Run(1_000);
        Assert.IsTrue(before.ChargePoint.Restart.Begin(Features.StopReason.Reboot));
        before.Run(3_000);
        Assert.AreEqual(1, before.Restarts);
        Station station = Again(before).Boot();
        Assert.AreEqual("Reboot", FakeCentralSystem.Text(station.CentralSystem.Last("StopTransaction"), "reason"));
    }

    [TestMethod]
    public void A_status_that_does_not_last_MinimumStatusDuration_is_not_told()
    {
        Station station = new Station().Boot();
        Configure(station, "MinimumStatusDuration", "30");
        int told = station.CentralSystem.Count("StatusNotification");
        station.Plug(1);
        station.Run(10_000);
        station.Tap("A");
        station.Run(29_000);
        Assert.AreEqual(told, station.CentralSystem.Count("StatusNotification"));
        station.Run(2_000);
        Assert.AreEqual(told + 1, station.CentralSystem.Count("StatusNotification"));
        Assert.AreEqual("Charging", FakeCentralSystem.Text(station.CentralSystem.Last("StatusNotification"), "status"));
    }

    // The power goes after the reset was commanded and before the session's end is in the flash.
    private static void Check(string type, string reason)
    {
        MemoryFlash memory = new();
        Station first = new(1, false, memory);
        first.Boot();
        first.Plug(1);
        first.Tap("A");
        CuttingFlash flash = new(memory);
        Station second = new(1, false, memory, flash);
        second.Board.ImportWorld(first.Board.ExportWorld());
        second.CentralSystem.StartUnixMs += first.Clock.MonotonicMs;
        second.Boot();
        second.Run(5_000);
        Assert.AreEqual("Charging", second.Status(1));
        flash.CutAt = flash.Operations + 2; // the first notes the reason
        try
        {
            if (type.Length > 0) second.Call("Reset", "{\"type\":\"" + type + "\"}");
            else second.ChargePoint.Restart.Begin(Features.StopReason.Reboot);
        }
        catch (PowerCutException)
        {
            Assert.IsTrue(flash.IsCut);
        }

        Assert.IsTrue(flash.IsCut);
        Station third = new(1, false, memory);
        third.Board.ImportWorld(second.Board.ExportWorld());
        third.CentralSystem.StartUnixMs += first.Clock.MonotonicMs + second.Clock.MonotonicMs;
        third.Boot();
        Assert.AreEqual(reason, FakeCentralSystem.Text(third.CentralSystem.Last("StopTransaction"), "reason"));
        Assert.AreEqual("Finishing", third.Status(1));
    }

    private static Station Again(Station before)
    {
        Station station = new(1, false, before.Flash);
        station.CentralSystem.StartUnixMs += before.Clock.MonotonicMs;
        station.Board.ImportWorld(before.Board.ExportWorld());
        return station;
    }

    private static void Configure(Station station, string key, string value)
        => Assert.AreEqual("Accepted", Status(station.Call("ChangeConfiguration", "{\"key\":\"" + key + "\",\"value\":\"" + value + "\"}")));

    private static string Status(string answer) => FakeCentralSystem.Text(answer, "status");
}
