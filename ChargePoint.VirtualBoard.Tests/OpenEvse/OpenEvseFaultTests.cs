using ChargePoint.Hal;
using ChargePoint.Hal.OpenEvse;

namespace ChargePoint.VirtualBoard.Tests.OpenEvse;

/// <summary>Faults of an OpenEVSE station, of the line to it, and restarts of either side.</summary>
[TestClass]
public sealed class OpenEvseFaultTests
{
    [TestMethod]
    public void Ground_fault_is_told_and_ends_when_the_vehicle_leaves()
    {
        OpenEvseStation station = new();
        station.Charge();
        station.Outlet.ResidualCurrent.Leaking = true;
        station.Run(200);
        AssertFault(station, HardwareFault.GroundFailure, "ground-fault interrupter has tripped");
        Assert.IsTrue(station.Connector.ResidualCurrent.Tripped);
        Assert.AreEqual(PilotState.B, station.Connector.Pilot.State);
        station.Chip.Requests.Clear();
        station.Permit(0);
        station.Run(5_000);
        CollectionAssert.DoesNotContain(station.Chip.Requests, "FS", "sleep would hide the fault");
        station.Connector.ResidualCurrent.Reset();
        Assert.IsTrue(station.Connector.ResidualCurrent.Tripped);
        station.Outlet.ResidualCurrent.Leaking = false;
        station.Outlet.Unplug();
        station.Run(1_000);
        Assert.AreEqual(HardwareFault.NoError, station.Connector.Fault);
        station.Connector.ResidualCurrent.Reset();
        Assert.IsFalse(station.Connector.ResidualCurrent.Tripped);
        station.Run(10_000);
        Assert.AreEqual(1, station.Connector.Controller.GroundFaultTrips);
    }

    [TestMethod]
    public void Missing_earth_is_a_ground_failure()
    {
        OpenEvseStation station = new();
        station.Charge();
        station.Chip.NoEarth = true;
        station.Run(200);
        AssertFault(station, HardwareFault.GroundFailure, "no protective earth");
    }

    [TestMethod]
    public void Failed_self_test_is_a_ground_failure()
    {
        OpenEvseStation station = new();
        station.Outlet.ResidualCurrent.Broken = true;
        station.Run(4_000);
        station.Outlet.Plug();
        station.Permit(16_000);
        station.Run(3_000);
        station.Connector.ResidualCurrent.BeginSelfTest();
        AssertFault(station, HardwareFault.GroundFailure, "ground-fault self test failed");
        Assert.AreEqual(SelfTest.Failed, station.Connector.ResidualCurrent.SelfTest);
    }

    [TestMethod]
    public void Self_test_that_is_switched_off_counts_as_failed_unless_allowed()
    {
        foreach (bool allowed in new[] { false, true })
        {
            OpenEvseStation station = new(options: new OpenEvseOptions { AllowUntestedGroundFault = allowed });
            station.Chip.SelfTestOff = true;
            Assert.AreEqual(SelfTest.None, station.Connector.ResidualCurrent.SelfTest);
            station.Connector.ResidualCurrent.BeginSelfTest();
            Assert.AreEqual(SelfTest.Running, station.Connector.ResidualCurrent.SelfTest);
            station.Run(4_000);
            Assert.AreEqual(allowed ? SelfTest.Passed : SelfTest.Failed, station.Connector.ResidualCurrent.SelfTest);
        }
    }

    [TestMethod]
    public void Welded_relay_is_a_power_switch_failure_until_it_lets_go()
    {
        OpenEvseStation station = new();
        station.Charge();
        station.Outlet.Contactor.Welded = true;
        station.Outlet.Vehicle.Suspend();
        station.Run(1_000);
        AssertFault(station, HardwareFault.PowerSwitchFailure, "relay does not open");
        Assert.IsTrue(station.Connector.Contactor.Feedback);
        Assert.IsTrue(station.IsStuck);
        station.Outlet.Contactor.Welded = false;
        station.Run(1_000);
        Assert.AreEqual(HardwareFault.NoError, station.Connector.Fault);
        Assert.IsFalse(station.IsStuck);
    }

    [TestMethod]
    public void Relay_that_does_not_close_is_a_power_switch_failure()
    {
        OpenEvseStation station = new();
        station.Outlet.Contactor.StuckOpen = true;
        station.Run(4_000);
        station.Outlet.Plug();
        station.Permit(16_000);
        station.Run(3_000);
        AssertFault(station, HardwareFault.PowerSwitchFailure, "relay does not close");
    }

