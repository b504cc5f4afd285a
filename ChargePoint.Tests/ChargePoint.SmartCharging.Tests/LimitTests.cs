using nanoFramework.TestFramework;

namespace ChargePoint.SmartCharging.Tests;

/// <summary>Which profile limits at a moment.</summary>
[TestClass]
public class LimitTests
{
    private const long Monday = Profiles.Monday;
    private const int Day = Profiles.Day;

    [TestMethod]
    public void Without_a_profile_the_hardware_limits()
    {
        Profiles profiles = new();
        Assert.AreEqual(32_000, profiles.At(Monday));
        Assert.IsFalse(profiles.Limit.HasProfile);
        Assert.IsFalse(profiles.Calculator.ChargePointMax(3, profiles.Limit));
        Assert.AreEqual(long.MaxValue, profiles.Calculator.NextChangeSeconds);
    }

    [TestMethod]
    public void No_profile_limits_above_the_hardware()
    {
        Profiles profiles = new();
        profiles.Set(Profiles.Simple(1, 0, "TxDefaultProfile", 40));
        Assert.AreEqual(32_000, profiles.At(Monday));
    }

    [TestMethod]
    public void The_TxProfile_goes_before_the_connectors_default_and_that_before_the_common_one()
    {
        Profiles profiles = new();
        profiles.Set(Profiles.Simple(1, 9, "TxDefaultProfile", 10));
        Assert.AreEqual(10_000, profiles.At(Monday));
        profiles.Set(Profiles.Simple(2, 0, "TxDefaultProfile", 20, 1));
        Assert.AreEqual(20_000, profiles.At(Monday), "the connector's own one, whatever the stackLevel");
        Assert.AreEqual(10_000, profiles.At(Monday, connectorId: 2));
        profiles.Set(Profiles.Simple(3, 0, "TxProfile", 25, 1, localId: 5));
        Assert.AreEqual(25_000, profiles.At(Monday, localId: 5));
        Assert.AreEqual(20_000, profiles.At(Monday, localId: 6), "of another transaction");
        Assert.AreEqual(20_000, profiles.At(Monday), "without a transaction");
    }

    [TestMethod]
    public void In_a_gap_the_next_lower_stackLevel_limits()
    {
        Profiles profiles = new();
        profiles.Set(Profiles.Simple(1, 0, "TxDefaultProfile", 10));
        profiles.Set(Profiles.Image(Profiles.Json(2, 1, "TxDefaultProfile", "Absolute",
            "\"duration\":100,\"startSchedule\":" + Profiles.At(Monday + 50) + "," + Profiles.Periods("A", new int[] { 0, 20, 60, 6 }))));
        Expect(profiles, Monday, 10_000, Monday + 50);
        Expect(profiles, Monday + 49, 10_000, Monday + 50);
        Expect(profiles, Monday + 50, 20_000, Monday + 110);
        Expect(profiles, Monday + 109, 20_000, Monday + 110);
        Expect(profiles, Monday + 110, 6_000, Monday + 150);
        Expect(profiles, Monday + 149, 6_000, Monday + 150);
        Expect(profiles, Monday + 150, 10_000, long.MaxValue);
        Expect(profiles, Monday - 1, 32_000, Monday);
    }

    [TestMethod]
    public void Validity_ends_a_period_in_its_middle()
    {
        Profiles profiles = new();
        profiles.Set(Profiles.Image(Profiles.Json(2, 1, "TxDefaultProfile", "Absolute",
            "\"startSchedule\":" + Profiles.At(Monday) + "," + Profiles.Periods("A", new int[] { 0, 20, 60, 6 }),
            "\"validFrom\":" + Profiles.At(Monday + 10) + ",\"validTo\":" + Profiles.At(Monday + 70) + ",")));
        Expect(profiles, Monday + 9, 32_000, Monday + 10);
        Expect(profiles, Monday + 10, 20_000, Monday + 60);
        Expect(profiles, Monday + 60, 6_000, Monday + 70);
        Expect(profiles, Monday + 69, 6_000, Monday + 70);
        Expect(profiles, Monday + 70, 32_000, long.MaxValue);
    }

    [TestMethod]
    public void A_daily_profile_repeats_across_midnight()
    {
        Profiles profiles = new();
        long start = Monday + 22 * 3600;
        profiles.Set(Profiles.Image(Profiles.Json(1, 0, "TxDefaultProfile", "Recurring",
            "\"duration\":36000,\"startSchedule\":" + Profiles.At(start) + "," + Profiles.Periods("A", new int[] { 0, 16, 7200, 10 }), "\"recurrencyKind\":\"Daily\",")));
        Expect(profiles, start - 1, 32_000, start);
        Expect(profiles, start, 16_000, start + 7200);
        Expect(profiles, start + 7200, 10_000, start + 36000);
        Expect(profiles, start + 36000, 32_000, start + Day);
        Expect(profiles, start + 100 * Day + 1, 16_000, start + 100 * Day + 7200);
        Expect(profiles, start + 100 * Day + 35999, 10_000, start + 100 * Day + 36000);
    }

