using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Hal.Tests;

[TestClass]
public class CableTests
{
    [TestMethod]
    public void Cable_comes_and_goes_with_the_vehicle()
    {
        BoardFixture f = new();
        Assert.IsFalse(f.Hardware.CablePresent);
        Assert.IsTrue(f.One.Plug());
        Assert.IsTrue(f.Hardware.CablePresent);
        Assert.IsFalse(f.One.Plug());
        Assert.IsTrue(f.One.Unplug());
        Assert.IsFalse(f.Hardware.CablePresent);
        Assert.IsFalse(f.One.Unplug());
        Assert.AreEqual((int)PilotState.A, (int)f.Hardware.Pilot.State);
    }

    [TestMethod]
    public void Pulled_at_the_vehicle_the_cable_stays_in_the_socket()
    {
        BoardFixture f = new();
        f.One.Plug();
        Assert.IsTrue(f.One.UnplugVehicle());
        Assert.IsFalse(f.One.UnplugVehicle());
        Assert.IsTrue(f.Hardware.CablePresent);
        Assert.AreEqual((int)PilotState.A, (int)f.Hardware.Pilot.State);
        Assert.IsTrue(f.One.Unplug());
        Assert.IsFalse(f.Hardware.CablePresent);
    }

    [TestMethod]
    public void Locked_plug_leaves_the_socket_when_the_lock_lets_it_go()
    {
        BoardFixture f = new();
        f.StartCharging();
        f.Hardware.Lock!.Lock();
        Assert.IsTrue(f.One.Unplug());
        Assert.AreEqual((int)PilotState.A, (int)f.Hardware.Pilot.State);
        Assert.AreEqual(0, f.One.DrawnMilliamps);
        Assert.IsTrue(f.Hardware.CablePresent);
        Assert.IsTrue(f.One.RemovalPending);
        f.Hardware.Lock.Unlock();
        Assert.IsFalse(f.Hardware.CablePresent);
        Assert.IsFalse(f.One.RemovalPending);
    }

    [TestMethod]
    public void Driver_who_changes_his_mind_plugs_in_again()
    {
        BoardFixture f = new();
        f.One.Plug();
        f.Hardware.Lock!.Lock();
        f.One.Unplug();
        Assert.IsTrue(f.One.Plug());
        f.Hardware.Lock.Unlock();
        Assert.IsTrue(f.Hardware.CablePresent);
        Assert.AreEqual((int)PilotState.B, (int)f.Hardware.Pilot.State);
    }

    [TestMethod]
    public void A_bolt_that_is_out_blocks_the_empty_socket()
    {
        BoardFixture f = new();
        f.Hardware.Lock!.Lock();
        Assert.IsFalse(f.One.Plug());
        Assert.IsFalse(f.Hardware.CablePresent);
    }

    [TestMethod]
    public void Jammed_lock_keeps_the_plug_until_it_is_free_and_unlocked()
    {
        BoardFixture f = new();
        f.One.Plug();
        f.Hardware.Lock!.Lock();
        f.One.Lock!.Stuck = true;
        Assert.AreEqual((int)LockState.Locked, (int)f.Hardware.Lock.State);
        f.One.Unplug();
        f.Hardware.Lock.Unlock();
        Assert.AreEqual((int)LockState.Jammed, (int)f.Hardware.Lock.State);
        Assert.IsTrue(f.Hardware.CablePresent);
        f.One.Lock.Stuck = false;
        Assert.AreEqual((int)LockState.Locked, (int)f.Hardware.Lock.State);
        f.Hardware.Lock.Unlock();
        Assert.AreEqual((int)LockState.Unlocked, (int)f.Hardware.Lock.State);
        Assert.IsFalse(f.Hardware.CablePresent);
    }

    [TestMethod]
    public void Stuck_lock_that_is_where_it_should_be_is_not_jammed()
    {
        BoardFixture f = new();
        f.One.Lock!.Stuck = true;
        f.Hardware.Lock!.Unlock();
        Assert.AreEqual((int)LockState.Unlocked, (int)f.Hardware.Lock.State);
        f.Hardware.Lock.Lock();
        Assert.AreEqual((int)LockState.Jammed, (int)f.Hardware.Lock.State);
    }

    [TestMethod]
    public void Attached_cable_is_always_there_and_has_no_lock()
    {
        BoardFixture f = new(new SimulatedBoardOptions { FixedCable = true });
        Assert.IsNull(f.Hardware.Lock);
        Assert.IsTrue(f.Hardware.CablePresent);
        f.StartCharging();
        Assert.AreEqual(32000, f.One.DrawnMilliamps);
        Assert.IsTrue(f.One.Unplug());
        Assert.IsTrue(f.Hardware.CablePresent);
        Assert.IsFalse(f.One.RemovalPending);
        Assert.IsFalse(f.One.Unplug());
    }
}
