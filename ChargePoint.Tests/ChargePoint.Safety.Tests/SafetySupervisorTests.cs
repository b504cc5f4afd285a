using ChargePoint.Hal;
using nanoFramework.TestFramework;

namespace ChargePoint.Safety.Tests;

[TestClass]
public class SafetySupervisorTests
{
    [TestMethod]
    public void Nothing_is_permitted_at_first()
    {
        Rig rig = new();
        rig.Pass(1_000);
        Assert.IsFalse(rig.Hardware.Commanded);
        Assert.AreEqual(0, rig.Hardware.Commands);
        Assert.AreEqual(50, rig.Hardware.Feeds);
        Assert.AreEqual(50, rig.Hardware.Samples);
    }

    [TestMethod]
    public void Every_fault_of_a_board_forbids_energy_but_those_that_are_only_told()
    {
        for (HardwareFault fault = HardwareFault.NoError; fault <= HardwareFault.WeakSignal; fault++)
        {
            bool harmless = fault == HardwareFault.NoError || fault == HardwareFault.WeakSignal || fault == HardwareFault.ReaderFailure || fault == HardwareFault.ResetFailure;
            Assert.AreEqual(!harmless, SafetySupervisor.ForbidsEnergy(fault), ((int)fault).ToString());
            Rig rig = Rig.Closed();
            rig.Hardware.ConnectorFault = fault;
            Assert.AreEqual(!harmless, rig.Has(SafetyFault.Hardware), "told even before the next step");
            rig.Step(20);
            Assert.AreEqual(harmless, rig.Hardware.Commanded, ((int)fault).ToString());
            rig = Rig.Closed();
            rig.Hardware.BoardFault = fault;
            rig.Step(20);
            Assert.AreEqual(harmless, rig.Hardware.Commanded, ((int)fault).ToString());
        }
    }

    [TestMethod]
    public void The_coil_is_switched_on_change_only_and_each_change_is_told()
    {
        Rig rig = Rig.Closed();
        int changes = rig.Changes;
        Assert.AreEqual(1, rig.Hardware.Commands);
        rig.Hardware.Pilot = PilotState.B;
        rig.Pass(200);
        Assert.AreEqual(2, rig.Hardware.Commands);
        Assert.AreEqual(changes + 1, rig.Changes);
        Assert.IsTrue(rig.Safety.IsReady(1), "the vehicle may ask again");
        rig.Hardware.Pilot = PilotState.C;
        rig.Pass(200);
        Assert.AreEqual(3, rig.Hardware.Commands);
        Assert.AreEqual(changes + 2, rig.Changes);
    }

    [TestMethod]
    public void A_vehicle_that_takes_energy_has_three_seconds_to_stop_when_its_session_ends()
    {
        Rig rig = Rig.Closed();
        rig.Hardware.Milliamps[1] = 16_000;
        rig.Pass(1_000);
        rig.Safety.Permit(1, false);
        rig.Hardware.OfferedMilliamps = 0;
        Assert.IsTrue(rig.Safety.IsEnding(1), "from the moment on");
        int untilOpen = rig.UntilOpen(10_000);
        Assert.IsTrue(untilOpen >= SafetySupervisor.EndingMs && untilOpen <= SafetySupervisor.EndingMs + SafetySupervisor.PeriodMs, untilOpen.ToString());
        Assert.IsFalse(rig.Safety.IsEnding(1));
        Assert.AreEqual(0, rig.Safety.Active(1), "an end in order is no fault");
    }

    [TestMethod]
    public void The_contactor_opens_as_soon_as_the_vehicle_has_stopped()
    {
        Rig rig = Rig.Closed();
        rig.Hardware.Milliamps[0] = 16_000;
        rig.Pass(1_000);
        rig.Safety.Permit(1, false);
        rig.Hardware.OfferedMilliamps = 0;
        rig.Pass(1_000);
        Assert.IsTrue(rig.Hardware.Commanded);
        rig.Hardware.Milliamps[0] = SafetySupervisor.IdleMilliamps;
        rig.Pass(200);
        Assert.IsTrue(rig.Hardware.Commanded, "not yet");
        rig.Hardware.Milliamps[0] = SafetySupervisor.IdleMilliamps - 1;
        Assert.IsTrue(rig.UntilOpen(1_000) <= SafetySupervisor.MeasurePeriodMs + SafetySupervisor.PeriodMs);
        rig = Rig.Closed();
        rig.Hardware.Milliamps[0] = 16_000;
        rig.Pass(1_000);
        rig.Safety.Permit(1, false);
        rig.Step(20);
        Assert.IsTrue(rig.Hardware.Commanded);
        rig.Hardware.Pilot = PilotState.B;
        rig.Step(20);
        Assert.IsFalse(rig.Hardware.Commanded, "the pilot says so too");
    }

