using System;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

[TestClass]
public class FaultTests
{
    private static Station Again(Station before, int connectors = 1)
    {
        Station s = new(connectors, false, before.Flash);
        s.CentralSystem.StartUnixMs += before.Clock.MonotonicMs + 5000;
        s.Board.ImportWorld(before.Board.ExportWorld());
        return s;
    }

    private static Station Charging()
    {
        Station s = new Station().Boot();
        s.Plug(1); s.Tap("A"); s.Run(3000);
        return s;
    }

    // A charge point that never reaches its Central System has so many sessions.
    private static void ChargeOffline(Station s, int sessions)
    {
        s.ChargePoint.Configuration.Change("AllowOfflineTxForUnknownId", "true");
        s.CentralSystem.Reachable = false;
        s.Boot();
        for (int i = 0; i < sessions; i++)
        {
            s.Plug(1); s.Tap("A"); s.Run(2000);
            s.Tap("A"); s.Unplug(1);
        }
    }

    // A transaction whose start could not be stored, and was told.
    private static Station StartedFromMemory(BadFlash flash)
    {
        Station s = new Station(other: flash).Boot();
        s.Plug(1);
        flash.FailStores = 1;
        s.Tap("A"); s.Run(100_000);
        return s;
    }

    private static void AssertPlugIsHeld(Station s, string contactor)
    {
        SimulatedConnector connector = s.Board.Connector(1);
        int state = (int)connector.Lock!.State;
        Assert.IsTrue(!connector.Contactor.Feedback || state == (int)LockState.Locked, "lock " + state.ToString() + " with " + contactor);
    }

    [TestMethod]
    public void A_remote_start_for_one_connector_is_not_given_to_who_plugs_in_at_another()
    {
        Station s = new Station(2).Boot();
        s.Call("RemoteStartTransaction", "{\"connectorId\":2,\"idTag\":\"ALICE\"}");
        s.Plug(1);
        s.Run(500);
        Assert.AreEqual("", s.CentralSystem.Last("StartTransaction"));
    }

    [TestMethod]
    public void The_plug_is_held_until_the_contactor_is_open()
    {
        Station s = Charging();
        Assert.IsTrue(s.Board.Connector(1).Contactor.Feedback, "charging");
        s.Board.Reader.Present("A");
        while (s.ChargePoint.Loop.Step()) { }
        AssertPlugIsHeld(s, "closed contactor");
    }

    [TestMethod]
    public void The_plug_is_held_while_the_contactor_is_welded()
    {
        Station s = Charging();
        s.Board.Connector(1).Contactor.Welded = true;
        s.Tap("A"); s.Run(5000);
        AssertPlugIsHeld(s, "welded contactor");
    }

    [TestMethod]
    public void A_meter_that_is_silent_after_a_power_loss_does_not_bill_less_than_is_known()
    {
        Station a = new Station().Boot();
        a.Plug(1); a.Tap("A"); a.Run(400_000); a.Tap("A"); a.Unplug(1);
        a.Plug(1); a.Tap("A"); a.Run(400_000);
        Station b = Again(a);
        b.Board.Connector(1).Meter.Silent = true;
        b.Boot(); b.Run(1000);
        b.Tap("A"); b.Run(1000);
        string f = b.CentralSystem.Last("StopTransaction");
        long stop = FakeCentralSystem.Number(f, "meterStop");
        long start = FakeCentralSystem.Number(a.CentralSystem.Last("StartTransaction"), "meterStart");
        Assert.IsTrue(stop >= start, start.ToString() + " -> " + stop.ToString() + f);
    }

    [TestMethod]
    public void A_refused_card_gets_no_energy_after_a_power_loss()
    {
        Station a = new Station().Boot();
        a.ChargePoint.Configuration.Change("StopTransactionOnInvalidId", "false");
        a.CentralSystem.AnswerWith("StartTransaction", "{\"transactionId\":7,\"idTagInfo\":{\"status\":\"Blocked\"}}");
        a.Plug(1); a.Tap("A"); a.Run(5000);
        Assert.IsFalse(a.Board.Connector(1).Contactor.Feedback, "before");
        Station b = Again(a).Boot();
        b.Run(5000);
        Assert.IsFalse(b.Board.Connector(1).Contactor.Feedback, "energy flows after restart");
    }

