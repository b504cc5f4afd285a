using ChargePoint.Hal;
using nanoFramework.TestFramework;

namespace ChargePoint.Safety.Tests;

/// <summary>The life of each fault: when it is found, what it does, and what ends it.</summary>
[TestClass]
public class FaultLifeTests
{
    [TestMethod]
    public void Every_fault_has_a_code_a_text_and_a_rule()
    {
        for (int i = 0; i < FaultTable.Count; i++)
        {
            SafetyFault fault = (SafetyFault)i;
            bool isOfTheBoard = fault == SafetyFault.Hardware || fault == SafetyFault.ChargePoint;
            Assert.AreEqual(isOfTheBoard, FaultTable.VendorErrorCode(fault).Length == 0);
            Assert.IsTrue(FaultTable.VendorErrorCode(fault).Length <= 50);
            Assert.IsTrue(FaultTable.Info(fault).Length > 0 && FaultTable.Info(fault).Length <= 50, FaultTable.Info(fault));
            Assert.IsTrue(FaultTable.Code(fault) != HardwareFault.NoError);
            Assert.IsTrue(FaultTable.Retries(fault) == 0 || FaultTable.HoldMs(fault) > 0, "a pause between attempts");
            Assert.AreEqual(fault != SafetyFault.TemperatureSensor, (FaultTable.Forbidding & FaultTable.Bit(fault)) != 0);
        }

        Assert.IsTrue(FaultTable.TryGravest(FaultTable.Bit(SafetyFault.NoMains) | FaultTable.Bit(SafetyFault.ContactorWelded), out SafetyFault gravest));
        Assert.AreEqual((int)SafetyFault.ContactorWelded, (int)gravest);
        Assert.IsFalse(FaultTable.TryGravest(0, out _));
    }

    [TestMethod]
    public void Too_much_current_by_ten_percent_and_half_an_ampere_is_found_after_seven_seconds()
    {
        Rig rig = Rig.Closed();
        rig.Hardware.OfferedMilliamps = 16_000;
        rig.Pass(6_000);
        rig.Hardware.Milliamps[2] = 18_100;
        rig.Pass(20_000);
        Assert.IsTrue(rig.Hardware.Commanded, "at the limit");
        rig.Hardware.Milliamps[2] = 18_101;
        int found = rig.UntilActive(SafetyFault.OverCurrent, 20_000);
        Assert.IsTrue(found >= 7_000 && found <= 7_000 + 240, found.ToString());
        Assert.IsFalse(rig.Hardware.Commanded);
    }

    [TestMethod]
    public void Too_much_current_by_a_quarter_is_found_after_a_second()
    {
        Rig rig = Rig.Closed();
        rig.Hardware.OfferedMilliamps = 16_000;
        rig.Pass(6_000);
        rig.Hardware.Milliamps[0] = 20_001;
        int found = rig.UntilActive(SafetyFault.OverCurrent, 20_000);
        Assert.IsTrue(found >= 1_000 && found <= 1_000 + 240, found.ToString());
    }

    [TestMethod]
    public void An_over_current_is_tried_twice_and_then_kept_until_the_vehicle_leaves()
    {
        Rig rig = Rig.Closed();
        rig.Hardware.Milliamps[0] = 50_000;
        for (int attempt = 0; attempt < 3; attempt++)
        {
            Assert.IsTrue(rig.UntilActive(SafetyFault.OverCurrent, 2_000) >= 0, $"attempt {attempt}");
            rig.Hardware.Milliamps[0] = 0; // the contactor is open
            rig.Pass(59_000);
            Assert.IsTrue(rig.Has(SafetyFault.OverCurrent));
            rig.Pass(1_500);
            Assert.AreEqual(attempt < 2, rig.Hardware.Commanded, $"attempt {attempt}");
            rig.Hardware.Milliamps[0] = attempt < 2 ? 50_000 : 0;
        }

        Assert.AreEqual(3, (int)rig.Safety.Raised(1, SafetyFault.OverCurrent));
        rig.Pass(600_000);
        Assert.IsFalse(rig.Hardware.Commanded);
        rig.Hardware.Pilot = PilotState.A;
        rig.Step(20);
        Assert.IsFalse(rig.Has(SafetyFault.OverCurrent));
        rig.Hardware.Pilot = PilotState.C;
        rig.Pass(500);
        Assert.IsTrue(rig.Hardware.Commanded);
    }

