using ChargePoint.Hal;
using nanoFramework.TestFramework;

namespace ChargePoint.Safety.Tests;

[TestClass]
public class SafetySupervisorTests
{
    [TestMethod]
    public void The_contactor_closes_only_while_everything_allows_it()
    {
        int closed = 0;
        for (int bits = 0; bits < 128; bits++)
        {
            bool permitted = (bits & 1) != 0;
            bool offers = (bits & 2) != 0;
            bool mains = (bits & 4) != 0;
            bool connectorFault = (bits & 8) != 0;
            bool boardFault = (bits & 16) != 0;
            bool hasLock = (bits & 32) != 0;
            bool emergencyStop = (bits & 64) != 0;
            for (PilotState pilot = PilotState.A; pilot <= PilotState.F; pilot++)
            {
                for (LockState held = LockState.Unlocked; held <= LockState.Jammed; held++)
                {
                    TestHardware hardware = Ready();
                    SafetySupervisor safety = new(hardware);
                    safety.Permit(1, true);
                    safety.Step();
                    Assert.IsTrue(hardware.Commanded, "from a closed contactor on");
                    safety.Permit(1, permitted);
                    hardware.HasLock = hasLock;
                    hardware.Locked = held;
                    hardware.Pilot = pilot;
                    hardware.OfferedMilliamps = offers ? 6000 : 5999;
                    hardware.MainsPresent = mains;
                    hardware.EmergencyStop = emergencyStop;
                    hardware.ConnectorFault = connectorFault ? HardwareFault.GroundFailure : HardwareFault.NoError;
                    hardware.BoardFault = boardFault ? HardwareFault.InternalError : HardwareFault.NoError;
                    safety.Step();
                    int against = (permitted ? 0 : 1) + (offers ? 0 : 1) + (mains ? 0 : 1) + (connectorFault ? 1 : 0) + (boardFault ? 1 : 0)
                        + (emergencyStop ? 1 : 0) + (pilot == PilotState.C || pilot == PilotState.D ? 0 : 1) + (hasLock && held != LockState.Locked ? 1 : 0);
                    Assert.AreEqual(against == 0, hardware.Commanded, $"{bits} {(int)pilot} {(int)held}");
                    if (against == 0) closed++;
                }
            }
        }

        Assert.AreEqual(2 * (3 + 1), closed, "state C or D, without lock (three times) or locked");
    }

    [TestMethod]
    public void Every_fault_forbids_energy_but_those_that_are_only_told()
    {
        for (HardwareFault fault = HardwareFault.NoError; fault <= HardwareFault.WeakSignal; fault++)
        {
            bool harmless = fault == HardwareFault.NoError || fault == HardwareFault.WeakSignal || fault == HardwareFault.ReaderFailure || fault == HardwareFault.ResetFailure;
            Assert.AreEqual(!harmless, SafetySupervisor.ForbidsEnergy(fault), ((int)fault).ToString());
            TestHardware hardware = Ready();
            SafetySupervisor safety = Closed(hardware);
            hardware.ConnectorFault = fault;
            safety.Step();
            Assert.AreEqual(harmless, hardware.Commanded, ((int)fault).ToString());
            hardware = Ready();
            safety = Closed(hardware);
            hardware.BoardFault = fault;
            safety.Step();
            Assert.AreEqual(harmless, hardware.Commanded, ((int)fault).ToString());
        }
    }

    [TestMethod]
    public void Nothing_is_permitted_at_first()
    {
        TestHardware hardware = Ready();
        new SafetySupervisor(hardware).Step();
        Assert.IsFalse(hardware.Commanded);
        Assert.AreEqual(0, hardware.Commands);
        Assert.AreEqual(1, hardware.Feeds);
    }

    [TestMethod]
    public void The_coil_is_switched_on_change_only_and_each_change_is_told()
    {
        TestHardware hardware = Ready();
        SafetySupervisor safety = new(hardware);
        Listener listener = new();
        safety.Listen(listener);
        safety.Permit(1, true);
        for (int i = 0; i < 5; i++) safety.Step();
        Assert.AreEqual(1, hardware.Commands);
        Assert.AreEqual(1, listener.Count);
        hardware.Pilot = PilotState.B;
        for (int i = 0; i < 5; i++) safety.Step();
        Assert.AreEqual(2, hardware.Commands);
        Assert.AreEqual(2, listener.Count);
    }