    [TestMethod]
    public void A_weekly_profile_repeats_across_the_end_of_the_week_and_is_cut_at_its_length()
    {
        Profiles profiles = new();
        long saturday = Monday + 5 * Day;
        profiles.Set(Profiles.Image(Profiles.Json(1, 0, "TxDefaultProfile", "Recurring",
            "\"startSchedule\":" + Profiles.At(saturday) + "," + Profiles.Periods("A", new int[] { 0, 16, 2 * Day, 10, 8 * Day, 6 }), "\"recurrencyKind\":\"Weekly\",")));
        Expect(profiles, saturday + Day, 16_000, saturday + 2 * Day);
        Expect(profiles, saturday + 2 * Day, 10_000, saturday + 7 * Day);
        Expect(profiles, saturday + 7 * Day, 16_000, saturday + 9 * Day);
        Expect(profiles, saturday + 14 * Day - 1, 10_000, saturday + 14 * Day);
    }

    [TestMethod]
    public void A_relative_profile_begins_with_charging_and_so_does_an_absolute_one_without_a_start()
    {
        foreach (string kind in new string[] { "Relative", "Absolute" })
        {
            Profiles profiles = new();
            profiles.Set(Profiles.Image(Profiles.Json(1, 0, "TxDefaultProfile", kind, "\"duration\":100," + Profiles.Periods("A", new int[] { 0, 16, 60, 10 }))));
            Assert.AreEqual(16_000, profiles.At(Monday + 1059, since: Monday + 1000));
            Assert.AreEqual(10_000, profiles.At(Monday + 1060, since: Monday + 1000));
            Assert.AreEqual(Monday + 1100, profiles.Calculator.NextChangeSeconds);
            Assert.AreEqual(32_000, profiles.At(Monday + 1100, since: Monday + 1000));
            Assert.AreEqual(16_000, profiles.At(1059, since: 1000, clock: false), "the monotonic clock is enough");
        }
    }

    [TestMethod]
    public void A_relative_limit_of_the_charge_point_begins_when_it_is_installed()
    {
        Profiles profiles = new();
        profiles.Set(Profiles.Image(Profiles.Json(1, 0, "ChargePointMaxProfile", "Relative", Profiles.Periods("A", new int[] { 0, 16, 60, 10 }))));
        profiles.Calculator.At(Monday + 59, true);
        Assert.IsTrue(profiles.Calculator.ChargePointMax(3, profiles.Limit));
        Assert.AreEqual(16_000, profiles.Limit.Milliamps);
        profiles.Calculator.At(Monday + 60, true);
        Assert.IsTrue(profiles.Calculator.ChargePointMax(3, profiles.Limit));
        Assert.AreEqual(10_000, profiles.Limit.Milliamps);
        profiles.Calculator.At(5, false);
        Assert.IsTrue(profiles.Calculator.ChargePointMax(3, profiles.Limit));
        Assert.AreEqual(10_000, profiles.Limit.Milliamps);
        Assert.IsTrue(profiles.Limit.IsCautious);
    }

    [TestMethod]
    public void While_the_clock_is_unknown_the_lowest_period_counts_together_with_what_counts_without_it()
    {
        Profiles profiles = new();
        profiles.Set(Profiles.Image(Profiles.Json(1, 5, "TxDefaultProfile", "Recurring",
            "\"startSchedule\":" + Profiles.At(Monday) + "," + Profiles.Periods("A", new int[] { 0, 16, 7200, 8, 9000, 24 }), "\"recurrencyKind\":\"Daily\",")));
        Assert.AreEqual(8_000, profiles.At(1, clock: false));
        Assert.IsTrue(profiles.Limit.IsCautious);
        profiles.Set(Profiles.Image(Profiles.Json(2, 4, "TxDefaultProfile", "Relative", Profiles.Periods("A", new int[] { 0, 7 }))));
        Assert.AreEqual(7_000, profiles.At(1, since: 0, clock: false), "the lower one would count in a gap");
        Assert.AreEqual(16_000, profiles.At(Monday + 1), "with a clock the higher stackLevel counts");
        Assert.AreEqual(7_000, profiles.At(1, since: LimitCalculator.Unknown, clock: false));
    }

    [TestMethod]
    [DataRow("W", 11000, 0, 3, 15_942)]
    [DataRow("W", 11000, 3, 3, 15_942)]
    [DataRow("W", 3680, 1, 3, 5_333)]
    [DataRow("W", 3680, 0, 1, 16_000)]
    [DataRow("W", 7360, 2, 3, 10_666)]
    [DataRow("A", 16, 1, 3, 16_000)]
    [DataRow("A", 16, 3, 1, 16_000)]
    public void Watts_are_shared_by_all_phases_since_a_vehicle_may_take_them(string unit, int limit, int numberPhases, int phases, int expected)
    {
        Profiles profiles = new();
        profiles.Set(Profiles.Image(Profiles.Json(1, 0, "TxDefaultProfile", "Relative", Profiles.Periods(unit, new int[] { 0, limit }, numberPhases))));
        Assert.AreEqual(expected, profiles.At(Monday, phases: phases));
    }

    private static void Expect(Profiles profiles, long seconds, int milliamps, long next)
    {
        Assert.AreEqual(milliamps, profiles.At(seconds), (seconds - Monday).ToString());
        Assert.AreEqual(next, profiles.Calculator.NextChangeSeconds, (seconds - Monday).ToString());
    }
}
