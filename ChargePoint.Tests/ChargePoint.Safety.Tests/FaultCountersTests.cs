using ChargePoint.Hal.Simulated;
using ChargePoint.Runtime;
using nanoFramework.TestFramework;

namespace ChargePoint.Safety.Tests;

[TestClass]
public class FaultCountersTests
{
    [TestMethod]
    public void Faults_are_counted_with_their_time_and_survive_a_restart()
    {
        Desk desk = new();
        desk.Clock.Set(1_767_225_600_000);
        for (int i = 0; i < 3; i++) desk.Raise();
        Assert.AreEqual(3, desk.Counters.Count(1, SafetyFault.EmergencyStop));
        Assert.AreEqual(0, desk.Counters.Count(1, SafetyFault.OverCurrent));
        Assert.AreEqual(0L, desk.Counters.LastUnixSeconds(1, SafetyFault.OverCurrent));
        desk.Pass(120_000);
        Desk next = new(desk.Flash);
        Assert.AreEqual(3, next.Counters.Count(1, SafetyFault.EmergencyStop));
        Assert.IsTrue(next.Counters.LastUnixSeconds(1, SafetyFault.EmergencyStop) >= 1_767_225_600);
        next.Raise();
        Assert.AreEqual(4, next.Counters.Count(1, SafetyFault.EmergencyStop));
        Assert.AreEqual(0L, next.Counters.LastUnixSeconds(1, SafetyFault.EmergencyStop), "the time is not known");
    }

    [TestMethod]
    public void A_fault_that_rattles_is_written_once_a_minute_at_most()
    {
        Desk desk = new();
        for (int i = 0; i < 3_000; i++)
        {
            desk.Raise();
            desk.Pass(100);
        }

        Assert.AreEqual(3_000, desk.Counters.Count(1, SafetyFault.EmergencyStop));
        int minutes = (int)(desk.Rig.Hardware.Time.MonotonicMs / 60_000) + 1;
        Assert.IsTrue(desk.Counters.Writes <= minutes, $"{desk.Counters.Writes} writes in {minutes} minutes");
        int writes = desk.Counters.Writes;
        desk.Pass(61_000);
        Assert.AreEqual(writes + 1, desk.Counters.Writes, "the last ones are written when their minute is over");
        desk.Pass(600_000);
        Assert.AreEqual(writes + 1, desk.Counters.Writes, "and nothing without a change");
    }

    [TestMethod]
    public void Faults_between_two_looks_are_all_counted()
    {
        Desk desk = new();
        for (int i = 0; i < 200; i++) desk.RaiseUnseen();
        desk.Counters.Look();
        Assert.AreEqual(200, desk.Counters.Count(1, SafetyFault.EmergencyStop));
    }

    [TestMethod]
    public void A_count_ends_at_65535()
    {
        Desk desk = new();
        byte[] full = [1, (byte)SafetyFault.EmergencyStop, 0xFE, 0xFF, 0, 0, 0, 0];
        new SlotFile(desk.Flash, "faults", 1, desk.Scratch).Save(full, full.Length);
        Desk next = new(desk.Flash);
        for (int i = 0; i < 3; i++) next.Raise();
        Assert.AreEqual(65_535, next.Counters.Count(1, SafetyFault.EmergencyStop));
    }

    [TestMethod]
    public void Beyond_the_most_rows_nothing_breaks_and_what_is_not_known_is_kept()
    {
        Desk desk = new();
        byte[] full = new byte[FaultCounters.MostRows * 8];
        for (int i = 0; i < FaultCounters.MostRows; i++)
        {
            full[i * 8] = (byte)(2 + i);
            full[(i * 8) + 1] = 99;
            full[(i * 8) + 2] = 1;
        }

        new SlotFile(desk.Flash, "faults", 2, desk.Scratch).Save(full, full.Length);
        Desk next = new(desk.Flash);
        for (int i = 0; i < 3; i++) next.Raise();
        Assert.AreEqual(0, next.Counters.Count(1, SafetyFault.EmergencyStop));
        Assert.AreEqual(1, next.Counters.Count(2, (SafetyFault)99));
        full[0] = 1;
        full[1] = (byte)SafetyFault.EmergencyStop;
        new SlotFile(desk.Flash, "faults", 2, desk.Scratch).Save(full, full.Length);
        next = new Desk(desk.Flash);
        next.Raise();
        next.Pass(61_000);
        next = new Desk(desk.Flash);
        Assert.AreEqual(2, next.Counters.Count(1, SafetyFault.EmergencyStop));
        Assert.AreEqual(1, next.Counters.Count(129, (SafetyFault)99));
    }

    private sealed class Desk
    {
        private readonly EventLoop _loop;

        public Desk(MemoryFlash? flash = null)
        {
            Flash = flash ?? new MemoryFlash();
            Log log = new(Rig.Hardware.Time);
            _loop = new EventLoop(Rig.Hardware.Time, log);
            Clock = new WallClock(Rig.Hardware.Time);
            Counters = new FaultCounters(Rig.Safety, 1, new SlotFile(Flash, "faults", 1, Scratch), _loop, Clock, log);
        }

        public Rig Rig { get; } = new();

        public byte[] Scratch { get; } = new byte[2048];

        public MemoryFlash Flash { get; }

        public WallClock Clock { get; }

        public FaultCounters Counters { get; }

        public void RaiseUnseen()
        {
            Rig.Hardware.EmergencyStop = true;
            Rig.Step(20);
            Rig.Hardware.EmergencyStop = false;
            Rig.Step(20);
        }

        public void Raise()
        {
            RaiseUnseen();
            Counters.Look();
        }

        public void Pass(int milliseconds)
        {
            for (int i = 0; i < milliseconds; i += 100)
            {
                Rig.Step(100);
                while (_loop.Step())
                {
                }
            }
        }
    }
}
