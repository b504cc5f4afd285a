using ChargePoint.Hal;
using ChargePoint.Safety;
using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

/// <summary>UnlockConnector (OCPP 1.6 section 5.18) on a whole charge point.</summary>
[TestClass]
public class UnlockTests
{
    [TestMethod]
    public void A_plug_is_unlocked()
    {
        Station station = new Station().Boot();
        Assert.AreEqual("Unlocked", Unlock(station, 1), "an empty socket");
        station.Plug(1);
        Assert.AreEqual("Unlocked", Unlock(station, 1));
        Assert.AreEqual("Preparing", station.Status(1));
        station.Tap("A");
        Assert.AreEqual("Charging", station.Status(1), "and can be locked again");
    }

    [TestMethod]
    public void A_running_session_ends_first()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("A");
        station.Run(10_000);
        Assert.AreEqual("Unlocked", Unlock(station, 1));
        Assert.AreEqual((int)LockState.Unlocked, (int)station.Board.Connector(1).Lock!.State);
        Assert.AreEqual("UnlockCommand", FakeCentralSystem.Text(station.CentralSystem.Last("StopTransaction"), "reason"));
        Assert.AreEqual("", FakeCentralSystem.Text(station.CentralSystem.Last("StopTransaction"), "idTag"));
        Assert.AreEqual("Finishing", station.Status(1));
    }

    [TestMethod]
    public void The_lock_does_not_move_before_the_contactor_is_open()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("A");
        station.Board.Connector(1).Contactor.Welded = true;
        string id = station.CentralSystem.Call("UnlockConnector", "{\"connectorId\":1}");
        for (int i = 0; i < 100; i++)
        {
            station.Run(SafetySupervisor.PeriodMs);
            Assert.AreEqual((int)LockState.Locked, (int)station.Board.Connector(1).Lock!.State);
        }

        Assert.AreEqual("UnlockFailed", Status(station.CentralSystem.AnswerTo(id)));
        Assert.AreEqual("Faulted", station.Status(1));
        station.Board.Connector(1).Contactor.Welded = false;
        station.Run(1_100);
        Assert.AreEqual((int)LockState.Unlocked, (int)station.Board.Connector(1).Lock!.State, "it is let go as soon as it may");
    }

    [TestMethod]
    public void A_lock_that_does_not_move_is_told_after_a_bounded_time()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("A");
        station.Board.Connector(1).Lock!.Stuck = true;
        string id = station.CentralSystem.Call("UnlockConnector", "{\"connectorId\":1}");
        station.Run(1_000);
        Assert.AreEqual("", station.CentralSystem.AnswerTo(id), "the motor has its time");
        Assert.AreEqual("Accepted", Status(station.Call("TriggerMessage", "{\"requestedMessage\":\"Heartbeat\"}")), "and others are answered meanwhile");
        station.Run(3_200);
        Assert.AreEqual("UnlockFailed", Status(station.CentralSystem.AnswerTo(id)));
        Assert.AreEqual("ConnectorLockFailure", FakeCentralSystem.Text(station.CentralSystem.Last("StatusNotification"), "errorCode"));
        Assert.Contains("\"info\":\"lock did not reach its position\"", station.CentralSystem.Last("StatusNotification"));
        station.Board.Connector(1).Lock!.Stuck = false;
        Assert.AreEqual("Unlocked", Unlock(station, 1), "once it is free again");
    }

    [TestMethod]
    public void A_lock_that_comes_late_is_told_as_unlocked()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("A");
        station.Board.Connector(1).Lock!.Stuck = true;
        string id = station.CentralSystem.Call("UnlockConnector", "{\"connectorId\":1}");
        station.Run(2_000);
        station.Board.Connector(1).Lock!.Stuck = false;
        station.Board.Connector(1).Lock!.Unlock();
        station.Run(100);
        Assert.AreEqual("Unlocked", Status(station.CentralSystem.AnswerTo(id)));
    }

    [TestMethod]
    public void No_session_begins_while_the_lock_moves()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("A");
        station.Tap("A");
        station.Board.Connector(1).Lock!.Lock();
        station.Board.Connector(1).Lock!.Stuck = true;
        string id = station.CentralSystem.Call("UnlockConnector", "{\"connectorId\":1}");
        station.Run(500);
        station.Tap("B");
        station.Run(500);
        Assert.AreEqual(1, station.CentralSystem.Count("StartTransaction"));
        station.Run(4_000);
        Assert.AreEqual("UnlockFailed", Status(station.CentralSystem.AnswerTo(id)));
    }

    [TestMethod]
    public void A_second_call_before_the_outcome_is_UnlockFailed_and_disturbs_nothing()
    {
        Station station = new Station(2).Boot();
        station.Plug(1);
        station.Tap("A");
        station.Board.Connector(1).Lock!.Stuck = true;
        string first = station.CentralSystem.Call("UnlockConnector", "{\"connectorId\":1}");
        station.Run(500);
        Assert.AreEqual("UnlockFailed", Unlock(station, 1));
        Assert.AreEqual("Unlocked", Unlock(station, 2), "another connector is another matter");
        Assert.AreEqual("", station.CentralSystem.AnswerTo(first));
        station.Run(4_000);
        Assert.AreEqual("UnlockFailed", Status(station.CentralSystem.AnswerTo(first)));
        Assert.AreEqual(0, station.ChargePoint.Loop.Failures);
    }

    [TestMethod]
    public void An_answer_whose_connection_is_gone_is_not_sent_on_the_next()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("A");
        station.Board.Connector(1).Lock!.Stuck = true;
        string id = station.CentralSystem.Call("UnlockConnector", "{\"connectorId\":1}");
        station.Run(100);
        station.CentralSystem.Break();
        station.Run(20_000);
        Assert.IsTrue(station.CentralSystem.IsOpen);
        Assert.AreEqual("", station.CentralSystem.AnswerTo(id));
        station.Board.Connector(1).Lock!.Stuck = false;
        Assert.AreEqual("Unlocked", Unlock(station, 1));
    }

    [TestMethod]
    public void An_attached_cable_connector_0_and_an_unknown_connector_are_NotSupported()
    {
        Station attached = new Station(1, fixedCable: true).Boot();
        attached.Plug(1);
        attached.Tap("A");
        Assert.AreEqual("NotSupported", Unlock(attached, 1));
        Assert.AreEqual("Charging", attached.Status(1), "nothing is ended for it");
        Station station = new Station().Boot();
        Assert.AreEqual("NotSupported", Unlock(station, 0));
        Assert.AreEqual("NotSupported", Unlock(station, 2));
    }

    [TestMethod]
    public void Wrong_requests_unlock_nothing()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("A");
        Assert.Contains("OccurrenceConstraintViolation", station.Call("UnlockConnector", "{}"));
        Assert.Contains("PropertyConstraintViolation", station.Call("UnlockConnector", "{\"connectorId\":-1}"));
        Assert.Contains("TypeConstraintViolation", station.Call("UnlockConnector", "{\"connectorId\":\"1\"}"));
        Assert.AreEqual("Charging", station.Status(1));
    }

    [TestMethod]
    public void A_card_that_waits_is_forgotten()
    {
        Station station = new Station().Boot();
        station.Tap("A");
        Assert.AreEqual("Unlocked", Unlock(station, 1));
        Assert.AreEqual("Available", station.Status(1));
    }

    private static string Unlock(Station station, int connectorId)
        => Status(station.Call("UnlockConnector", $"{{\"connectorId\":{connectorId}}}"));

    private static string Status(string answer) => FakeCentralSystem.Text(answer, "status");
}