    [TestMethod]
    public void Missing_diode_heat_and_over_current_are_told()
    {
        OpenEvseStation station = new();
        station.Charge();
        station.Outlet.Pilot.DiodeMissing = true;
        station.Run(200);
        AssertFault(station, HardwareFault.EVCommunicationError, "vehicle's diode is missing or shorted");
        Assert.AreEqual(PilotState.E, station.Connector.Pilot.State);
        Assert.AreEqual(PilotFault.Diode, station.Connector.Pilot.Fault);

        station = new OpenEvseStation();
        station.Charge();
        station.Outlet.Temperature.DeciCelsius = 800;
        station.Run(200);
        AssertFault(station, HardwareFault.HighTemperature, "controller is too hot");

        station = new OpenEvseStation();
        station.Charge();
        station.Outlet.Vehicle.ExcessMilliamps = 8_000;
        station.Run(11_000);
        AssertFault(station, HardwareFault.OverCurrentFailure, "vehicle draws more than offered");
    }

    [TestMethod]
    public void Vehicle_that_needs_ventilation_is_in_state_D()
    {
        OpenEvseStation station = new();
        station.Outlet.Vehicle.NeedsVentilation = true;
        station.Run(4_000);
        station.Outlet.Plug();
        station.Permit(16_000);
        station.Run(3_000);
        Assert.AreEqual(PilotState.D, station.Connector.Pilot.State);
        Assert.IsFalse(station.Chip.RelayOn);
        Assert.IsFalse(station.Connector.IsVentilated);
    }

    [TestMethod]
    public void Silent_controller_is_a_fault_after_5_s_and_is_made_acquainted_again()
    {
        OpenEvseStation station = new();
        station.Charge();
        station.Chip.IsDead = true;
        station.Run(4_000);
        Assert.AreEqual(HardwareFault.NoError, station.Connector.Fault);
        station.Run(2_000);
        Assert.AreEqual(HardwareFault.InternalError, station.Connector.Fault);
        Assert.AreEqual("OpenEVSE does not answer", station.Connector.FaultDetail);
        Assert.IsFalse(station.Connector.Contactor.Commanded);
        Assert.IsFalse(station.MeterAnswers);
        station.Permit(0);
        station.Chip.IsDead = false;
        station.Run(3_000);
        Assert.AreEqual(HardwareFault.NoError, station.Connector.Fault);
        Assert.IsFalse(station.Chip.RelayOn, "nobody permits it any more");
        Assert.IsTrue(station.MeterAnswers);
    }

    [TestMethod]
    public void Nothing_connected_is_a_fault_and_blocks_nobody()
    {
        OpenEvseStation station = new();
        station.Chip.IsDead = true;
        station.Run(6_000);
        Assert.AreEqual(HardwareFault.InternalError, station.Connector.Fault);
        Assert.IsTrue(station.Connector.IsReady);
        Assert.AreEqual(PilotState.A, station.Connector.Pilot.State);
        Assert.IsFalse(station.MeterAnswers);
    }

    [TestMethod]
    public void Caller_that_is_held_up_makes_no_fault()
    {
        OpenEvseStation station = new();
        station.Charge();
        for (int i = 0; i < 5; i++)
        {
            station.Clock.Advance(12_000); // a handshake
            station.Step();
            Assert.AreEqual(HardwareFault.NoError, station.Connector.Fault);
            station.Run(1_000);
        }

        Assert.AreEqual(16_000, station.Outlet.DrawnMilliamps);
        Assert.AreEqual(0, station.Chip.MissedPulses);
    }

    [TestMethod]
    public void Module_that_is_gone_takes_the_current_down_and_gets_it_back()
    {
        OpenEvseStation station = new();
        station.Charge();
        station.Run(120_000);
        Assert.AreEqual(0, station.Chip.MissedPulses);
        station.Clock.Advance(40_000);
        station.Step();
        Assert.AreEqual(1, station.Chip.MissedPulses);
        Assert.AreEqual(6, station.Chip.Amps);
        station.Run(15_000);
        Assert.AreEqual(16, station.Chip.Amps);
        Assert.AreEqual(1, station.Chip.MissedPulses);
    }

    [TestMethod]
    public void Slow_controller_charges_as_well()
    {
        OpenEvseStation station = new();
        station.Chip.AnswerDelayMs = 900;
        station.Run(15_000);
        station.Outlet.Plug();
        station.Permit(16_000);
        station.Run(15_000);
        Assert.AreEqual(16_000, station.Outlet.DrawnMilliamps);
        Assert.AreEqual(HardwareFault.NoError, station.Connector.Fault);
        Assert.IsTrue(station.MeterAnswers);
        station.Permitted = false;
        station.Run(100);
        Assert.IsFalse(station.Chip.RelayOn, "a stop waits for no answer");
    }