    [TestMethod]
    public void An_offer_that_is_withdrawn_is_an_end_in_order_too()
    {
        Rig rig = Rig.Closed();
        rig.Hardware.Milliamps[0] = 16_000;
        rig.Pass(200);
        rig.Hardware.OfferedMilliamps = 0;
        rig.Pass(2_900);
        Assert.IsTrue(rig.Hardware.Commanded);
        rig.Pass(200);
        Assert.IsFalse(rig.Hardware.Commanded);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(5)]
    public void Whatever_is_not_in_order_opens_at_once_even_while_a_session_ends(int what)
    {
        Rig rig = Rig.Closed();
        rig.Hardware.Milliamps[0] = 16_000;
        rig.Pass(1_000);
        rig.Safety.Permit(1, false);
        rig.Step(20);
        Assert.IsTrue(rig.Hardware.Commanded);
        switch (what)
        {
            case 0: rig.Hardware.EmergencyStop = true; break;
            case 1: rig.Hardware.MainsPresent = false; break;
            case 2: rig.Hardware.Pilot = PilotState.A; break;
            case 3: rig.Hardware.Locked = LockState.Unlocked; break;
            case 4: rig.Hardware.Monitor!.Leak(true); break;
            default: rig.Hardware.ConnectorFault = HardwareFault.GroundFailure; break;
        }

        rig.Step(20);
        Assert.IsFalse(rig.Hardware.Commanded);
    }

    [TestMethod]
    public void A_permission_that_comes_back_while_a_session_ends_waits_for_the_open_contactor_and_its_self_test()
    {
        Rig rig = Rig.Closed();
        rig.Hardware.Milliamps[0] = 16_000;
        rig.Pass(1_000);
        int tests = rig.Hardware.Monitor!.Tests;
        rig.Safety.Permit(1, false);
        rig.Safety.Permit(1, true);
        rig.Step(20);
        Assert.IsTrue(rig.Safety.IsEnding(1), "also if the supervisor has not seen it in between");
        Assert.IsFalse(rig.Safety.IsReady(1));
        rig.Hardware.Milliamps[0] = 0;
        rig.Pass(120);
        Assert.AreEqual(2, rig.Hardware.Commands, "opened");
        rig.Pass(500);
        Assert.AreEqual(3, rig.Hardware.Commands, "and closed");
        Assert.AreEqual(tests + 1, rig.Hardware.Monitor.Tests);
    }

    [TestMethod]
    public void The_self_test_is_made_before_every_session_and_with_an_open_contactor_only()
    {
        Rig rig = new();
        rig.Hardware.Monitor!.TestLooks = 20;
        rig.Pass(1_000);
        Assert.AreEqual(0, rig.Hardware.Monitor.Tests, "not before somebody is to charge");
        rig.Safety.Permit(1, true);
        rig.Pass(300);
        Assert.AreEqual(1, rig.Hardware.Monitor.Tests);
        Assert.IsFalse(rig.Safety.IsReady(1));
        Assert.IsFalse(rig.Hardware.Commanded);
        rig.Pass(200);
        Assert.IsTrue(rig.Safety.IsReady(1));
        Assert.IsTrue(rig.Hardware.Commanded);
        rig.Hardware.Pilot = PilotState.B;
        rig.Pass(1_000);
        rig.Hardware.Pilot = PilotState.C;
        rig.Pass(1_000);
        Assert.IsTrue(rig.Hardware.Commanded);
        Assert.AreEqual(1, rig.Hardware.Monitor.Tests, "the same session");
        rig.Safety.Permit(1, false);
        rig.Pass(1_000);
        rig.Safety.Permit(1, true);
        rig.Pass(1_000);
        Assert.AreEqual(2, rig.Hardware.Monitor.Tests);
        Assert.IsTrue(rig.Hardware.Commanded);
    }