    [TestMethod]
    public void A_read_that_fails_once_loses_nothing()
    {
        BadFlash flash = new();
        Station s = new(other: flash);
        ChargeOffline(s, 3);

        int waiting = s.ChargePoint.Transactions.Waiting;
        flash.Prefix = "tx.";
        flash.FailReads = 1;
        s.CentralSystem.Reachable = true;
        s.Run(400_000);
        Assert.AreEqual(3, s.CentralSystem.Count("StopTransaction"), "waiting was " + waiting.ToString() + ", now " + s.ChargePoint.Transactions.Waiting.ToString() + ", unread fails " + flash.FailReads.ToString() + s.CentralSystem.Story());
    }

    [TestMethod]
    public void An_exception_in_one_look_at_a_connector_does_not_end_the_next()
    {
        BadFlash flash = new();
        Station s = new(other: flash);
        s.Boot();
        s.Plug(1); s.Tap("A"); s.Run(3000);
        Assert.IsTrue(s.Board.Connector(1).Contactor.Feedback);
        flash.ThrowOnce = true;
        s.Board.MainsPresent = false; s.Run(100);
        s.Board.MainsPresent = true; s.Run(5000);
        s.Tap("B"); s.Run(5000);
        s.Unplug(1); s.Run(5000);
        Assert.AreEqual("Available", s.Status(1), "failures " + s.ChargePoint.Loop.Failures.ToString());
        Assert.AreEqual(1, s.CentralSystem.Count("StopTransaction"));
    }

    [TestMethod]
    public void A_transaction_of_a_connector_that_is_gone_is_told()
    {
        Station a = new Station(2).Boot();
        a.Plug(1); a.Tap("B"); a.Run(3_000_000); a.Tap("B"); a.Unplug(1);
        a.CentralSystem.Reachable = true;
        a.CentralSystem.AnswerWith("StartTransaction", "");
        a.Plug(2); a.Tap("A"); a.Run(3000);
        Station b = Again(a).Boot();
        b.Run(1_000_000);
        string f = b.CentralSystem.Last("StopTransaction");
        Assert.AreEqual(1, b.CentralSystem.Count("StartTransaction"), "starts told; stop " + f + " exhausted " + b.ChargePoint.Transactions.Exhausted.ToString() + b.CentralSystem.Last("StartTransaction"));
    }

    [TestMethod]
    public void A_transaction_of_a_connector_that_is_gone_is_not_billed_by_another_meter()
    {
        Station a = new Station(2).Boot();
        a.Plug(1); a.Tap("B"); a.Run(3_000_000); a.Tap("B"); a.Unplug(1);
        a.Plug(2); a.Tap("A"); a.Run(3000);
        Station b = Again(a).Boot();
        b.Run(1_000_000);
        string f = b.CentralSystem.Last("StopTransaction");
        Assert.IsTrue(FakeCentralSystem.Number(f, "meterStop") < 100, a.CentralSystem.Last("StartTransaction") + f);
    }

    [TestMethod]
    public void A_loop_that_hangs_gets_no_energy_and_no_watchdog()
    {
        Station s = Charging();
        for (int i = 0; i < 6000; i++) { s.Clock.Advance(20); s.ChargePoint.Safety.Step(); } // loop hangs for 2 minutes
        Assert.IsFalse(s.Board.Connector(1).Contactor.Feedback, "still closed");
    }

