using static ChargePoint.Simulator.Tests.Conformance.Expected;

namespace ChargePoint.Simulator.Tests.Conformance;

/// <summary>Reservation of a connector and of the charge point.</summary>
[TestClass]
public sealed class ReservationCases : ConformanceTest
{
    private const int Id = 4711;

    [TestMethod]
    public async Task TC_046_1_CS_Reservation_of_a_connector_local_start_transaction() => await ChargeReservedAsync(1);

    [TestMethod]
    public async Task TC_046_2_CS_Reservation_of_a_connector_remote_start_transaction()
    {
        ConformanceStation station = await StartAsync();
        await ReserveAsync(station, 1);
        await station.CallAsync("RemoteStartTransaction", new { idTag = "CARD2", connectorId = 1 }, "Rejected");
        await station.RemoteStartAsync("CARD1");
        await station.PlugInToChargeAsync("CARD1", Id);
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_047_CS_Reservation_of_a_connector_expire()
    {
        ConformanceStation station = await StartAsync();
        await ReserveAsync(station, 1, seconds: 120);
        await station.QuietAsync(90);
        await station.SkipAsync(32);
        await station.ExpectAsync(Status(1, "Available"));
        await station.CallAsync("CancelReservation", new { reservationId = Id }, "Rejected");
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_048_1_CS_Reservation_of_a_connector_Faulted() => await RefuseFaultedAsync(1);

    [TestMethod]
    public async Task TC_048_2_CS_Reservation_of_a_connector_Occupied() => await RefuseOccupiedAsync(1);

    [TestMethod]
    public async Task TC_048_3_CS_Reservation_of_a_connector_Unavailable() => await RefuseUnavailableAsync(1);

    [TestMethod]
    [ConformanceRemark("the charge point takes reservations: Rejected is what it answers to one that has expired already")]
    public async Task TC_048_4_CS_Reservation_of_a_connector_Rejected()
    {
        ConformanceStation station = await StartAsync();
        await station.CallAsync("ReserveNow", Request(station, 1, -600), "Rejected");
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_049_CS_Reservation_of_a_charge_point_transaction() => await ChargeReservedAsync(0);

    [TestMethod]
    public async Task TC_050_1_CS_Reservation_of_a_charge_point_Faulted() => await RefuseFaultedAsync(0);

    [TestMethod]
    public async Task TC_050_2_CS_Reservation_of_a_charge_point_Occupied() => await RefuseOccupiedAsync(0);

    [TestMethod]
    public async Task TC_050_3_CS_Reservation_of_a_charge_point_Unavailable() => await RefuseUnavailableAsync(0);

    [TestMethod]
    [ConformanceRemark("a charge point whose maker has set ReserveConnectorZeroSupported to false")]
    public async Task TC_050_4_CS_Reservation_of_a_charge_point_Rejected()
    {
        ConformanceStation station = await StartAsync("--set", "ReserveConnectorZeroSupported=false");
        await station.CallAsync("ReserveNow", Request(station, 0), "Rejected");
        await station.CallAsync("ReserveNow", Request(station, 1), "Accepted");
        await station.ExpectAsync(Status(1, "Reserved"));
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_051_CS_Cancel_reservation()
    {
        ConformanceStation station = await StartAsync();
        await ReserveAsync(station, 1);
        await station.CallAsync("CancelReservation", new { reservationId = Id }, "Accepted");
        await station.ExpectAsync(Status(1, "Available"));
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_052_CS_Cancel_reservation_rejected()
    {
        ConformanceStation station = await StartAsync();
        await ReserveAsync(station, 1);
        await station.CallAsync("CancelReservation", new { reservationId = Id + 1 }, "Rejected");
        await station.NothingMoreAsync();
        Assert.AreEqual("Reserved", (await station.Simulator.StatusAsync())[1].Status);
    }

    [TestMethod]
    public async Task TC_053_1_CS_Use_a_reserved_connector_with_parentIdTag_local()
    {
        ConformanceStation station = await StartGroupAsync();
        await station.IdentifyAsync("CARD2");
        await station.PlugInToChargeAsync("CARD2", Id);
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_053_2_CS_Use_a_reserved_connector_with_parentIdTag_remote()
    {
        ConformanceStation station = await StartGroupAsync();
        await station.RemoteStartAsync("CARD2");
        await station.PlugInToChargeAsync("CARD2", Id);
        await station.NothingMoreAsync();
    }

    // Reserved for CARD1 and its group, to which CARD2 belongs.
    private async Task<ConformanceStation> StartGroupAsync()
    {
        ConformanceStation station = await StartAsync();
        station.CentralSystem.Cards.Register("CARD2", new Simulator.CentralSystem.Card("Accepted", "GROUP1"));
        await station.CallAsync("ReserveNow", Request(station, 1, 600, "GROUP1"), "Accepted");
        await station.ExpectAsync(Status(1, "Reserved"));
        return station;
    }

    // Another card is refused, and the card of the reservation charges.
    private async Task ChargeReservedAsync(int reserved)
    {
        ConformanceStation station = await StartAsync();
        await ReserveAsync(station, reserved);
        await station.SimAsync("tap CARD2");
        await station.QuietAsync(5);
        await station.IdentifyAsync("CARD1");
        await station.PlugInToChargeAsync("CARD1", Id);
        await station.NothingMoreAsync();
    }

    private async Task RefuseFaultedAsync(int reserved)
    {
        ConformanceStation station = await StartAsync();
        await station.SimAsync("fault 1 HighTemperature");
        await station.ExpectAsync(Status(1, "Faulted", "HighTemperature"));
        await station.CallAsync("ReserveNow", Request(station, reserved), "Faulted");
        await station.NothingMoreAsync();
    }

    private async Task RefuseOccupiedAsync(int reserved)
    {
        ConformanceStation station = await StartAsync();
        await station.PlugInAsync();
        await station.CallAsync("ReserveNow", Request(station, reserved), "Occupied");
        await station.NothingMoreAsync();
    }

    private async Task RefuseUnavailableAsync(int reserved)
    {
        ConformanceStation station = await StartAsync();
        await station.CallAsync("ChangeAvailability", new { connectorId = reserved, type = "Inoperative" }, "Accepted");
        if (reserved == 0) await station.ExpectAllAsync(Status(0, "Unavailable"), Status(1, "Unavailable"));
        else await station.ExpectAsync(Status(1, "Unavailable"));
        await station.CallAsync("ReserveNow", Request(station, reserved), "Unavailable");
        await station.NothingMoreAsync();
    }

    private static async Task ReserveAsync(ConformanceStation station, int connector, int seconds = 600)
    {
        await station.CallAsync("ReserveNow", Request(station, connector, seconds), "Accepted");
        await station.ExpectAsync(Status(1, "Reserved"));
    }

    private static Dictionary<string, object> Request(ConformanceStation station, int connector, int seconds = 600, string? parentIdTag = null)
    {
        Dictionary<string, object> request = new()
        {
            ["connectorId"] = connector,
            ["idTag"] = "CARD1",
            ["reservationId"] = Id,
            ["expiryDate"] = station.At(seconds),
        };
        if (parentIdTag != null) request["parentIdTag"] = parentIdTag;
        return request;
    }
}