    [TestMethod]
    public void A_welded_contactor_is_stuck_after_its_time_and_until_it_lets_go()
    {
        TestHardware hardware = Ready();
        SafetySupervisor safety = Closed(hardware);
        Listener listener = new();
        safety.Listen(listener);
        hardware.Follows = false;
        safety.Permit(1, false);
        safety.Step();
        Assert.IsFalse(safety.IsContactorStuck(1));
        Pass(hardware, safety, SafetySupervisor.ContactorTimeMs - SafetySupervisor.PeriodMs);
        Assert.IsFalse(safety.IsContactorStuck(1), "within its time");
        Pass(hardware, safety, SafetySupervisor.PeriodMs);
        Assert.IsTrue(safety.IsContactorStuck(1));
        Assert.AreEqual(2, listener.Count);
        safety.Permit(1, true);
        Pass(hardware, safety, 1000);
        Assert.IsFalse(hardware.Commanded, "a welded contactor is not closed again");
        Assert.IsTrue(safety.IsContactorStuck(1));
        safety.Permit(1, false);
        hardware.Feedback = false;
        safety.Step();
        Assert.IsFalse(safety.IsContactorStuck(1));
        Assert.AreEqual(3, listener.Count);
    }

    [TestMethod]
    public void A_contactor_that_closes_late_but_in_time_is_not_stuck()
    {
        TestHardware hardware = Ready();
        hardware.Follows = false;
        SafetySupervisor safety = new(hardware);
        safety.Permit(1, true);
        safety.Step();
        Pass(hardware, safety, SafetySupervisor.ContactorTimeMs - SafetySupervisor.PeriodMs);
        hardware.Feedback = true;
        Pass(hardware, safety, 1000);
        Assert.IsFalse(safety.IsContactorStuck(1));
        Assert.AreEqual(1, hardware.Commands);
    }

    [TestMethod]
    public void A_contactor_that_does_not_close_is_tried_once_and_again_after_permission_was_withdrawn()
    {
        TestHardware hardware = Ready();
        hardware.Follows = false;
        SafetySupervisor safety = new(hardware);
        Listener listener = new();
        safety.Listen(listener);
        safety.Permit(1, true);
        Pass(hardware, safety, 10_000);
        Assert.IsTrue(safety.IsContactorStuck(1));
        Assert.IsFalse(hardware.Commanded);
        Assert.AreEqual(2, hardware.Commands, "closed once and opened again: no rattling");
        Assert.IsTrue(listener.Count <= 3, "the status does not flicker");
        safety.Permit(1, false);
        safety.Step();
        Assert.IsFalse(safety.IsContactorStuck(1));
        hardware.Follows = true;
        safety.Permit(1, true);
        safety.Step();
        Assert.IsTrue(hardware.Feedback);
    }

    [TestMethod]
    public void A_contactor_that_falls_off_while_closed_is_stuck()
    {
        TestHardware hardware = Ready();
        SafetySupervisor safety = Closed(hardware);
        hardware.Feedback = false;
        hardware.Follows = false;
        Pass(hardware, safety, 5_000);
        Assert.IsTrue(safety.IsContactorStuck(1));
        Assert.IsFalse(hardware.Commanded);
    }

    [TestMethod]
    public void OpenAll_takes_every_permission_back()
    {
        TestHardware hardware = Ready();
        SafetySupervisor safety = Closed(hardware);
        safety.OpenAll();
        Assert.IsFalse(hardware.Commanded);
        safety.Step();
        Assert.IsFalse(hardware.Commanded);
    }

    private static TestHardware Ready() => new(true) { Pilot = PilotState.C, OfferedMilliamps = 32000, Locked = LockState.Locked };

    private static SafetySupervisor Closed(TestHardware hardware)
    {
        SafetySupervisor safety = new(hardware);
        safety.Permit(1, true);
        safety.Step();
        Assert.IsTrue(hardware.Feedback);
        return safety;
    }

    private static void Pass(TestHardware hardware, SafetySupervisor safety, int milliseconds)
    {
        for (int i = 0; i < milliseconds; i += SafetySupervisor.PeriodMs)
        {
            hardware.Time.Advance(SafetySupervisor.PeriodMs);
            safety.Step();
        }
    }

    private sealed class Listener : ISafetyListener
    {
        public int Count { get; private set; }

        public void OnSafetyChanged() => Count++;
    }
}