    [TestMethod]
    public void A_card_around_a_pending_registration_is_decided()
    {
        Station s = new Station().Boot();
        s.CentralSystem.AnswerWith("BootNotification", "{\"status\":\"Pending\",\"currentTime\":\"2026-01-01T00:00:00Z\",\"interval\":5}");
        s.CentralSystem.Call("TriggerMessage", "{\"requestedMessage\":\"BootNotification\"}");
        while (s.ChargePoint.Loop.Step()) { if (s.CentralSystem.Count("BootNotification") == 2) { s.Board.Reader.Present("A"); break; } }
        s.Run(20_000);
        s.CentralSystem.AnswerWith("BootNotification", null);
        s.Run(100_000);
        s.Plug(1); s.Tap("B"); s.Run(2000);
        Assert.IsFalse(s.Logged("is being checked"));
    }

    [TestMethod]
    public void A_plug_that_nobody_needs_held_is_let_go_after_a_start()
    {
        Station a = new Station().Boot();
        a.Plug(1);
        a.Board.Connector(1).Lock!.Lock(); // BeginIfReady has locked, power goes before the start is in flash
        Station b = Again(a).Boot();
        b.Run(200_000);
        Assert.IsFalse(b.Board.Connector(1).Lock!.State == LockState.Locked, "locked for good, status " + b.Status(1));
    }

    [TestMethod]
    public void A_start_from_memory_is_recovered_after_a_power_loss()
    {
        BadFlash flash = new();
        Station s = StartedFromMemory(flash);
        Assert.AreEqual(1, s.CentralSystem.Count("StartTransaction"));
        Station b = new(other: flash);
        b.CentralSystem.StartUnixMs += 200_000;
        b.Board.ImportWorld(s.Board.ExportWorld());
        b.Boot(); b.Run(5000);
        b.Unplug(1); b.Run(400_000);
        Assert.AreEqual(1, b.CentralSystem.Count("StopTransaction"), "aside " + b.ChargePoint.Transactions.Exhausted.ToString() + b.CentralSystem.Story());
    }

    [TestMethod]
    public void A_stop_of_a_start_from_memory_is_told_after_a_power_loss()
    {
        BadFlash flash = new();
        Station s = StartedFromMemory(flash);
        s.CentralSystem.Reachable = false; s.CentralSystem.Break(); s.Run(1000);
        s.Tap("A"); s.Run(1000);
        Station b = new(other: flash);
        b.CentralSystem.StartUnixMs += 200_000;
        b.Boot(); b.Run(400_000);
        Assert.AreEqual(1, b.CentralSystem.Count("StopTransaction"), "aside " + b.ChargePoint.Transactions.Exhausted.ToString() + b.CentralSystem.Story());
    }

    [TestMethod]
    public void A_list_that_fails_at_boot_loses_nothing()
    {
        BadFlash flash = new();
        Station s = new(other: flash);
        ChargeOffline(s, 60);

        int waiting = s.ChargePoint.Transactions.Waiting;
        flash.FailLists = 9;
        Station b = new(other: flash);
        flash.FailLists = 0;
        b.CentralSystem.StartUnixMs += 20_000_000;
        b.Boot(); b.Run(400_000);
        Assert.AreEqual(60, b.CentralSystem.Count("StopTransaction"), "was waiting " + waiting.ToString() + " aside " + b.ChargePoint.Transactions.Exhausted.ToString());
    }

    [TestMethod]
    public void A_message_from_memory_that_is_set_aside_is_kept_as_it_is()
    {
        BadFlash flash = new();
        Station s = new(other: flash);
        s.Boot();
        s.CentralSystem.AnswerWith("StartTransaction", "!InternalError");
        s.Plug(1);
        flash.FailStores = 1;
        s.Tap("CARDX"); s.Run(2000);
        s.Run(400_000);
        byte[] b = new byte[4096];
        int n = flash.Read("aside.1", 0, b, 0, 4096);

        // Printable bytes only: on the device a string ends at its first NUL.
        string text = "";
        for (int i = 0; i < n && i < 60; i++) text += b[i] >= 0x20 && b[i] < 0x7F ? ((char)b[i]).ToString() : ".";
        Assert.IsTrue(text.IndexOf("CARDX") >= 0, n.ToString() + " type " + b[1].ToString() + " length " + b[2].ToString() + " aside " + s.ChargePoint.Transactions.Exhausted.ToString());
    }

