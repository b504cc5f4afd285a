using nanoFramework.TestFramework;

namespace ChargePoint.Hal.Tests;

[TestClass]
public class PilotTests
{
    [TestMethod]
    //       vehicle suspended ventilated shorted offer expected
    [DataRow(false, false, false, false, 0, (int)PilotState.A)]
    [DataRow(false, false, false, false, 16000, (int)PilotState.A)]
    [DataRow(true, false, false, false, 0, (int)PilotState.B)]
    [DataRow(true, false, false, false, 5999, (int)PilotState.B)]
    [DataRow(true, false, false, false, 6000, (int)PilotState.C)]
    [DataRow(true, false, true, false, 6000, (int)PilotState.D)]
    [DataRow(true, true, false, false, 16000, (int)PilotState.B)]
    [DataRow(true, true, true, false, 16000, (int)PilotState.B)]
    [DataRow(false, false, false, true, 16000, (int)PilotState.E)]
    [DataRow(true, false, false, true, 16000, (int)PilotState.E)]
    public void State_follows_vehicle_and_offer(bool vehicle, bool suspended, bool ventilated, bool shorted, int offer, int expected)
    {
        BoardFixture f = new();
        f.One.Vehicle.NeedsVentilation = ventilated;
        if (vehicle) f.One.Plug();
        if (suspended) f.One.Vehicle.Suspend();
        f.One.Pilot.Shorted = shorted;
        f.Hardware.Pilot.OfferedMilliamps = offer;
        f.Hardware.Contactor.Close();
        Assert.AreEqual(expected, (int)f.Hardware.Pilot.State);
        bool takes = expected == (int)PilotState.C || expected == (int)PilotState.D;
        Assert.AreEqual(takes ? 6000 : 0, f.One.DrawnMilliamps);
    }

    [TestMethod]
    [DataRow(-1, 0)]
    [DataRow(0, 0)]
    [DataRow(1, 0)]
    [DataRow(5999, 0)]
    [DataRow(6000, 6000)]
    [DataRow(80000, 80000)]
    [DataRow(80001, 80000)]
    public void Offer_is_nothing_or_6_to_80_amperes(int set, int expected)
    {
        BoardFixture f = new();
        f.Hardware.Pilot.OfferedMilliamps = set;
        Assert.AreEqual(expected, f.Hardware.Pilot.OfferedMilliamps);
    }

    [TestMethod]
    [DataRow(32000, 16000, 16000)]
    [DataRow(10000, 16000, 10000)]
    [DataRow(16000, 0, 0)]
    [DataRow(16000, -5, 0)]
    [DataRow(80000, 90000, 80000)]
    public void Vehicle_draws_what_is_offered_up_to_its_own_limit(int offer, int limit, int expected)
    {
        BoardFixture f = new();
        f.One.Vehicle.MaximumMilliamps = limit;
        f.StartCharging(offer);
        Assert.AreEqual(expected, f.One.DrawnMilliamps);
    }

    [TestMethod]
    public void Nothing_flows_while_the_contacts_are_open()
    {
        BoardFixture f = new();
        f.One.Plug();
        f.Hardware.Pilot.OfferedMilliamps = 16000;
        Assert.AreEqual((int)PilotState.C, (int)f.Hardware.Pilot.State);
        Assert.AreEqual(0, f.One.DrawnMilliamps);
    }

    [TestMethod]
    public void A_vehicle_that_arrives_asks_for_energy_even_if_the_one_before_was_suspended()
    {
        BoardFixture f = new();
        f.One.Plug();
        f.One.Vehicle.Suspend();
        f.One.Unplug();
        f.One.Plug();
        Assert.IsFalse(f.One.Vehicle.IsSuspended);
    }

    [TestMethod]
    public void Only_a_vehicle_that_is_there_can_suspend_and_resume()
    {
        BoardFixture f = new();
        Assert.IsFalse(f.One.Vehicle.Suspend());
        Assert.IsFalse(f.One.Vehicle.Resume());
        Assert.IsFalse(f.One.Vehicle.IsSuspended);
        Assert.AreEqual(0, f.Changes);
    }
}