    [TestMethod]
    public void Without_a_monitor_and_a_temperature_sensor_nothing_is_asked_of_them()
    {
        TestHardware hardware = new(false) { Monitor = null, HasTemperature = false };
        Rig rig = Rig.Closed(hardware);
        Assert.AreEqual(int.MaxValue, rig.Safety.LimitMilliamps(1));
    }

    [TestMethod]
    public void A_contactor_is_closed_only_after_it_was_seen_open_for_a_while()
    {
        Rig rig = new();
        rig.Safety.Permit(1, true);
        rig.Hardware.Feedback = true;
        rig.Pass(180);
        rig.Hardware.Feedback = false;
        rig.Pass(SafetySupervisor.WeldCheckMs);
        Assert.IsFalse(rig.Hardware.Commanded);
        rig.Pass(40);
        Assert.IsTrue(rig.Hardware.Commanded);
    }

    [TestMethod]
    public void No_contactor_is_closed_before_the_meter_has_answered()
    {
        Rig rig = new();
        rig.Hardware.MeterSilent = true;
        rig.Safety.Permit(1, true);
        rig.Pass(1_000);
        Assert.IsFalse(rig.Hardware.Commanded);
        Assert.AreEqual(0, rig.Safety.Active(1), "it has its time");
        rig.Hardware.MeterSilent = false;
        rig.Pass(200);
        Assert.IsTrue(rig.Hardware.Commanded);
    }

    [TestMethod]
    public void A_board_that_is_not_ready_has_no_faults_and_gives_no_energy()
    {
        TestHardware hardware = new() { IsReady = false, Pilot = PilotState.E };
        Rig rig = new(hardware);
        rig.Safety.Permit(1, true);
        rig.Pass(5_000);
        Assert.AreEqual(0, rig.Safety.Active(1));
        Assert.AreEqual(250, hardware.Feeds);
        Assert.AreEqual(250, hardware.Samples);
        hardware.Pilot = PilotState.C;
        rig.Pass(500);
        Assert.IsFalse(hardware.Commanded);
        hardware.IsReady = true;
        rig.Pass(500);
        Assert.IsTrue(hardware.Commanded);
    }

    [TestMethod]
    public void A_loop_that_is_silent_loses_its_permissions_and_later_the_watchdog()
    {
        Rig rig = Rig.Closed();
        rig.LoopIsDead = true;
        int untilOpen = rig.UntilOpen(60_000);
        Assert.IsTrue(untilOpen >= SafetySupervisor.LoopSilentMs - 20 && untilOpen <= SafetySupervisor.LoopSilentMs + 40, untilOpen.ToString());
        Assert.IsTrue(rig.Has(SafetyFault.LoopSilent));
        int feeds = rig.Hardware.Feeds;
        rig.Pass(40_000);
        Assert.IsTrue(rig.Hardware.Feeds > feeds);
        rig.Pass(10_000);
        feeds = rig.Hardware.Feeds;
        rig.Pass(60_000);
        Assert.AreEqual(feeds, rig.Hardware.Feeds, "the watchdog may act");
        rig.LoopIsDead = false;
        rig.Pass(500);
        Assert.IsFalse(rig.Has(SafetyFault.LoopSilent));
        Assert.IsTrue(rig.Hardware.Feeds > feeds);
        Assert.IsTrue(rig.Hardware.Commanded);
    }

    [TestMethod]
    public void A_controller_that_stands_still_makes_no_fault_of_it()
    {
        Rig rig = Rig.Closed();
        rig.Hardware.Milliamps[0] = 60_000;
        rig.Hardware.Millivolts[0] = 300_000;
        rig.Step(40);
        rig.Hardware.Time.Advance(20_000);
        rig.Safety.Step();
        Assert.AreEqual(0, rig.Safety.Active(1), "two looks, with 20 s between them");
        Assert.IsTrue(rig.Hardware.Commanded);
    }

    [TestMethod]
    public void OpenAll_takes_every_permission_back()
    {
        Rig rig = Rig.Closed();
        rig.Hardware.Milliamps[0] = 16_000;
        rig.Pass(200);
        rig.Safety.OpenAll();
        Assert.IsFalse(rig.Hardware.Commanded);
        rig.Pass(1_000);
        Assert.IsFalse(rig.Hardware.Commanded);
    }
}