    [TestMethod]
    public void A_vehicle_has_five_seconds_to_follow_a_lower_offer()
    {
        Rig rig = Rig.Closed();
        rig.Hardware.Milliamps[0] = 32_000;
        rig.Pass(10_000);
        rig.Hardware.OfferedMilliamps = 6_000;
        rig.Pass(5_500);
        Assert.IsTrue(rig.Hardware.Commanded, "its time, and the second that the fault needs");
        rig.Pass(1_000);
        Assert.IsTrue(rig.Has(SafetyFault.OverCurrent));
        rig = Rig.Closed();
        rig.Hardware.Milliamps[0] = 32_000;
        rig.Pass(10_000);
        rig.Hardware.OfferedMilliamps = 6_000;
        rig.Pass(4_900);
        rig.Hardware.Milliamps[0] = 6_000;
        rig.Pass(20_000);
        Assert.AreEqual(0, rig.Safety.Active(1));
    }

    [TestMethod]
    public void An_offer_that_is_lowered_again_and_again_does_not_excuse_for_ever()
    {
        Rig rig = Rig.Closed();
        rig.Hardware.Milliamps[0] = 32_000;
        rig.Pass(2_000);
        int passed = 0;
        for (int offer = 31_000; offer >= 6_000 && !rig.Has(SafetyFault.OverCurrent); offer -= 1_000)
        {
            rig.Hardware.OfferedMilliamps = offer;
            rig.Pass(1_000);
            passed += 1_000;
        }

        Assert.IsTrue(rig.Has(SafetyFault.OverCurrent));
        Assert.IsTrue(passed <= 20_000, passed.ToString());
    }

    [TestMethod]
    public void Current_through_an_open_contactor_is_kept_until_somebody_has_looked()
    {
        Rig rig = new();
        rig.Pass(7_000);
        rig.Hardware.Milliamps[1] = 501;
        int found = rig.UntilActive(SafetyFault.CurrentWhileOpen, 20_000);
        Assert.IsTrue(found >= 1_000 && found <= 1_240, found.ToString());
        rig.Safety.Acknowledge(1);
        rig.Pass(16_000);
        Assert.IsTrue(rig.Has(SafetyFault.CurrentWhileOpen), "its cause is there");
        rig.Hardware.Milliamps[1] = 0;
        rig.Hardware.Pilot = PilotState.A;
        rig.Pass(60_000);
        Assert.IsTrue(rig.Has(SafetyFault.CurrentWhileOpen));
        rig.Safety.Acknowledge(1);
        rig.Step(20);
        Assert.IsFalse(rig.Has(SafetyFault.CurrentWhileOpen));
    }

    [TestMethod]
    public void A_reading_that_is_older_than_the_opening_is_no_fault()
    {
        Rig rig = Rig.Closed();
        rig.Hardware.Milliamps[0] = 16_000;
        rig.Pass(1_000);
        rig.Hardware.Pilot = PilotState.B;
        rig.Pass(5_900);
        rig.Hardware.Milliamps[0] = 0;
        rig.Pass(5_000);
        Assert.AreEqual(0, rig.Safety.Active(1));
    }

    [TestMethod]
    [DataRow(264_500, false)]
    [DataRow(264_501, true)]
    public void Too_high_a_voltage_is_found_after_a_second_and_ends_ten_seconds_after_it(int millivolts, bool isFault)
    {
        Rig rig = Rig.Closed();
        rig.Hardware.Millivolts[1] = millivolts;
        int found = rig.UntilActive(SafetyFault.OverVoltage, 5_000);
        Assert.AreEqual(isFault, found >= 1_000 && found <= 1_240, found.ToString());
        Assert.AreEqual(!isFault, rig.Hardware.Commanded);
        rig.Hardware.Millivolts[1] = 230_000;
        rig.Pass(9_900);
        Assert.AreEqual(isFault, rig.Has(SafetyFault.OverVoltage));
        rig.Pass(500);
        Assert.IsTrue(rig.Hardware.Commanded);
    }

