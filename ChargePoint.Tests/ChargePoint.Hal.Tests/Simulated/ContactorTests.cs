using nanoFramework.TestFramework;

namespace ChargePoint.Hal.Tests;

[TestClass]
public class ContactorTests
{
    [TestMethod]
    //       commanded welded stuck open, feedback
    [DataRow(false, false, false, false)]
    [DataRow(true, false, false, true)]
    [DataRow(false, true, false, true)]
    [DataRow(true, true, false, true)]
    [DataRow(true, false, true, false)]
    [DataRow(false, true, true, true)]
    public void Feedback_is_what_the_contacts_do(bool commanded, bool welded, bool stuckOpen, bool feedback)
    {
        BoardFixture f = new();
        f.One.Contactor.Welded = welded;
        f.One.Contactor.StuckOpen = stuckOpen;
        if (commanded) f.Hardware.Contactor.Close();
        else f.Hardware.Contactor.Open();
        Assert.AreEqual(commanded, f.Hardware.Contactor.Commanded);
        Assert.AreEqual(feedback, f.Hardware.Contactor.Feedback);
    }

    [TestMethod]
    public void Welded_contacts_give_nothing_to_a_vehicle_that_does_not_ask()
    {
        BoardFixture f = new();
        f.StartCharging();
        f.One.Contactor.Welded = true;
        f.Hardware.Contactor.Open();
        Assert.AreEqual(32000, f.One.DrawnMilliamps);
        f.Hardware.Pilot.OfferedMilliamps = 0;
        Assert.IsTrue(f.Hardware.Contactor.Feedback);
        Assert.AreEqual(0, f.One.DrawnMilliamps);
    }

    [TestMethod]
    public void Contactor_that_does_not_pull_in_gives_no_energy()
    {
        BoardFixture f = new();
        f.One.Contactor.StuckOpen = true;
        f.StartCharging();
        f.Clock.Advance(BoardFixture.HourMs);
        Assert.AreEqual(0L, f.EnergyWh());
    }

    [TestMethod]
    public void Operations_count_the_closing_commands_that_changed_something()
    {
        BoardFixture f = new();
        f.Hardware.Contactor.Close();
        f.Hardware.Contactor.Close();
        f.Hardware.Contactor.Open();
        f.Hardware.Contactor.Close();
        Assert.AreEqual(2, f.One.Contactor.Operations);
    }
}
