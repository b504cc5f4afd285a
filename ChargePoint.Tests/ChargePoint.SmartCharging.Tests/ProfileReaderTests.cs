using nanoFramework.TestFramework;

namespace ChargePoint.SmartCharging.Tests;

/// <summary>What is taken and what is refused of a ChargingProfile.</summary>
[TestClass]
public class ProfileReaderTests
{
    private const string Schedule = "\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":16}]";

    [TestMethod]
    public void Every_field_of_a_profile_is_kept()
    {
        byte[] image = Profiles.Image(
            "{\"chargingProfileId\":-7,\"transactionId\":42,\"stackLevel\":9,\"chargingProfilePurpose\":\"TxProfile\",\"chargingProfileKind\":\"Recurring\","
            + "\"recurrencyKind\":\"Weekly\",\"validFrom\":\"2026-01-05T00:00:00Z\",\"validTo\":\"2026-01-06T00:00:00.900Z\",\"unknown\":{\"a\":[1]},"
            + "\"chargingSchedule\":{\"duration\":3600,\"startSchedule\":\"2026-01-05T01:00:00+01:00\",\"chargingRateUnit\":\"W\",\"minChargingRate\":1400.5,"
            + "\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":11000.0},{\"startPeriod\":60,\"limit\":8.1,\"numberPhases\":1}]}}",
            2,
            5);
        ChargingProfile profile = new(image);
        Assert.IsTrue(ChargingProfile.IsSound(image));
        Assert.IsTrue(profile.IsUnderstood);
        Assert.AreEqual(-7, profile.Id);
        Assert.IsTrue(profile.HasTransactionId);
        Assert.AreEqual(42, profile.TransactionId);
        Assert.AreEqual(5, profile.LocalId);
        Assert.AreEqual(9, profile.StackLevel);
        Assert.IsTrue(profile.Purpose == ProfilePurpose.Tx);
        Assert.IsTrue(profile.Kind == ProfileKind.Recurring);
        Assert.AreEqual(7 * Profiles.Day, profile.RecurrenceSeconds);
        Assert.AreEqual(Profiles.Monday, profile.ValidFromSeconds);
        Assert.AreEqual(Profiles.Monday + Profiles.Day, profile.ValidToSeconds);
        Assert.AreEqual(Profiles.Monday, profile.StartSeconds);
        Assert.AreEqual(Profiles.Monday, profile.InstalledSeconds);
        Assert.IsTrue(profile.HasDuration);
        Assert.AreEqual(3600, profile.DurationSeconds);
        Assert.IsTrue(profile.IsPower);
        Assert.AreEqual(14005, profile.MinimumRate);
        Assert.AreEqual(2, profile.PeriodCount);
        Assert.AreEqual(110000, profile.PeriodLimit(0));
        Assert.AreEqual(3, profile.PeriodPhases(0), "numberPhases is 3 unless told otherwise");
        Assert.AreEqual(60, profile.PeriodStart(1));
        Assert.AreEqual(81, profile.PeriodLimit(1));
        Assert.AreEqual(1, profile.PeriodPhases(1));
    }

    [TestMethod]
    [DataRow("16", 160)]
    [DataRow("16.05", 160)]
    [DataRow("8.100000000000001", 81)]
    [DataRow("8.0999999", 80)]
    [DataRow("0", 0)]
    [DataRow("-0.0", 0)]
    [DataRow("1e2", 1000)]
    [DataRow("1e12", ChargingProfile.LargestLimit)]
    public void Limits_are_tenths_rounded_down(string limit, int tenths)
    {
        byte[] image = Profiles.Image(Profiles.Json(1, 0, "TxDefaultProfile", "Relative", "\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":" + limit + "}]"));
        Assert.AreEqual(tenths, new ChargingProfile(image).PeriodLimit(0));
    }

    [TestMethod]
    [DataRow("{\"stackLevel\":0,\"chargingProfilePurpose\":\"TxProfile\",\"chargingProfileKind\":\"Relative\",\"chargingSchedule\":{S}}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"chargingProfileId\":1,\"chargingProfilePurpose\":\"TxProfile\",\"chargingProfileKind\":\"Relative\",\"chargingSchedule\":{S}}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"chargingProfileId\":1,\"stackLevel\":0,\"chargingProfileKind\":\"Relative\",\"chargingSchedule\":{S}}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"chargingProfileId\":1,\"stackLevel\":0,\"chargingProfilePurpose\":\"TxProfile\",\"chargingSchedule\":{S}}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"chargingProfileId\":1,\"stackLevel\":0,\"chargingProfilePurpose\":\"TxProfile\",\"chargingProfileKind\":\"Relative\"}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"chargingProfileId\":1,\"stackLevel\":0,\"chargingProfilePurpose\":\"Party\",\"chargingProfileKind\":\"Relative\",\"chargingSchedule\":{S}}", "!PropertyConstraintViolation")]
    [DataRow("{\"chargingProfileId\":1,\"stackLevel\":0,\"chargingProfilePurpose\":\"TxProfile\",\"chargingProfileKind\":\"Monthly\",\"chargingSchedule\":{S}}", "!PropertyConstraintViolation")]
    [DataRow("{\"chargingProfileId\":\"1\",\"stackLevel\":0,\"chargingProfilePurpose\":\"TxProfile\",\"chargingProfileKind\":\"Relative\",\"chargingSchedule\":{S}}", "!TypeConstraintViolation")]
    [DataRow("{\"chargingProfileId\":1,\"stackLevel\":-1,\"chargingProfilePurpose\":\"TxProfile\",\"chargingProfileKind\":\"Relative\",\"chargingSchedule\":{S}}", "!PropertyConstraintViolation")]
    [DataRow("{\"chargingProfileId\":1,\"stackLevel\":10,\"chargingProfilePurpose\":\"TxProfile\",\"chargingProfileKind\":\"Relative\",\"chargingSchedule\":{S}}", "stackLevel is above ChargeProfileMaxStackLevel")]
    [DataRow("{\"chargingProfileId\":1,\"stackLevel\":0,\"chargingProfilePurpose\":\"TxProfile\",\"chargingProfileKind\":\"Recurring\",\"chargingSchedule\":{S}}", "a recurring profile needs recurrencyKind")]
    [DataRow("{\"chargingProfileId\":1,\"stackLevel\":0,\"chargingProfilePurpose\":\"TxProfile\",\"chargingProfileKind\":\"Recurring\",\"recurrencyKind\":\"Daily\",\"chargingSchedule\":{S}}", "a recurring profile needs startSchedule")]
    [DataRow("{\"chargingProfileId\":1,\"stackLevel\":0,\"chargingProfilePurpose\":\"TxProfile\",\"chargingProfileKind\":\"Relative\",\"validFrom\":\"2026-01-05T00:00:00Z\",\"validTo\":\"2026-01-05T00:00:00Z\",\"chargingSchedule\":{S}}", "validTo is not behind validFrom")]
    [DataRow("{\"chargingProfileId\":1,\"stackLevel\":0,\"chargingProfilePurpose\":\"TxProfile\",\"chargingProfileKind\":\"Relative\",\"validFrom\":\"yesterday\",\"chargingSchedule\":{S}}", "!PropertyConstraintViolation")]
    [DataRow("{\"chargingProfileId\":1,\"stackLevel\":0,\"chargingProfilePurpose\":\"TxProfile\",\"chargingProfileKind\":\"Relative\",\"chargingSchedule\":[]}", "!TypeConstraintViolation")]
    [DataRow("null", "!TypeConstraintViolation")]
    public void Wrong_profiles_are_refused(string json, string expected)
    {
        int at = json.IndexOf("{S}");
        if (at >= 0) json = json.Substring(0, at + 1) + Schedule + json.Substring(at + 2);
        Assert.IsNull(Profiles.Read(json, out string problem));
        Assert.AreEqual(expected, problem);
    }

    [TestMethod]
    [DataRow("\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":1}]", "!OccurrenceConstraintViolation")]
    [DataRow("\"chargingRateUnit\":\"A\"", "!OccurrenceConstraintViolation")]
    [DataRow("\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[]", "!OccurrenceConstraintViolation")]
    [DataRow("\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"limit\":1}]", "!OccurrenceConstraintViolation")]
    [DataRow("\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0}]", "!OccurrenceConstraintViolation")]
    [DataRow("\"chargingRateUnit\":\"VA\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":1}]", "!PropertyConstraintViolation")]
    [DataRow("\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":-1}]", "!PropertyConstraintViolation")]
    [DataRow("\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":\"16\"}]", "!TypeConstraintViolation")]
    [DataRow("\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":-5,\"limit\":1}]", "!PropertyConstraintViolation")]
    [DataRow("\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0.5,\"limit\":1}]", "!TypeConstraintViolation")]
    [DataRow("\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":1,\"numberPhases\":4}]", "!PropertyConstraintViolation")]
    [DataRow("\"chargingRateUnit\":\"A\",\"duration\":-1,\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":1}]", "!PropertyConstraintViolation")]
    [DataRow("\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":1,\"limit\":1}]", "the first period does not begin at 0")]
    [DataRow("\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":1},{\"startPeriod\":0,\"limit\":2}]", "periods are not in ascending order")]
    [DataRow("\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":1},{\"startPeriod\":9,\"limit\":2},{\"startPeriod\":8,\"limit\":2}]", "periods are not in ascending order")]
    public void Wrong_schedules_are_refused(string schedule, string expected)
    {
        Assert.IsNull(Profiles.Read(Profiles.Json(1, 0, "TxDefaultProfile", "Relative", schedule), out string problem));
        Assert.AreEqual(expected, problem);
    }

    [TestMethod]
    public void Twenty_four_periods_fit_into_240_bytes_and_one_more_is_rejected()
    {
        Assert.AreEqual(240, Profiles.Full(1, 0).Length);
        int[] periods = new int[25 * 2];
        for (int i = 0; i < 25; i++) periods[2 * i] = i;
        Assert.IsNull(Profiles.Read(Profiles.Json(1, 0, "TxDefaultProfile", "Relative", Profiles.Periods("A", periods)), out string problem));
        Assert.AreEqual("more periods than ChargingScheduleMaxPeriods", problem);
    }

    [TestMethod]
    public void A_charge_point_limit_that_begins_now_needs_the_time_of_day()
    {
        string json = Profiles.Json(1, 0, "ChargePointMaxProfile", "Relative", Schedule);
        Assert.IsNotNull(Profiles.Read(json, out _));
        Assert.IsNull(Profiles.Read(json, out string problem, installed: 0));
        Assert.AreEqual("it would begin now, and the time of day is not known", problem);
    }
}