    [TestMethod]
    [DataRow(195_500, false)]
    [DataRow(195_499, true)]
    [DataRow(0, true)]
    public void Too_low_a_voltage_is_found_after_three_seconds(int millivolts, bool isFault)
    {
        Rig rig = Rig.Closed();
        rig.Pass(5_000);
        rig.Hardware.Millivolts[0] = millivolts;
        int found = rig.UntilActive(SafetyFault.UnderVoltage, 10_000);
        Assert.AreEqual(isFault, found >= 3_000 && found <= 3_240, found.ToString());
    }

    [TestMethod]
    public void A_phase_that_never_had_a_voltage_is_none()
    {
        TestHardware hardware = new();
        hardware.Millivolts[1] = 0;
        hardware.Millivolts[2] = 3_000;
        Rig rig = Rig.Closed(hardware);
        rig.Pass(20_000);
        Assert.AreEqual(0, rig.Safety.Active(1));
        Assert.IsTrue(rig.Hardware.Commanded);
    }

    [TestMethod]
    public void A_supply_of_120_volts_is_plausible_where_it_is_nominal()
    {
        TestHardware hardware = new() { NominalMillivolts = 120_000 };
        for (int phase = 0; phase < 3; phase++) hardware.Millivolts[phase] = 120_000;
        Rig rig = new(hardware);
        rig.Safety.Permit(1, true);
        rig.Pass(1_000);
        Assert.IsTrue(hardware.Commanded);
        hardware.Millivolts[0] = 138_001;
        Assert.IsTrue(rig.UntilActive(SafetyFault.OverVoltage, 2_000) > 0);
    }

    [TestMethod]
    public void A_voltage_that_is_not_plausible_keeps_the_contactor_open_even_before_it_is_a_fault()
    {
        Rig rig = new();
        rig.Hardware.Millivolts[0] = 265_000;
        rig.Safety.Permit(1, true);
        rig.Pass(900);
        Assert.AreEqual(0, rig.Safety.Active(1));
        Assert.IsFalse(rig.Hardware.Commanded);
    }

    [TestMethod]
    public void A_contactor_that_does_not_close_is_tried_four_times_a_minute_apart()
    {
        Rig rig = new();
        rig.Hardware.Follows = false;
        rig.Safety.Permit(1, true);
        rig.Pass(10_000);
        Assert.IsTrue(rig.Has(SafetyFault.ContactorNotClosing));
        Assert.AreEqual(2, rig.Hardware.Commands, "closed once and opened again: no rattling");
        rig.Pass(600_000);
        Assert.AreEqual(8, rig.Hardware.Commands);
        Assert.IsTrue(rig.Has(SafetyFault.ContactorNotClosing));
        rig.Safety.Permit(1, false);
        rig.Step(20);
        Assert.IsFalse(rig.Has(SafetyFault.ContactorNotClosing), "the session is over");
        rig.Hardware.Follows = true;
        rig.Safety.Permit(1, true);
        rig.Pass(500);
        Assert.IsTrue(rig.Hardware.Feedback);
    }

    [TestMethod]
    public void A_contactor_that_closes_late_but_in_time_is_no_fault()
    {
        Rig rig = new();
        rig.Pass(200);
        rig.Hardware.Follows = false;
        rig.Safety.Permit(1, true);
        rig.Step(20);
        Assert.IsTrue(rig.Hardware.Commanded);
        rig.Pass(SafetySupervisor.ContactorTimeMs - SafetySupervisor.PeriodMs);
        rig.Hardware.Feedback = true;
        rig.Pass(1_000);
        Assert.AreEqual(0, rig.Safety.Active(1));
        Assert.AreEqual(1, rig.Hardware.Commands);
    }

    [TestMethod]
    public void A_contactor_that_falls_off_is_a_fault()
    {
        Rig rig = Rig.Closed();
        rig.Hardware.Feedback = false;
        rig.Hardware.Follows = false;
        rig.Pass(5_000);
        Assert.IsTrue(rig.Has(SafetyFault.ContactorNotClosing));
        Assert.IsFalse(rig.Hardware.Commanded);
    }

