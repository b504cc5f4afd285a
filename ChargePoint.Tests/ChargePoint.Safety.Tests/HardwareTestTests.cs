using ChargePoint.Hal;
using nanoFramework.TestFramework;

namespace ChargePoint.Safety.Tests;

/// <summary>The only way in which a contactor is closed without a session.</summary>
[TestClass]
public class HardwareTestTests
{
    [TestMethod]
    public void The_contactor_is_closed_once_and_for_half_a_second()
    {
        Rig rig = Empty();
        HardwareTest? test = rig.Safety.BeginTest(1);
        Assert.IsTrue(rig.Safety.BeginTest(1) == null, "one at a time");
        int closedMs = 0;
        int closings = 0;
        for (int i = 0; i < 500; i++)
        {
            bool before = rig.Hardware.Commanded;
            rig.Pass(SafetySupervisor.PeriodMs);
            if (rig.Hardware.Commanded) closedMs += SafetySupervisor.PeriodMs;
            if (rig.Hardware.Commanded && !before) closings++;
            if (closedMs == 0) Assert.IsTrue(i * SafetySupervisor.PeriodMs < HardwareTest.ClearMs + 500);
        }

        Assert.AreEqual(1, closings);
        Assert.IsTrue(closedMs >= 400 && closedMs <= HardwareTest.ClosedMs, closedMs.ToString());
        Assert.AreEqual((int)HardwareTestStage.Passed, (int)test!.Stage);
        Assert.IsTrue(test.MonitorPassed);
        Assert.AreEqual(0, rig.Safety.Active(1));
        Assert.IsTrue(rig.Safety.BeginTest(1) != null, "again, when it is over");
    }

    [TestMethod]
    [DataRow((int)PilotState.B)]
    [DataRow((int)PilotState.C)]
    [DataRow((int)PilotState.D)]
    [DataRow((int)PilotState.E)]
    [DataRow((int)PilotState.F)]
    public void A_vehicle_or_a_bad_pilot_opens_it_in_the_same_step_and_never_lets_it_close(int state)
    {
        Rig rig = Empty();
        HardwareTest? test = Close(rig);
        rig.Hardware.Pilot = (PilotState)state;
        rig.Step(SafetySupervisor.PeriodMs);
        Assert.IsFalse(rig.Hardware.Commanded);
        rig.Pass(100);
        Assert.AreEqual((int)HardwareTestStage.Aborted, (int)test.Stage);
        Rig other = Empty();
        other.Hardware.Pilot = (PilotState)state;
        test = other.Safety.BeginTest(1)!;
        for (int i = 0; i < 500; i++)
        {
            other.Pass(SafetySupervisor.PeriodMs);
            Assert.IsFalse(other.Hardware.Commanded);
        }

        Assert.AreEqual((int)HardwareTestStage.Aborted, (int)test.Stage);
    }

    [TestMethod]
    public void A_plug_a_permission_an_emergency_stop_a_cancellation_or_a_restart_opens_it()
    {
        for (int i = 0; i < 5; i++)
        {
            Rig rig = Empty();
            HardwareTest test = Close(rig);
            if (i == 0) rig.Hardware.CablePresent = true;
            else if (i == 1) rig.Safety.Permit(1, true);
            else if (i == 2) rig.Hardware.EmergencyStop = true;
            else if (i == 3) test.Cancel();
            else rig.Safety.OpenAll();
            rig.Step(SafetySupervisor.PeriodMs);
            Assert.IsFalse(rig.Hardware.Commanded, i.ToString());
            rig.Pass(1_000);
            Assert.IsTrue(test.IsOver && test.Stage != HardwareTestStage.Passed, i.ToString());
            Assert.IsFalse(rig.Hardware.Commanded, i.ToString());
        }
    }

    [TestMethod]
    public void Nothing_is_tested_while_somebody_may_charge()
    {
        Rig rig = Rig.Closed();
        Assert.IsTrue(rig.Safety.BeginTest(1) == null);
        rig.Pass(1_000);
        Assert.IsTrue(rig.Hardware.Commanded);
    }

    [TestMethod]
    public void A_contactor_that_does_not_close_or_open_is_found()
    {
        Rig rig = Empty();
        rig.Hardware.Follows = false;
        HardwareTest test = rig.Safety.BeginTest(1)!;
        rig.Pass(4_000);
        Assert.AreEqual((int)HardwareTestStage.NotClosing, (int)test.Stage);
        Assert.IsFalse(rig.Hardware.Commanded);
        rig = Empty();
        test = Close(rig);
        rig.Hardware.Follows = false;
        rig.Pass(2_000);
        Assert.AreEqual((int)HardwareTestStage.NotOpening, (int)test.Stage);
        Assert.IsTrue(rig.Has(SafetyFault.ContactorWelded));
    }

    [TestMethod]
    [DataRow(480)]
    [DataRow(5_000)]
    public void The_first_step_after_a_standstill_opens_it(int standstillMs)
    {
        Rig rig = Empty();
        HardwareTest test = Close(rig);
        rig.Step(standstillMs);
        Assert.IsFalse(rig.Hardware.Commanded);
        rig.Pass(100);
        Assert.AreEqual((int)HardwareTestStage.Passed, (int)test.Stage);
        rig.Pass(2_000);
        Assert.IsFalse(rig.Hardware.Commanded);
        Assert.AreEqual(0, rig.Safety.Active(1));
    }

    [TestMethod]
    public void A_contactor_that_closes_for_a_vehicle_only_is_not_tested()
    {
        Rig rig = Empty();
        rig.Hardware.ClosesWithoutVehicle = false;
        Assert.IsTrue(rig.Safety.BeginTest(1) == null);
        rig.Pass(3_000);
        Assert.IsFalse(rig.Hardware.Commanded);
    }

    private static HardwareTest Close(Rig rig)
    {
        HardwareTest test = rig.Safety.BeginTest(1)!;
        for (int i = 0; i < 200 && !rig.Hardware.Commanded; i++) rig.Pass(SafetySupervisor.PeriodMs);
        Assert.IsTrue(rig.Hardware.Commanded);
        rig.Pass(100);
        return test;
    }

    private static Rig Empty()
    {
        Rig rig = new();
        rig.Hardware.Pilot = PilotState.A;
        rig.Hardware.CablePresent = false;
        rig.Pass(200);
        return rig;
    }
}
