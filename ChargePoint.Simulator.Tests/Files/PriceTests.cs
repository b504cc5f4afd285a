using System.Text.Json;
using ChargePoint.Simulator.CentralSystem;

namespace ChargePoint.Simulator.Tests.Files;

/// <summary>Price and cost over a real connection, as the technician's console shows them.</summary>
[TestClass]
public sealed class PriceTests
{
    private const string Vendor = "org.openchargealliance.costmsg";

    [TestMethod]
    public async Task Price_cost_and_total_are_shown_on_the_console()
    {
        await using FileStation station = await FileStation.StartAsync();
        Assert.AreEqual("connector 1: (nothing)", (await station.Simulator.DoAsync("price")).Text);
        Assert.AreEqual("Accepted", (await station.CallAsync("ChangeConfiguration", new { key = "DefaultPrice", value = "{\"priceText\":\"0.15 $/kWh\"}" })).Text("status"));
        await station.Simulator.DoAsync("sim skip 2");
        Assert.AreEqual("connector 1: 0.15 $/kWh", (await station.Simulator.DoAsync("price")).Text);
        await SendAsync(station, "SetUserPrice", new { idToken = "CARD1", priceText = "0.12 $/kWh for you" });
        await station.Simulator.DoAllAsync("sim plug 1", "sim tap CARD1");
        int id = (await station.Simulator.ChargingAsync())[1].TransactionId!.Value;
        Assert.AreEqual("connector 1: 0.12 $/kWh for you", (await station.Simulator.DoAsync("price")).Text);
        await SendAsync(station, "RunningCost", new { transactionId = id, timestamp = CentralSystem.Fixture.Noon, meterValue = 0, cost = 1.5, state = "Charging", chargingPrice = new { kWhPrice = 0 } });
        Assert.AreEqual("connector 1: Cost 1.500", (await station.Simulator.DoAsync("price")).Text);
        await station.Simulator.DoAllAsync("sim skip 600", "sim tap CARD1");
        await SendAsync(station, "FinalCost", new { transactionId = id, cost = 1.75, priceText = "thank you" });
        Assert.AreEqual("connector 1: Total 1.750: thank you", (await station.Simulator.DoAsync("price")).Text);
        station.AssertNoViolation();
    }

    private static async Task SendAsync(FileStation station, string messageId, object data) =>
        Assert.AreEqual("Accepted", (await station.CallAsync("DataTransfer", new { vendorId = Vendor, messageId, data = JsonSerializer.Serialize(data) })).Text("status"));
}