    [TestMethod]
    public void A_weld_is_found_on_opening_and_kept_until_somebody_has_looked_at_the_open_contactor()
    {
        Rig rig = Rig.Closed();
        rig.Hardware.Follows = false;
        rig.Safety.Permit(1, false);
        int found = rig.UntilActive(SafetyFault.ContactorWelded, 2_000);
        Assert.IsTrue(found >= SafetySupervisor.ContactorTimeMs && found <= SafetySupervisor.ContactorTimeMs + 40, found.ToString());
        rig.Safety.Permit(1, true);
        rig.Safety.Acknowledge(0);
        rig.Pass(20_000);
        Assert.IsTrue(rig.Has(SafetyFault.ContactorWelded), "still closed");
        Assert.IsFalse(rig.Hardware.Commanded, "a welded contactor is not closed again");
        rig.Hardware.Feedback = false;
        rig.Hardware.Follows = true;
        rig.Pass(20_000);
        Assert.IsTrue(rig.Has(SafetyFault.ContactorWelded), "what has welded once will weld again");
        Assert.AreEqual(0, rig.Safety.Causes(1));
        rig.Safety.Acknowledge(2);
        rig.Step(20);
        Assert.IsTrue(rig.Has(SafetyFault.ContactorWelded), "another connector was meant");
        rig.Safety.Acknowledge(1);
        rig.Pass(500);
        Assert.IsTrue(rig.Hardware.Commanded);
    }

    [TestMethod]
    public void A_trip_is_reset_and_tested_when_the_vehicle_has_left()
    {
        Rig rig = Rig.Closed();
        rig.Hardware.Monitor!.Leak(true);
        rig.Step(20);
        Assert.IsFalse(rig.Hardware.Commanded);
        Assert.IsTrue(rig.Has(SafetyFault.ResidualCurrent));
        rig.Hardware.Monitor.Leak(false);
        rig.Pass(60_000);
        Assert.AreEqual(0, rig.Hardware.Monitor.Resets, "whoever is at the vehicle is not tried out");
        rig.Hardware.Monitor.Leak(true);
        rig.Hardware.Pilot = PilotState.A;
        rig.Pass(10_000);
        Assert.IsTrue(rig.Has(SafetyFault.ResidualCurrent), "it still flows");
        Assert.IsTrue(rig.Hardware.Monitor.Resets >= 9 && rig.Hardware.Monitor.Resets <= 11, "an attempt a second");
        rig.Hardware.Monitor.Leaking = false;
        rig.Pass(2_000);
        Assert.IsFalse(rig.Has(SafetyFault.ResidualCurrent));
        Assert.AreEqual(2, rig.Hardware.Monitor.Tests, "one at the session, one after the reset");
    }

    [TestMethod]
    public void A_trip_ends_on_acknowledgement_if_its_cause_is_gone()
    {
        Rig rig = Rig.Closed();
        rig.Hardware.Monitor!.Leak(true);
        rig.Pass(100);
        rig.Hardware.Monitor.Leaking = false;
        rig.Hardware.Monitor.TestLooks = 50;
        rig.Safety.Acknowledge(1);
        rig.Pass(500);
        Assert.IsTrue(rig.Has(SafetyFault.ResidualCurrent), "until its self test is passed");
        rig.Pass(1_000);
        Assert.IsTrue(rig.Hardware.Commanded);
    }

    [TestMethod]
    public void A_monitor_that_fails_its_self_test_is_tried_four_times_and_then_kept()
    {
        Rig rig = new();
        rig.Hardware.Monitor!.FailsTest = true;
        rig.Safety.Permit(1, true);
        rig.Pass(100);
        Assert.IsTrue(rig.Has(SafetyFault.ResidualSelfTest));
        rig.Pass(120_000);
        Assert.AreEqual(4, rig.Hardware.Monitor.Tests);
        rig.Hardware.Pilot = PilotState.A;
        rig.Safety.Permit(1, false);
        rig.Pass(120_000);
        Assert.IsTrue(rig.Has(SafetyFault.ResidualSelfTest), "no matter who comes");
        rig.Hardware.Monitor.FailsTest = false;
        rig.Safety.Acknowledge(1);
        rig.Hardware.Pilot = PilotState.C;
        rig.Safety.Permit(1, true);
        rig.Pass(500);
        Assert.IsTrue(rig.Hardware.Commanded);
        Assert.AreEqual(5, rig.Hardware.Monitor.Tests);
    }