    [TestMethod]
    public void Controller_that_is_not_heard_is_stopped_all_the_same()
    {
        OpenEvseStation station = new();
        station.Charge();
        station.Chip.Garble = _ => [];
        station.Chip.LosesRequests = 3;
        station.Run(1_000);
        station.Permit(0);
        Assert.IsTrue(station.RunUntil(() => !station.Chip.RelayOn, 9_000));
        station.Chip.Garble = null;
        station.Run(5_000);
        Assert.AreEqual(HardwareFault.NoError, station.Connector.Fault);
        Assert.AreEqual(254, station.Chip.State);
    }

    [TestMethod]
    public void Order_to_wake_up_that_comes_through_unseen_is_taken_back()
    {
        OpenEvseStation station = new();
        station.Run(4_000);
        station.Outlet.Plug();
        station.Run(1_000);
        station.Permit(16_000);
        Assert.IsTrue(station.RunUntil(() => station.Chip.Requests.Contains("FE"), 2_000));
        station.Chip.Garble = _ => [];
        station.Run(40);
        station.Permit(0);
        Assert.IsTrue(station.RunUntil(() => !station.Chip.RelayOn && station.Chip.State == 254, 4_000), $"state {station.Chip.State}");
    }

    [TestMethod]
    public void Stop_that_gets_lost_is_sent_again()
    {
        OpenEvseStation station = new();
        station.Charge();
        station.Chip.VehicleIgnoresPilot = true;
        station.Chip.LosesRequests = 2;
        station.Permitted = false;
        Assert.IsTrue(station.RunUntil(() => !station.Chip.RelayOn, 1_200));
        Assert.IsFalse(station.IsStuck);
        CollectionAssert.Contains(station.Chip.Requests, "FD");
    }

    [TestMethod]
    public void Line_that_loses_every_third_answer_charges_as_well()
    {
        OpenEvseStation station = new();
        int count = 0;
        station.Chip.Garble = bytes =>
        {
            if (++count % 3 == 0) bytes[bytes.Length / 2] ^= 4;
            return bytes;
        };
        station.Run(10_000);
        station.Outlet.Plug();
        station.Permit(16_000);
        station.Run(60_000);
        Assert.AreEqual(16_000, station.Outlet.DrawnMilliamps);
        Assert.AreEqual(HardwareFault.NoError, station.Connector.Fault);
        Assert.IsTrue(station.MeterAnswers);
        Assert.IsTrue(station.Connector.Controller.DroppedLines > 20);
    }

    [TestMethod]
    public void Controller_that_restarts_midway_goes_on_and_no_energy_is_forgotten()
    {
        OpenEvseStation station = new();
        station.Charge(10_000);
        station.Run(600_000);
        Assert.IsTrue(station.MeterAnswers);
        long before = station.Reading.EnergyWh;
        Assert.AreEqual(400, before, 10);
        station.Chip.Restart(station.Clock.MonotonicMs);
        Assert.IsTrue(station.RunUntil(() => station.Outlet.DrawnMilliamps == 10_000 && station.Connector.Contactor.Commanded, 15_000));
        Assert.AreEqual(1, station.Connector.Controller.Restarts);
        Assert.AreEqual(10, station.Chip.Amps);
        station.Run(600_000);
        Assert.IsTrue(station.MeterAnswers);
        Assert.IsTrue(station.Reading.EnergyWh > before + 380);
        Assert.AreEqual(station.Outlet.Meter.EnergyWh, station.Reading.EnergyWh, 5);
        Assert.IsFalse(station.IsStuck);
    }

    [TestMethod]
    public void Firmware_that_restarts_midway_finds_vehicle_and_register_and_stops_what_it_does_not_know()
    {
        OpenEvseStation station = new();
        station.Charge(16_000);
        station.Run(600_000);
        Assert.IsTrue(station.MeterAnswers);
        long before = station.Reading.EnergyWh;
        station.RestartFirmware();
        Assert.IsTrue(station.RunUntil(() => station.Connector.IsReady, 3_000));
        Assert.AreNotEqual(PilotState.A, station.Connector.Pilot.State);
        station.Run(5_000);
        Assert.IsFalse(station.Chip.RelayOn);
        Assert.IsTrue(station.MeterAnswers);
        Assert.AreEqual(before, station.Reading.EnergyWh, 8);
        Assert.IsTrue(station.Reading.EnergyWh >= before);
    }

