using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

/// <summary>Connectors of one charge point share the limit of its ChargePointMaxProfile: never more than that flows.</summary>
[TestClass]
public class LoadSharingTests
{
    [TestMethod]
    public void Two_vehicles_share_equally_and_one_alone_gets_all()
    {
        Station station = Limited(2, "A", 20);
        Charge(station, 1);
        Assert.AreEqual(20_000, Offered(station, 1));
        Charge(station, 2);
        Watch(station, 20_000, 10_000);
        AssertOffered(station, 10_000, 10_000);
        AssertStatus(station, "Charging", "Charging");
        station.Tap("C1");
        Watch(station, 20_000, 10_000);
        AssertOffered(station, 0, 20_000);
    }

    [TestMethod]
    public void Current_is_given_to_one_only_when_it_has_gone_down_at_the_other()
    {
        Station station = Limited(2, "A", 20);
        Charge(station, 1);
        Assert.AreEqual(20_000, station.Board.Connector(1).DrawnMilliamps);
        station.Board.Connector(2).Plug();
        station.Board.Reader.Present("C2");

        // At every step of the loop, what is offered to both together is not above the limit
        bool wasLowered = false;
        for (int ms = 0; ms < 5_000; ms += 20)
        {
            for (int i = 0; i < 1_000 && station.ChargePoint.Loop.Step(); i++)
            {
                Assert.IsTrue(Offered(station, 1) + Offered(station, 2) <= 20_000, $"{Offered(station, 1)} and {Offered(station, 2)} after {ms} ms");
                wasLowered |= Offered(station, 1) < 20_000 && Offered(station, 2) == 0;
            }

            station.Clock.Advance(20);
            station.ChargePoint.Safety.Step();
        }

        Assert.IsTrue(wasLowered, "the one is lowered before the other is raised");
        Assert.AreEqual(10_000, Offered(station, 2));
    }

    [TestMethod]
    public void What_one_may_not_take_goes_to_the_other()
    {
        Station station = Limited(2, "A", 24);
        station.Call("SetChargingProfile", Profile(1, 2, "TxDefaultProfile", "A", 8));
        Charge(station, 1);
        Charge(station, 2);
        Watch(station, 24_000, 10_000);
        AssertOffered(station, 8_000, 16_000);
    }

    [TestMethod]
    public void A_vehicle_that_is_full_leaves_its_share_to_the_other_but_six_amperes()
    {
        Station station = Sharing(24);
        Assert.AreEqual(12_000, Offered(station, 1));
        station.Board.Connector(1).Vehicle.Suspend();
        Watch(station, 24_000, 10_000);
        AssertOffered(station, 6_000, 18_000);
        station.Board.Connector(1).Vehicle.Resume();
        Watch(station, 24_000, 10_000);
        AssertOffered(station, 12_000, 12_000);
    }

    [TestMethod]
    public void With_less_than_six_amperes_each_they_take_turns_of_fifteen_minutes()
    {
        Station station = Sharing(10);
        Assert.AreEqual(10_000, Offered(station, 1));
        Assert.AreEqual("SuspendedEVSE", station.Status(2));
        Watch(station, 10_000, 900_000);
        AssertStatus(station, "SuspendedEVSE", "Charging");
        Assert.AreEqual(10_000, Offered(station, 2));
        Watch(station, 10_000, 900_000);
        AssertStatus(station, "Charging", "SuspendedEVSE");
    }

    [TestMethod]
    public void A_full_vehicle_lets_its_turn_pass()
    {
        Station station = Limited(2, "A", 10);
        Charge(station, 1);
        Charge(station, 2);
        station.Board.Connector(1).Vehicle.Suspend();
        Watch(station, 10_000, 80_000);
        AssertStatus(station, "SuspendedEVSE", "Charging");
        Watch(station, 10_000, 700_000);
        Assert.AreEqual("Charging", station.Status(2));
    }

    [TestMethod]
    public void Watts_are_shared_over_the_phases_of_the_connectors()
    {
        Station station = Limited(2, "W", 4600);
        Charge(station, 1);
        Assert.AreEqual(20_000, Offered(station, 1));
        Charge(station, 2);
        Watch(station, 20_000, 10_000);
        AssertOffered(station, 10_000, 10_000);
    }