    [TestMethod]
    public void A_self_test_that_does_not_end_has_failed()
    {
        Rig rig = new();
        rig.Hardware.Monitor!.TestLooks = -1;
        rig.Safety.Permit(1, true);
        int found = rig.UntilActive(SafetyFault.ResidualSelfTest, 20_000);
        Assert.IsTrue(found >= 5_000 && found <= 5_060, found.ToString());
    }

    [TestMethod]
    public void A_missing_diode_is_kept_until_the_vehicle_leaves_since_it_is_not_seen_without_an_offer()
    {
        Rig rig = Rig.Closed();
        rig.Hardware.PilotFault = PilotFault.Diode;
        rig.Hardware.Pilot = PilotState.E;
        rig.Step(20);
        Assert.IsFalse(rig.Hardware.Commanded);
        rig.Hardware.PilotFault = PilotFault.None;
        rig.Hardware.Pilot = PilotState.B;
        rig.Pass(60_000);
        Assert.AreEqual(FaultTable.Bit(SafetyFault.PilotDiode), rig.Safety.Active(1));
        rig.Hardware.Pilot = PilotState.A;
        rig.Step(20);
        Assert.AreEqual(0, rig.Safety.Active(1));
    }

    [TestMethod]
    [DataRow(2, 8)]
    [DataRow(3, 7)]
    [DataRow(0, 7)]
    public void A_pilot_that_is_sound_again_for_a_second_is_no_fault_any_more(int pilotFault, int safetyFault)
    {
        Rig rig = Rig.Closed();
        rig.Hardware.PilotFault = (PilotFault)pilotFault;
        rig.Hardware.Pilot = PilotState.E;
        rig.Step(20);
        Assert.AreEqual(1 << safetyFault, rig.Safety.Active(1));
        Assert.IsFalse(rig.Hardware.Commanded);
        rig.Hardware.PilotFault = PilotFault.None;
        rig.Hardware.Pilot = PilotState.C;
        rig.Pass(960);
        Assert.IsFalse(rig.Hardware.Commanded);
        rig.Pass(200);
        Assert.IsTrue(rig.Hardware.Commanded);
    }

    [TestMethod]
    public void A_plug_that_is_not_held_gets_no_energy_and_is_a_fault_after_five_seconds()
    {
        Rig rig = Rig.Closed();
        rig.Hardware.Locked = LockState.Unlocked;
        rig.Step(20);
        Assert.IsFalse(rig.Hardware.Commanded);
        rig.Pass(4_900);
        Assert.AreEqual(0, rig.Safety.Active(1));
        rig.Pass(200);
        Assert.IsTrue(rig.Has(SafetyFault.LockNotHolding));
        rig.Hardware.Locked = LockState.Jammed;
        rig.Step(20);
        Assert.IsTrue(rig.Has(SafetyFault.LockJammed));
        rig.Hardware.Locked = LockState.Locked;
        rig.Pass(200);
        Assert.IsTrue(rig.Hardware.Commanded);
    }

    [TestMethod]
    public void A_meter_that_falls_silent_opens_and_one_that_answers_again_ends_it()
    {
        Rig rig = Rig.Closed();
        rig.Hardware.MeterSilent = true;
        Assert.IsTrue(rig.UntilOpen(1_000) <= SafetySupervisor.MeasurePeriodMs + SafetySupervisor.PeriodMs);
        Assert.IsTrue(rig.Has(SafetyFault.MeterSilent));
        rig.Hardware.MeterSilent = false;
        rig.Pass(300);
        Assert.IsTrue(rig.Hardware.Commanded);
        rig = new Rig();
        rig.Hardware.MeterSilent = true;
        int found = rig.UntilActive(SafetyFault.MeterSilent, 10_000);
        Assert.IsTrue(found >= SafetySupervisor.FirstAnswerMs && found <= SafetySupervisor.FirstAnswerMs + 240, found.ToString());
    }
}
