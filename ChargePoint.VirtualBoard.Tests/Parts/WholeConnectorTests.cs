using System.Diagnostics;
using System.Reflection;
using ChargePoint.Hal;
using ChargePoint.Hal.Parts;
using ChargePoint.VirtualBoard.Parts;

namespace ChargePoint.VirtualBoard.Tests.Parts;

/// <summary>All drivers of a connector together over their virtual chips.</summary>
[TestClass]
public sealed class WholeConnectorTests
{
    private static readonly Wire Coil = new(1);
    private static readonly Wire Auxiliary = new(2, ActiveHigh: false);
    private static readonly Wire SecondCoil = new(3);
    private static readonly Wire LockIn = new(10);
    private static readonly Wire LockOut = new(11);
    private static readonly Wire LockContact = new(12, ActiveHigh: false);
    private static readonly Wire Trip = new(20);
    private static readonly Wire Test = new(21);
    private static readonly Wire Red = new(30);
    private static readonly Wire Green = new(31);
    private static readonly Wire Blue = new(32);
    private static readonly Wire StopWire = new(35);

    [TestMethod]
    public void Session_from_plug_to_unplug_draws_what_is_offered()
    {
        using Bench bench = new(3, phaseSwitching: true);
        Connector c = new(bench);
        bench.World.CableMilliamps = 20_000;
        bench.RunMs(c.Step, 200);
        bench.World.Plug();
        bench.RunMs(c.Step, 200);
        Assert.AreEqual((PilotState.B, true, 20_000), (c.Pilot.State, c.Proximity.PlugPresent, c.Proximity.CableMilliamps));
        c.Lock.Lock();
        c.Monitor.BeginSelfTest();
        bench.PeriodsUntil(c.Step, () => c.Lock.State == LockState.Locked && c.Monitor.SelfTest == SelfTest.Passed);
        Assert.IsFalse(c.Monitor.Tripped);
        c.Pilot.OfferedMilliamps = 16_000;
        bench.PeriodsUntil(c.Step, () => c.Pilot.State == PilotState.C);
        c.Contactor.Close();
        bench.PeriodsUntil(c.Step, () => c.Contactor.Feedback);
        Assert.AreEqual((16_000, 3), (bench.World.DrawnMilliamps, bench.World.Contactor.Phases));
        bench.World.Unplug();
        Assert.IsTrue(bench.World.RemovalPending, "the lock holds the plug");
        bench.PeriodsUntil(c.Step, () => c.Pilot.State == PilotState.A);
        c.Contactor.Open();
        c.Pilot.OfferedMilliamps = 0;
        bench.PeriodsUntil(c.Step, () => !c.Contactor.Feedback);
        Assert.IsTrue(c.Proximity.PlugPresent);
        c.Lock.Unlock();
        bench.PeriodsUntil(c.Step, () => c.Lock.State == LockState.Unlocked && !c.Proximity.PlugPresent);
        Assert.IsFalse(bench.World.RemovalPending);
    }

    [TestMethod]
    public void Reset_of_the_controller_opens_the_contactor_and_withdraws_the_offer_but_keeps_the_bolt()
    {
        using Bench bench = new(3, phaseSwitching: true);
        Connector c = new(bench);
        bench.World.Plug();
        c.Lock.Lock();
        c.Pilot.OfferedMilliamps = 16_000;
        c.Contactor.Close();
        bench.RunMs(c.Step, 1_000);
        Assert.AreEqual(16_000, bench.World.DrawnMilliamps);
        bench.Controller.Reset();
        Assert.AreEqual((0, false, 0), (bench.World.DrawnMilliamps, bench.World.Contactor.Feedback, bench.World.Pilot.OfferedMilliamps));
        Assert.AreEqual(LockState.Locked, bench.World.Lock!.State);
    }

    [TestMethod]
    public void Emergency_stop_is_told_and_opens_the_contactor_without_the_firmware()
    {
        using Bench bench = new(3, phaseSwitching: true);
        Connector c = new(bench);
        bench.World.Plug();
        c.Pilot.OfferedMilliamps = 16_000;
        c.Contactor.Close();
        bench.RunMs(c.Step, 1_000);
        bench.Board.EmergencyStop = true;
        Assert.AreEqual(0, bench.World.DrawnMilliamps);
        bench.Run(c.Step, 2);
        Assert.AreEqual((true, false), (c.Stop.IsActive, c.Contactor.Feedback));
    }