    [TestMethod]
    public void Power_that_goes_for_both_loses_at_most_what_was_not_kept()
    {
        OpenEvseStation station = new();
        station.Charge(32_000);
        station.Run(900_000);
        Assert.IsTrue(station.MeterAnswers);
        long before = station.Reading.EnergyWh;
        station.Chip.Restart(station.Clock.MonotonicMs);
        station.RestartFirmware();
        station.Run(8_000);
        Assert.IsTrue(station.MeterAnswers);
        Assert.IsTrue(station.Reading.EnergyWh <= before + 1);
        Assert.IsTrue(station.Reading.EnergyWh > before - EnergyRegister.KeptEveryWh - 15, $"{before} became {station.Reading.EnergyWh}");
    }

    [TestMethod]
    public void Station_without_supply_starts_anew_and_sleeps()
    {
        OpenEvseStation station = new();
        station.Charge();
        station.World.PowerOff();
        station.RestartFirmware();
        station.Run(8_000);
        Assert.AreEqual(254, station.Chip.State);
        Assert.AreEqual(PilotState.B, station.Connector.Pilot.State);
        Assert.AreEqual(HardwareFault.NoError, station.Connector.Fault);
        station.Permit(16_000);
        station.Run(5_000);
        Assert.AreEqual(16_000, station.Outlet.DrawnMilliamps);
    }

    [TestMethod]
    public void Broken_ammeter_is_a_silent_meter()
    {
        OpenEvseStation station = new();
        station.Charge();
        station.Outlet.Meter.Silent = true;
        station.Run(4_000);
        Assert.IsFalse(station.MeterAnswers);
        Assert.AreEqual(HardwareFault.NoError, station.Connector.Fault);
    }

    [TestMethod]
    public void Ten_thousand_mutated_lines_never_close_decrease_or_block()
    {
        OpenEvseStation station = new();
        Random random = new(7);
        int mutated = 0;
        station.Chip.Garble = bytes =>
        {
            mutated++;
            List<byte> all = [.. bytes];
            for (int i = random.Next(1, 5); i > 0 && all.Count > 0; i--)
            {
                int at = random.Next(all.Count);
                switch (random.Next(5))
                {
                    case 0: all[at] = (byte)random.Next(256); break;
                    case 1: all.RemoveAt(at); break;
                    case 2: all.Insert(at, (byte)random.Next(256)); break;
                    case 3: all.InsertRange(at, all.Take(random.Next(all.Count)).ToArray()); break;
                    default: all[at] ^= (byte)(1 << random.Next(8)); break;
                }
            }

            return [.. all];
        };
        station.Outlet.Plug();
        long register = 0;
        for (int i = 0; mutated < 10_000; i++)
        {
            Assert.IsTrue(i < 1_500_000);
            station.Clock.Advance(OpenEvseStation.StepMs);
            if (i % 500 == 0 && station.Connector.Pilot.OfferedMilliamps == 0) Assert.IsFalse(station.Chip.RelayOn, "not permitted for 10 s");
            if (i % 500 == 0) station.Permit(random.Next(2) * random.Next(6_000, 33_000));
            if (i % 700 == 0) _ = random.Next(2) == 0 ? station.Outlet.Unplug() : station.Outlet.Plug();
            station.Step();
            int offered = station.Connector.Pilot.OfferedMilliamps;
            Assert.IsTrue(offered == 0 || (offered >= 6_000 && offered <= 32_000));
            if (!station.MeterAnswers) continue;
            Assert.IsTrue(station.Reading.EnergyWh >= register);
            register = station.Reading.EnergyWh;
        }

        Console.WriteLine($"{mutated} mutated lines, {station.Connector.Controller.DroppedLines} dropped, most bytes of a step {station.MostBytesOfStep}");
        Assert.IsTrue(station.MostBytesOfStep * 10_000 / RapiChannel.BaudRate < 10, "milliseconds");
        station.Chip.Garble = null;
        station.Permit(0);
        if (!station.Outlet.Vehicle.IsConnected) station.Outlet.Plug();
        station.Run(10_000);
        Assert.AreEqual(HardwareFault.NoError, station.Connector.Fault);
        Assert.AreEqual(PilotState.B, station.Connector.Pilot.State);
        Assert.IsFalse(station.Chip.RelayOn);
    }

    private static void AssertFault(OpenEvseStation station, HardwareFault fault, string detail)
    {
        Assert.AreEqual(fault, station.Connector.Fault);
        Assert.AreEqual(detail, station.Connector.FaultDetail);
        Assert.IsTrue(detail.Length <= 50);
        Assert.IsFalse(station.Chip.RelayOn);
        Assert.IsFalse(station.Connector.Contactor.Commanded);
    }
}
