using System.Text.Json;
using ChargePoint.Simulator.CentralSystem;
using ChargePoint.Simulator.Tests.EndToEnd;
using static ChargePoint.Simulator.Tests.Conformance.Expected;

namespace ChargePoint.Simulator.Tests.Conformance;

/// <summary>Smart charging. Limits are in amperes; the hardware offers 32 A.</summary>
[TestClass]
public sealed class SmartChargingCases : ConformanceTest
{
    private static readonly (int Start, int Limit)[] Rising = [(0, 6), (100, 8), (200, 10)];

    [TestMethod]
    public async Task TC_056_CS_Central_smart_charging_TxDefaultProfile()
    {
        ConformanceStation station = await StartAsync();
        DateTimeOffset start = await SetAsync(station, 1, "TxDefaultProfile", Rising, duration: 400);
        await station.ChargeAsync();
        await AssertCompositeAsync(station, start, 300, Rising);
        await AssertOfferAsync(station, 6_000);
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_057_CS_Central_smart_charging_TxProfile()
    {
        ConformanceStation station = await StartAsync();
        int transactionId = await station.ChargeAsync();
        DateTimeOffset start = await SetAsync(station, 1, "TxProfile", Rising, duration: 400, transactionId: transactionId);
        await AssertCompositeAsync(station, start, 300, Rising);
        await AssertOfferAsync(station, 6_000);
        station.PassOver("MeterValues");
        await station.SkipAsync(105);
        await AssertOfferAsync(station, 8_000);
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_058_1_CS_Central_smart_charging_no_ongoing_transaction()
    {
        ConformanceStation station = await StartAsync();
        await RefuseAsync(station, "SetChargingProfile", new { connectorId = 1, csChargingProfiles = Profile(station.Now, "TxProfile", Rising, 400, transactionId: 1) });
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_058_2_CS_Central_smart_charging_wrong_transactionId()
    {
        ConformanceStation station = await StartAsync();
        int transactionId = await station.ChargeAsync();
        await RefuseAsync(station, "SetChargingProfile", new { connectorId = 1, csChargingProfiles = Profile(station.Now, "TxProfile", Rising, 400, transactionId: transactionId + 1) });
        await AssertOfferAsync(station, 32_000);
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_059_CS_Remote_start_transaction_with_charging_profile()
    {
        ConformanceStation station = await StartAsync();
        await station.PlugInAsync();
        DateTimeOffset start = station.Now;
        await station.CallAsync("RemoteStartTransaction", new { idTag = "CARD1", connectorId = 1, chargingProfile = Profile(start, "TxProfile", Rising, 400) }, "Accepted");
        await station.ExpectAsync(Authorize("CARD1"));
        await station.ExpectChargingAsync();
        await AssertCompositeAsync(station, start, 300, Rising);
        await AssertOfferAsync(station, 6_000);
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_060_CS_Remote_start_transaction_with_charging_profile_rejected()
    {
        ConformanceStation station = await StartAsync();
        await RefuseAsync(station, "RemoteStartTransaction", new { idTag = "CARD1", connectorId = 1, chargingProfile = Profile(station.Now, "TxDefaultProfile", Rising, 400) });
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_066_CS_Get_composite_schedule()
    {
        ConformanceStation station = await StartAsync();
        await SetAsync(station, 0, "ChargePointMaxProfile", [(0, 10)], duration: 86_400, id: 1);
        await SetAsync(station, 1, "TxDefaultProfile", [(0, 6), (60, 9), (150, 16)], duration: 800, id: 2);
        int transactionId = await station.ChargeAsync();
        DateTimeOffset start = await SetAsync(station, 1, "TxProfile", [(0, 8), (50, 11), (140, 16), (200, 6), (240, 12)], duration: 260, id: 3, transactionId: transactionId);

        // The transaction's own profile counts before the default one, and nothing above what the charge point may take.
        await AssertCompositeAsync(station, start, 350, (0, 8), (50, 10), (200, 6), (240, 10));
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_067_CS_Clear_charging_profile()
    {
        ConformanceStation station = await StartAsync();
        DateTimeOffset start = await SetAsync(station, 1, "TxDefaultProfile", Rising, duration: 400, id: 7, stackLevel: 1);
        await AssertCompositeAsync(station, start, 300, Rising);
        await station.CallAsync("ClearChargingProfile", new { id = 7 }, "Accepted");
        await AssertCompositeAsync(station, start, 300, (0, 32));
        await station.CallAsync("ClearChargingProfile", new { id = 7 }, "Unknown");

        start = await SetAsync(station, 1, "TxDefaultProfile", Rising, duration: 400, id: 7, stackLevel: 1);
        await station.CallAsync("ClearChargingProfile", new { connectorId = 1, chargingProfilePurpose = "TxDefaultProfile", stackLevel = 0 }, "Unknown");
        await AssertCompositeAsync(station, start, 300, Rising);
        await station.CallAsync("ClearChargingProfile", new { connectorId = 1, chargingProfilePurpose = "TxDefaultProfile", stackLevel = 1 }, "Accepted");
        await AssertCompositeAsync(station, start, 300, (0, 32));

        start = await SetAsync(station, 1, "TxDefaultProfile", Rising, duration: 400, id: 7, stackLevel: 1);
        await SetAsync(station, 0, "ChargePointMaxProfile", [(0, 20)], duration: 400, id: 8);
        await station.CallAsync("ClearChargingProfile", new { }, "Accepted");
        await AssertCompositeAsync(station, start, 300, (0, 32));
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_072_CS_Stacking_charging_profiles()
    {
        ConformanceStation station = await StartAsync();
        DateTimeOffset start = await SetAsync(station, 1, "TxDefaultProfile", Rising, duration: 400, id: 1);
        await SetAsync(station, 1, "TxDefaultProfile", [(0, 7), (100, 9)], duration: 150, id: 2, stackLevel: 1, start: start);
        await AssertCompositeAsync(station, start, 350, (0, 7), (100, 9), (150, 8), (200, 10));
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_082_CS_Central_smart_charging_TxDefaultProfile_with_ongoing_transaction()
    {
        ConformanceStation station = await StartAsync();
        await station.ChargeAsync();
        await AssertOfferAsync(station, 32_000);
        DateTimeOffset start = await SetAsync(station, 1, "TxDefaultProfile", Rising, duration: 400);
        await AssertCompositeAsync(station, start, 300, Rising);
        await AssertOfferAsync(station, 6_000);
        await station.NothingMoreAsync();
    }

    private static async Task<DateTimeOffset> SetAsync(
        ConformanceStation station, int connectorId, string purpose, (int Start, int Limit)[] periods, int duration, int id = 1, int stackLevel = 0, int? transactionId = null, DateTimeOffset? start = null)
    {
        DateTimeOffset begin = start ?? station.Now;
        await station.CallAsync("SetChargingProfile", new { connectorId, csChargingProfiles = Profile(begin, purpose, periods, duration, id, stackLevel, transactionId) }, "Accepted");
        return begin;
    }

    private static Dictionary<string, object> Profile(
        DateTimeOffset start, string purpose, (int Start, int Limit)[] periods, int duration, int id = 1, int stackLevel = 0, int? transactionId = null)
    {
        Dictionary<string, object> profile = new()
        {
            ["chargingProfileId"] = id,
            ["stackLevel"] = stackLevel,
            ["chargingProfilePurpose"] = purpose,
            ["chargingProfileKind"] = "Absolute",
            ["validFrom"] = ConformanceStation.Text(start.AddSeconds(-1)),
            ["validTo"] = ConformanceStation.Text(start.AddSeconds(duration + 1)),
            ["chargingSchedule"] = new
            {
                duration,
                startSchedule = ConformanceStation.Text(start),
                chargingRateUnit = "A",
                chargingSchedulePeriod = periods.Select(period => new { startPeriod = period.Start, limit = period.Limit, numberPhases = 3 }),
            },
        };
        if (transactionId != null) profile["transactionId"] = transactionId;
        return profile;
    }

    // Rejected or, as the cases allow, an error.
    private static async Task RefuseAsync(ConformanceStation station, string action, object request)
    {
        CallOutcome outcome = await station.CentralSystem.CallAsync(action, request);
        Assert.IsTrue(outcome.Status == "Rejected" || outcome.ErrorCode == "PropertyConstraintViolation", $"{outcome.Status} {outcome.ErrorCode}");
    }

    // Expected periods count from the start of the profile; those told count from the moment of the question.
    private static async Task AssertCompositeAsync(ConformanceStation station, DateTimeOffset start, int duration, params (int Start, int Limit)[] expected)
    {
        JsonElement answer = await station.CallAsync("GetCompositeSchedule", new { connectorId = 1, duration, chargingRateUnit = "A" });
        string text = answer.GetRawText();
        Assert.AreEqual("Accepted", answer.Text("status"), text);
        Assert.AreEqual(1, answer.Whole("connectorId"), text);
        JsonElement schedule = answer.Member("chargingSchedule");
        Assert.AreEqual("A", schedule.Text("chargingRateUnit"), text);
        Assert.AreEqual(duration, schedule.Whole("duration")!.Value, text);
        double passed = (answer.Time("scheduleStart")!.Value - start).TotalSeconds;
        JsonElement[] periods = [.. schedule.Items("chargingSchedulePeriod")];
        Assert.HasCount(expected.Length, periods, text);
        for (int i = 0; i < periods.Length; i++)
        {
            Assert.AreEqual(expected[i].Limit, periods[i].Member("limit").GetDecimal(), text);
            Assert.AreEqual(Math.Max(0, expected[i].Start - passed), periods[i].Whole("startPeriod")!.Value, 2, text);
        }
    }

    private static Task<StatusReport> AssertOfferAsync(ConformanceStation station, int milliamps) =>
        station.Simulator.UntilAsync($"{milliamps} mA offered", status => status[1].OfferedMilliamps == milliamps);
}
