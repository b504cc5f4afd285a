using ChargePoint.Simulator.CentralSystem;
using ChargePoint.Simulator.Tests.EndToEnd;

namespace ChargePoint.Simulator.Tests.Conformance;

/// <summary>Steps of which the cases are made: something is done at connector 1, and the messages that belong to it come.</summary>
internal sealed partial class ConformanceStation
{
    /// <summary>A card is presented, the Central System is asked, and the connector waits for a vehicle.</summary>
    public async Task IdentifyAsync(string idTag)
    {
        await SimAsync("tap " + idTag);
        await ExpectAllAsync(Expected.Authorize(idTag), Expected.Status(1, "Preparing"));
    }

    /// <summary>A card is presented that the charge point knows without asking.</summary>
    public async Task IdentifyKnownAsync(string idTag)
    {
        await SimAsync("tap " + idTag);
        await ExpectAsync(Expected.Status(1, "Preparing"));
    }

    /// <summary>The Central System starts a session, is asked about its idTag, and the connector waits for a vehicle.</summary>
    public async Task RemoteStartAsync(string idTag)
    {
        await CallAsync("RemoteStartTransaction", new { idTag, connectorId = 1 }, "Accepted");
        await ExpectAllAsync(Expected.Authorize(idTag), Expected.Status(1, "Preparing"));
    }

    /// <summary>The Central System starts a session with an idTag that the charge point knows without asking.</summary>
    public async Task RemoteStartKnownAsync(string idTag)
    {
        await CallAsync("RemoteStartTransaction", new { idTag, connectorId = 1 }, "Accepted");
        await ExpectAsync(Expected.Status(1, "Preparing"));
    }

    /// <summary>A vehicle is plugged in, of which nobody knows yet who it is.</summary>
    public async Task PlugInAsync()
    {
        await SimAsync("plug 1");
        await ExpectAsync(Expected.Status(1, "Preparing"));
    }

    /// <summary>A vehicle is plugged in after its identification, and charges.</summary>
    public async Task<int> PlugInToChargeAsync(string idTag = "CARD1", int? reservation = null)
    {
        await SimAsync("plug 1");
        return await ExpectChargingAsync(1, idTag, reservation);
    }

    /// <summary>The charge point charges, started by plug and card, and the Central System knows.</summary>
    public async Task<int> ChargeAsync(int connector = 1, string idTag = "CARD1")
    {
        await SimAsync($"plug {connector}");
        await ExpectAsync(Expected.Status(connector, "Preparing"));
        await SimAsync("tap " + idTag);
        await ExpectAsync(Expected.Authorize(idTag));
        return await ExpectChargingAsync(connector, idTag);
    }

    /// <summary>The cable is pulled at the vehicle, which ends the transaction.</summary>
    public async Task StopByUnpluggingVehicleAsync()
    {
        await SimAsync("unplug 1 ev");
        await ExpectAllAsync(Expected.Stop("EVDisconnected", null), Expected.Status(1, "Finishing"));
    }

    /// <summary>The cable is pulled at the charge point, whose connector is free again.</summary>
    public async Task UnplugAsync()
    {
        await SimAsync("unplug 1");
        await ExpectAsync(Expected.Status(1, "Available"));
    }

    /// <summary>Time passes, and the charge point says nothing.</summary>
    public async Task QuietAsync(int seconds)
    {
        await SkipAsync(seconds);
        await NothingMoreAsync();
    }

    /// <summary>Time passes, in which what the connector waits for (ConnectionTimeOut, expiryDate) does not come.</summary>
    public async Task TimeOutAsync(int seconds)
    {
        await SkipAsync(seconds);
        await ExpectAsync(Expected.Status(1, "Available"));
    }

    /// <summary>Expects StartTransaction and the status Charging, and gives the transaction's id.</summary>
    public async Task<int> ExpectChargingAsync(int connector = 1, string idTag = "CARD1", int? reservation = null)
    {
        ConformanceMessage[] both = await ExpectAllAsync(Expected.Start(connector, idTag, reservation: reservation), Expected.Status(connector, "Charging"));
        StatusReport status = await Simulator.ChargingAsync(connector);
        int transactionId = (int)both[0].Reply.Whole("transactionId")!;
        if (status[connector].TransactionId != transactionId) throw Failure($"the charge point knows transaction {status[connector].TransactionId}");
        return transactionId;
    }

    /// <summary>Fails if the transaction at connector 1 is not this one.</summary>
    public async Task AssertInTransactionAsync(int transactionId) => Assert.AreEqual(transactionId, (await Simulator.StatusAsync())[1].TransactionId);

    /// <summary>Waits until no energy can flow at connector 1.</summary>
    public Task ContactorOpenAsync() => Simulator.UntilAsync("contactor open", status => !status[1].Contactor);
}