    [TestMethod]
    public void Energy_is_safe_without_samples_too()
    {
        Station a = new Station().Boot();
        a.ChargePoint.Configuration.Change("MeterValueSampleInterval", "0");
        a.ChargePoint.Configuration.Change("ChargePoint.ResumeTransactionAfterPowerLoss", "false");
        a.Plug(1); a.Tap("A"); a.Run(3_600_000);
        long wh = a.Connector(1).EnergyWh;
        Station b = Again(a);
        b.Board.Connector(1).Meter.Silent = true;
        b.Boot(); b.Run(5000);
        Assert.IsTrue(FakeCentralSystem.Number(b.CentralSystem.Last("StopTransaction"), "meterStop") > wh / 2, wh.ToString() + b.CentralSystem.Last("StopTransaction"));
    }

    [TestMethod]
    public void A_card_that_was_asked_about_before_a_pending_registration_starts_nothing_later()
    {
        Station s = new Station().Boot();
        s.CentralSystem.AnswerWith("BootNotification", "{\"status\":\"Pending\",\"currentTime\":\"2026-01-01T00:00:00Z\",\"interval\":3600}");
        s.CentralSystem.Answers = false;
        s.Call("TriggerMessage", "{\"requestedMessage\":\"BootNotification\"}");
        string id = FakeCentralSystem.Id(s.CentralSystem.Last("BootNotification"));
        s.Tap("ALICE");
        s.CentralSystem.Answers = true;
        s.CentralSystem.Deliver("[3,\"" + id + "\",{\"status\":\"Pending\",\"currentTime\":\"2026-01-01T00:00:00Z\",\"interval\":3600}]");
        s.Run(3_000_000);
        s.Plug(1); s.Tap("BOB"); s.Run(1000);
        bool ignored = s.Logged("BOB ignored");
        s.CentralSystem.AnswerWith("BootNotification", null);
        s.Run(1_000_000);
        Assert.IsFalse(ignored || s.CentralSystem.Last("StartTransaction").IndexOf("ALICE") >= 0, "ignored " + ignored.ToString() + s.CentralSystem.Last("StartTransaction"));
    }

    [TestMethod]
    public void A_vehicle_that_asks_for_ventilation_gets_no_energy_without_it()
    {
        Station s = new Station().Boot();
        s.Board.Connector(1).Vehicle.NeedsVentilation = true;
        s.Plug(1); s.Tap("A"); s.Run(5000);
        Assert.IsFalse(s.Board.Connector(1).Contactor.Feedback, "closed in D");
    }
}

public sealed class BadFlash : IFlashStore
{
    private readonly MemoryFlash _in = new();
    public int FailReads;
    public string Prefix = "";
    public bool ThrowOnce;
    public int FailStores;
    public int FailLists;
    public int Length(string name) => _in.Length(name);
    public int Read(string name, int position, byte[] buffer, int offset, int count)
    {
        if (FailReads > 0 && name.StartsWith(Prefix)) { FailReads--; return -1; }
        return _in.Read(name, position, buffer, offset, count);
    }
    public bool Append(string name, byte[] buffer, int offset, int count)
    {
        return !Fails(name) && _in.Append(name, buffer, offset, count);
    }
    public bool Write(string name, byte[] buffer, int offset, int count) => !Fails(name) && _in.Write(name, buffer, offset, count);

    // The journal is meant: other rooms store too.
    private bool Fails(string name)
    {
        if (!name.StartsWith("tx.")) return false;
        if (ThrowOnce) { ThrowOnce = false; throw new InvalidOperationException("flash"); }
        if (FailStores <= 0) return false;
        FailStores--;
        return true;
    }
    public bool Delete(string name) => _in.Delete(name);
    public string[] List() => FailLists-- > 0 ? new string[0] : _in.List();
}