    // The rule is 50 ms; what a driver does in a step is a handful of pins and conversions, so that a mean of a millisecond on a loaded PC would
    // already mean that one waits for something.
    [TestMethod]
    public void No_driver_waits_in_its_step()
    {
        using Bench bench = new(3, phaseSwitching: true);
        Connector c = new(bench);
        bench.World.Plug();
        c.Lock.Lock();
        c.Monitor.BeginSelfTest();
        c.Pilot.OfferedMilliamps = 16_000;
        c.Light.Show(Indication.Charging);
        (string Name, Action Step)[] steps =
        [
            ("pilot", c.Pilot.Sample), ("contactor", c.Contactor.Sample), ("proximity", c.Proximity.Sample), ("residual current", c.Monitor.Sample),
            ("contact", c.Stop.Sample), ("lock", c.Lock.Poll), ("temperature", c.Temperature.Poll), ("light", c.Light.Poll),
        ];
        foreach ((string name, Action step) in steps)
        {
            bench.Run(step, 50);
            long longest = 0;
            long all = 0;
            for (int i = 0; i < 2_000; i++)
            {
                bench.Clock.Advance(Bench.PeriodMs);
                long began = Stopwatch.GetTimestamp();
                step();
                long took = Stopwatch.GetTimestamp() - began;
                all += took;
                longest = Math.Max(longest, took);
            }

            double mean = Stopwatch.GetElapsedTime(0, all).TotalMicroseconds / 2_000;
            Console.WriteLine($"{name}: mean {mean:F2} us, longest {Stopwatch.GetElapsedTime(0, longest).TotalMicroseconds:F0} us");
            Assert.IsTrue(mean < 1_000, $"{name}: {mean} us");
        }
    }

    // On the device an object takes 12 bytes and 12 for each field (measured): what a connector keeps for good.
    [TestMethod]
    public void Drivers_of_a_connector_keep_little_memory()
    {
        Type[] types =
        [
            typeof(PwmControlPilot), typeof(GpioContactor), typeof(ProximityPilot), typeof(GpioResidualCurrent), typeof(MotorLock),
            typeof(InputContact), typeof(NtcTemperature), typeof(LedIndicator),
        ];
        int sum = 0;
        foreach (Type type in types)
        {
            int fields = type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Length;
            Console.WriteLine($"{type.Name}: {fields} fields, {12 + (12 * fields)} bytes");
            sum += 12 + (12 * fields);
        }

        Assert.IsTrue(sum <= 1_600, $"{sum} bytes");
    }

    private sealed class Connector
    {
        public Connector(Bench bench)
        {
            PilotOptions pilot = new();
            NtcOptions ntc = new();
            _ = new VirtualPilot(bench.Controller, bench.World, 25, 0, 3, pilot);
            _ = new VirtualContactor(bench.Controller, bench.World, Coil, Auxiliary, SecondCoil);
            _ = new VirtualProximity(bench.Controller, bench.World, 6);
            _ = new VirtualResidualCurrent(bench.Controller, bench.World, Trip, Test);
            _ = new VirtualLock(bench.Controller, bench.World, LockIn, LockOut, LockContact);
            _ = new VirtualNtc(bench.Controller, bench.World, 7, ntc);
            _ = new VirtualContact(bench.Controller, StopWire, () => bench.Board.EmergencyStop);
            Pilot = new PwmControlPilot(25, 1, bench.Adc, 0, 3, pilot);
            Contactor = new GpioContactor(bench.Output(Coil), bench.Input(Auxiliary), 3, bench.Output(SecondCoil));
            Proximity = new ProximityPilot(bench.Adc, 6);
            Monitor = new GpioResidualCurrent(bench.Clock, bench.Input(Trip), bench.Output(Test), null, new ResidualCurrentOptions());
            Lock = new MotorLock(bench.Clock, bench.Output(LockIn), bench.Output(LockOut), bench.Input(LockContact), new MotorLockOptions());
            Temperature = new NtcTemperature(bench.Adc, 7, ntc);
            Light = new LedIndicator(bench.Clock, bench.Output(Red), bench.Output(Green), bench.Output(Blue), null);
            Stop = new InputContact(bench.Input(StopWire));
        }

        public PwmControlPilot Pilot { get; }

        public GpioContactor Contactor { get; }

        public ProximityPilot Proximity { get; }

        public GpioResidualCurrent Monitor { get; }

        public MotorLock Lock { get; }

        public NtcTemperature Temperature { get; }

        public LedIndicator Light { get; }

        public InputContact Stop { get; }

        public void Step()
        {
            Pilot.Sample();
            Contactor.Sample();
            Proximity.Sample();
            Monitor.Sample();
            Stop.Sample();
            Lock.Poll();
            Temperature.Poll();
            Light.Poll();
        }
    }
}
