using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Hal.Tests;

[TestClass]
public class MeterTests
{
    [TestMethod]
    public void An_hour_at_32_A_and_230_V_is_7360_Wh()
    {
        BoardFixture f = new();
        f.StartCharging();
        f.Clock.Advance(BoardFixture.HourMs);
        Assert.AreEqual(7360L, f.EnergyWh());
        Assert.AreEqual(7360, f.Reading.PowerW);
        Assert.AreEqual(32000, f.Reading.CurrentMilliamps[0]);
        Assert.AreEqual(0, f.Reading.CurrentMilliamps[1]);
        Assert.AreEqual(230000, f.Reading.VoltageMillivolts[0]);
        Assert.AreEqual(0, f.Reading.VoltageMillivolts[1]);
    }

    [TestMethod]
    public void Three_phases_take_three_times_as_much()
    {
        BoardFixture f = new(new SimulatedBoardOptions { Phases = 3 });
        f.StartCharging(16000);
        f.Clock.Advance(BoardFixture.HourMs);
        Assert.AreEqual(11040L, f.EnergyWh());
        Assert.AreEqual(11040, f.Reading.PowerW);
        Assert.AreEqual(16000, f.Reading.CurrentMilliamps[2]);
        Assert.AreEqual(230000, f.Reading.VoltageMillivolts[2]);
        Assert.AreEqual(3, f.Hardware.Meter.Phases);
    }

    [TestMethod]
    public void Vehicle_of_one_phase_takes_one_phase_of_three()
    {
        BoardFixture f = new(new SimulatedBoardOptions { Phases = 3 });
        f.One.Vehicle.Phases = 1;
        f.StartCharging(16000);
        f.Clock.Advance(BoardFixture.HourMs);
        Assert.AreEqual(3680L, f.EnergyWh());
        Assert.AreEqual(0, f.Reading.CurrentMilliamps[1]);
        Assert.AreEqual(230000, f.Reading.VoltageMillivolts[1]);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void Energy_does_not_depend_on_the_steps(int seed)
    {
        const long TotalMs = 3 * BoardFixture.HourMs + 1234567;
        BoardFixture steps = new();
        BoardFixture once = new();
        SeededRandom random = new((uint)seed);
        steps.One.Vehicle.MaximumMilliamps = 13579;
        once.One.Vehicle.MaximumMilliamps = 13579;
        steps.StartCharging();
        once.StartCharging();
        long left = TotalMs;
        while (left > 0)
        {
            long step = 1 + random.Next(60000);
            if (step > left) step = left;
            steps.Clock.Advance(step);
            steps.EnergyWh();
            left -= step;
        }

        once.Clock.Advance(TotalMs);
        WorldState a = steps.Board.ExportWorld();
        WorldState b = once.Board.ExportWorld();
        Assert.AreEqual(b.Connectors[0].EnergyWh, a.Connectors[0].EnergyWh);
        Assert.AreEqual(b.Connectors[0].EnergyRemainderNanojoules, a.Connectors[0].EnergyRemainderNanojoules);

        // 13,579 mA x 230,000 mV x 12,034,567 ms = 37,585,998,617,390,000 nJ = 10,440 Wh and 1,998,617,390,000 nJ
        Assert.AreEqual(10440L, b.Connectors[0].EnergyWh);
        Assert.AreEqual(1998617390000L, b.Connectors[0].EnergyRemainderNanojoules);
    }

    [TestMethod]
    public void A_step_of_ten_years_at_the_highest_power_does_not_overflow()
    {
        BoardFixture f = new(new SimulatedBoardOptions { Phases = 3, MaximumMilliamps = 80000, VoltageMillivolts = 300000 });
        f.One.Vehicle.MaximumMilliamps = 80000;
        f.StartCharging(80000);
        f.Clock.Advance(87600 * BoardFixture.HourMs);
        Assert.AreEqual(72000L * 87600L, f.EnergyWh());
        Assert.AreEqual(72000, f.Reading.PowerW);
    }

    [TestMethod]
    public void Each_change_counts_from_its_own_moment()
    {
        BoardFixture f = new();
        f.StartCharging(10000);
        f.Clock.Advance(BoardFixture.HourMs);
        f.Hardware.Pilot.OfferedMilliamps = 20000;
        f.Clock.Advance(BoardFixture.HourMs);
        f.One.Vehicle.MaximumMilliamps = 6000;
        f.Clock.Advance(BoardFixture.HourMs);
        f.One.Vehicle.Suspend();
        f.Clock.Advance(BoardFixture.HourMs);
        f.One.Vehicle.Resume();
        f.Clock.Advance(BoardFixture.HourMs);
        f.Hardware.Contactor.Open();
        f.Clock.Advance(BoardFixture.HourMs);
        Assert.AreEqual(2300L + 4600L + 1380L + 1380L, f.EnergyWh());
        Assert.AreEqual(0, f.Reading.PowerW);
    }

    [TestMethod]
    public void Silent_meter_gives_nothing_and_measures_on()
    {
        BoardFixture f = new();
        f.StartCharging();
        f.Reading.EnergyWh = 77;
        f.One.Meter.Silent = true;
        f.Clock.Advance(BoardFixture.HourMs);
        Assert.IsFalse(f.Hardware.Meter.TryRead(f.Reading));
        Assert.AreEqual(77L, f.Reading.EnergyWh);
        f.One.Meter.Silent = false;
        Assert.AreEqual(7360L, f.EnergyWh());
    }

    [TestMethod]
    public void Without_mains_nothing_flows_and_no_voltage_is_measured()
    {
        BoardFixture f = new();
        f.StartCharging();
        f.Board.MainsPresent = false;
        f.Clock.Advance(BoardFixture.HourMs);
        Assert.AreEqual(0L, f.EnergyWh());
        Assert.AreEqual(0, f.Reading.VoltageMillivolts[0]);
        Assert.AreEqual((int)PilotState.C, (int)f.Hardware.Pilot.State);
        f.Board.MainsPresent = true;
        f.Clock.Advance(BoardFixture.HourMs);
        Assert.AreEqual(7360L, f.EnergyWh());
    }

    [TestMethod]
    public void Connectors_count_apart()
    {
        BoardFixture f = new(new SimulatedBoardOptions { ConnectorCount = 2 });
        f.StartCharging();
        f.Clock.Advance(BoardFixture.HourMs);
        Assert.AreEqual(7360L, f.Board.Connector(1).Meter.EnergyWh);
        Assert.AreEqual(0L, f.Board.Connector(2).Meter.EnergyWh);
    }

    [TestMethod]
    public void Register_that_is_shown_is_announced_for_saving_first()
    {
        BoardFixture f = new();
        f.StartCharging();
        long saved = -1;
        f.Board.WorldChanged += () => saved = f.Board.ExportWorld().Connectors[0].EnergyWh;
        f.Clock.Advance(1000);
        long shown = f.EnergyWh();
        Assert.AreEqual(2L, shown);
        Assert.AreEqual(2L, saved);
        saved = -1;
        f.EnergyWh();
        Assert.AreEqual(-1L, saved);
    }
}
