using ChargePoint.Features;
using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

[TestClass]
public class FreeVendTests
{
    [TestMethod]
    public void A_vehicle_charges_as_soon_as_it_is_plugged_in_until_it_is_unplugged()
    {
        Station s = Serving();
        s.Plug(1);
        s.Run(5_000);
        Assert.AreEqual("Charging", s.Status(1));
        Assert.AreEqual("GUEST", s.Connector(1).Transaction!.IdTag);
        Assert.AreEqual(0, s.CentralSystem.Count("Authorize"), "nobody is asked");
        Assert.AreEqual(1, s.CentralSystem.Count("StartTransaction"));
        s.Unplug(1);
        s.Run(5_000);
        Assert.AreEqual("Available", s.Status(1));
        Assert.AreEqual(1, s.CentralSystem.Count("StopTransaction"));
        s.Plug(1);
        s.Run(5_000);
        Assert.AreEqual("Charging", s.Status(1), "the next one as well");
    }

    [TestMethod]
    public void It_ends_at_unplugging_whatever_holds_for_cards()
    {
        Station s = Serving();
        s.ChargePoint.Configuration.Set(Key.StopTransactionOnEVSideDisconnect, "false", out _);
        s.ChargePoint.Configuration.Set(Key.UnlockConnectorOnEVSideDisconnect, "false", out _);
        s.Plug(1);
        s.Run(5_000);
        s.Board.Connector(1).UnplugVehicle();
        s.Run(5_000);
        Assert.IsNull(s.Connector(1).Transaction);
        Assert.IsFalse(s.Connector(1).KeepsPlug, "nobody has a card for it");
    }

    [TestMethod]
    public void It_works_offline_and_is_told_later()
    {
        Station s = Serving();
        s.CentralSystem.Reachable = false;
        s.CentralSystem.Break();
        s.Plug(1);
        s.Run(5_000);
        Assert.AreEqual("Charging", s.Status(1));
    }

    [TestMethod]
    public void A_vehicle_that_waits_already_is_served_when_it_is_switched_on()
    {
        Station s = new Station().Boot();
        s.Plug(1);
        s.Run(5_000);
        Assert.AreEqual("Preparing", s.Status(1));
        s.ChargePoint.Configuration.Set(Key.FreeVendIdTag, "GUEST", out _);
        s.Run(5_000);
        Assert.AreEqual("Charging", s.Status(1));
    }

    [TestMethod]
    public void What_is_reserved_or_out_of_service_serves_nobody()
    {
        Station s = Serving(2);
        s.ChargePoint.Clock.Set(1_767_225_600_000);
        Assert.AreEqual("Accepted", s.ChargePoint.Reservations.Reserve(new Reservation(1, 1, "HOLDER", null, 1_767_225_600_000, 1_767_229_200_000)));
        s.ChargePoint.Availability.Set(2, false);
        s.Run(1_500);
        s.Plug(1);
        s.Plug(2);
        s.Run(5_000);
        Assert.AreEqual("Reserved", s.Status(1));
        Assert.AreEqual("Unavailable", s.Status(2));
        s.ChargePoint.Availability.Set(2, true);
        s.Run(5_000);
        Assert.AreEqual("Charging", s.Status(2), "back in service, with its vehicle still there");
        Assert.AreEqual("Reserved", s.Status(1));
    }

    [TestMethod]
    public void A_session_that_was_ended_does_not_begin_again_before_unplugging()
    {
        Station s = Serving();
        s.Plug(1);
        s.Run(5_000);
        s.Call("RemoteStopTransaction", "{\"transactionId\":" + s.Connector(1).Transaction!.Id.ToString() + "}");
        s.Run(70_000);
        Assert.AreEqual("Finishing", s.Status(1));
        Assert.AreEqual(1, s.CentralSystem.Count("StartTransaction"));
    }

    [TestMethod]
    public void A_card_that_was_presented_first_charges_under_its_own_name()
    {
        Station s = Serving();
        s.Tap("CARD1");
        s.Plug(1);
        s.Run(5_000);
        Assert.AreEqual("CARD1", s.Connector(1).Transaction!.IdTag);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("VISITOR")]
    public void It_ends_at_unplugging_though_it_was_switched_off_or_renamed_meanwhile(string idTag)
    {
        Station s = Serving();
        s.ChargePoint.Configuration.Set(Key.StopTransactionOnEVSideDisconnect, "false", out _);
        s.ChargePoint.Configuration.Set(Key.UnlockConnectorOnEVSideDisconnect, "false", out _);
        s.Plug(1);
        s.Run(5_000);
        s.ChargePoint.Configuration.Set(Key.FreeVendIdTag, idTag, out _);
        s.Board.Connector(1).UnplugVehicle();
        s.Run(5_000);
        Assert.IsNull(s.Connector(1).Transaction);
        Assert.IsFalse(s.Connector(1).KeepsPlug, "nobody has a card for it");
    }

    [TestMethod]
    public void A_session_of_a_card_stays_one_though_its_idTag_serves_everybody_meanwhile()
    {
        Station s = new Station().Boot();
        s.ChargePoint.Configuration.Set(Key.StopTransactionOnEVSideDisconnect, "false", out _);
        s.Tap("CARD1");
        s.Plug(1);
        s.Run(5_000);
        s.ChargePoint.Configuration.Set(Key.FreeVendIdTag, "CARD1", out _);
        s.Board.Connector(1).UnplugVehicle();
        s.Run(5_000);
        Assert.IsNotNull(s.Connector(1).Transaction);
    }

    private static Station Serving(int connectors = 1)
    {
        Station s = new Station(connectors).Boot();
        s.Run(1_000);
        s.ChargePoint.Configuration.Set(Key.FreeVendIdTag, "GUEST", out _);
        return s;
    }
}
