using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

[TestClass]
public class OrphanTests
{
    [TestMethod]
    public void A_session_whose_start_is_never_confirmed_ends_instead_of_giving_energy_that_nobody_can_bill()
    {
        Station station = new Station().Boot();
        station.CentralSystem.AnswerWith("StartTransaction", "!InternalError");
        station.Plug(1);
        station.Tap("CARD1");
        Assert.IsTrue(station.Board.Connector(1).Contactor.Feedback);
        station.Run(300_000);
        Assert.AreEqual(3, station.CentralSystem.Count("StartTransaction"));
        Assert.IsFalse(station.Board.Connector(1).Contactor.Feedback);
        Assert.AreEqual("Finishing", station.Status(1));
        Assert.IsTrue(station.ChargePoint.Transactions.Exhausted >= 2, "start and stop are set aside, and shown");
    }
}