    [TestMethod]
    public void A_lower_limit_lowers_all_at_once_and_a_cleared_one_frees_all()
    {
        Station station = Limited(3, "A", 60);
        for (int id = 1; id <= 3; id++) Charge(station, id);
        Watch(station, 60_000, 10_000);
        Assert.AreEqual(20_000, Offered(station, 3));
        station.Call("SetChargingProfile", Profile(0, 1, "ChargePointMaxProfile", "A", 21));
        for (int id = 1; id <= 3; id++) Assert.AreEqual(7_000, Offered(station, id));
        station.Call("ClearChargingProfile", "{}");
        for (int id = 1; id <= 3; id++) Assert.AreEqual(32_000, Offered(station, id));
        Assert.AreEqual(0, station.ChargePoint.Loop.Failures);
    }

    [TestMethod]
    public void A_connector_that_fails_gives_its_share_back()
    {
        Station station = Sharing(20);
        station.Board.Connector(1).Fault = Hal.HardwareFault.GroundFailure;
        Watch(station, 20_000, 10_000);
        Assert.AreEqual(20_000, Offered(station, 2));
        Assert.AreEqual("Faulted", station.Status(1));
    }

    private static Station Limited(int connectors, string unit, int limit)
    {
        Station station = new Station(connectors).Boot();
        Assert.Contains("Accepted", station.Call("SetChargingProfile", Profile(0, 1, "ChargePointMaxProfile", unit, limit)));
        return station;
    }

    // Two vehicles have shared a limit of so many amperes for ten seconds.
    private static Station Sharing(int limitAmps)
    {
        Station station = Limited(2, "A", limitAmps);
        Charge(station, 1);
        Charge(station, 2);
        Watch(station, limitAmps * 1000, 10_000);
        return station;
    }

    private static void Charge(Station station, int id)
    {
        station.Plug(id);
        station.Tap("C" + id.ToString());
        Assert.IsNotNull(station.Connector(id).Transaction);
    }

    // Lets time pass, and sees to it that no more than the limit flows in any 20 ms.
    private static void Watch(Station station, int limitMilliamps, int milliseconds)
    {
        for (int ms = 0; ms < milliseconds; ms += 20)
        {
            station.Run(20);
            int drawn = 0;
            foreach (SimulatedConnector connector in Connectors(station)) drawn += connector.DrawnMilliamps;
            Assert.IsTrue(drawn <= limitMilliamps, $"{drawn} mA flow");
        }
    }

    private static SimulatedConnector[] Connectors(Station station)
    {
        SimulatedConnector[] connectors = new SimulatedConnector[station.ChargePoint.Connectors.Length];
        for (int i = 0; i < connectors.Length; i++) connectors[i] = station.Board.Connector(i + 1);
        return connectors;
    }

    private static void AssertOffered(Station station, int first, int second)
    {
        Assert.AreEqual(first, Offered(station, 1), "connector 1");
        Assert.AreEqual(second, Offered(station, 2), "connector 2");
    }

    private static void AssertStatus(Station station, string first, string second)
    {
        Assert.AreEqual(first, station.Status(1), "connector 1");
        Assert.AreEqual(second, station.Status(2), "connector 2");
    }

    private static int Offered(Station station, int id) => station.Board.Connector(id).Pilot.OfferedMilliamps;

    private static string Profile(int connectorId, int id, string purpose, string unit, int limit) =>
        $"{{\"connectorId\":{connectorId},\"csChargingProfiles\":{{\"chargingProfileId\":{id},\"stackLevel\":0,\"chargingProfilePurpose\":\"{purpose}\",\"chargingProfileKind\":\"Absolute\","
        + $"\"chargingSchedule\":{{\"startSchedule\":\"2026-01-01T00:00:00Z\",\"chargingRateUnit\":\"{unit}\",\"chargingSchedulePeriod\":[{{\"startPeriod\":0,\"limit\":{limit}}}]}}}}}}";
}
