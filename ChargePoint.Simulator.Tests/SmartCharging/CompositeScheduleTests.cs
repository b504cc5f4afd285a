using System.Text;
using System.Text.Json;
using ChargePoint.Hal.Simulated;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;
using ChargePoint.SmartCharging;

namespace ChargePoint.Simulator.Tests.SmartCharging;

/// <summary>The composite schedule of random sets of profiles against a slow and obvious reference.</summary>
[TestClass]
public class CompositeScheduleTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 3, 29, 0, 0, 0, TimeSpan.Zero); // a Sunday on which many clocks change

    [TestMethod]
    public void Thousands_of_random_sets_agree_with_the_reference_at_every_second()
    {
        Tally tally = new();
        for (int seed = 0; seed < 6000; seed++) Compare(seed, 600, 300, tally);
        System.Console.WriteLine($"{tally.Sets} sets, {tally.Seconds} seconds compared, {tally.Periods} periods, most in one schedule {tally.MostPeriods}, cut short {tally.Cut}");
        Assert.IsTrue(tally.Periods > 15_000, "the sets are not boring");
    }

    [TestMethod]
    public void Days_and_weeks_agree_with_the_reference_at_every_second()
    {
        Tally tally = new();
        for (int seed = 0; seed < 12; seed++) Compare(100_000 + seed, 9 * 86_400, 86_400, tally, 7);
        System.Console.WriteLine($"{tally.Sets} sets, {tally.Seconds} seconds compared, {tally.Periods} periods, most in one schedule {tally.MostPeriods}, cut short {tally.Cut}");
        Assert.IsTrue(tally.Periods > 60);
    }

    private static void Compare(int seed, int duration, int scale, Tally tally, int stepSeconds = 1)
    {
        Random random = new(seed);
        int connectors = random.Next(1, 4);
        DateTimeOffset start = Midnight.AddDays(random.Next(8)).AddSeconds(random.Next(-duration, 30));
        DateTimeOffset installed = start.AddSeconds(-random.Next(0, scale));
        SlowOutlet[] outlets = [.. Enumerable.Range(1, connectors).Select(id => new SlowOutlet(id, random.Next(2) == 0 ? 32_000 : 16_000, random.Next(2) == 0 ? 3 : 1, random.Next(2) == 0 ? 0 : 40 + id, start.AddSeconds(-random.Next(0, scale))))];
        ProfileStore store = new(new MemoryFlash(), new byte[2068], [], new Log(new ManualClock(), 2048));
        ProfileReader reader = new(new byte[2068]);
        List<SlowProfile> profiles = [];
        for (int i = random.Next(0, 16); i > 0; i--) Install(Make(random, start, scale, connectors), profiles, store, reader, installed);

        CompositeSchedule schedule = new(new LimitCalculator(store), outlets);
        SlowSchedule reference = new(profiles, outlets, installed);
        int connectorId = random.Next(0, connectors + 1);
        bool inWatts = random.Next(2) == 0;
        JsonWriter writer = new(new byte[8192]);
        int told = schedule.WritePeriods(writer, connectorId, start.ToUnixTimeSeconds(), duration, inWatts);
        Assert.IsFalse(writer.Overflowed);
        (int Start, SlowLimit Limit)[] periods = [.. JsonDocument.Parse(Encoding.UTF8.GetString(writer.Buffer, 0, writer.Length)).RootElement.EnumerateArray()
            .Select(period => (period.GetProperty("startPeriod").GetInt32(), new SlowLimit(period.GetProperty("limit").GetDecimal(), period.GetProperty("numberPhases").GetInt32())))];
        Assert.IsTrue(told == duration || periods.Length == CompositeSchedule.MostPeriods, $"seed {seed}: told {told} s");
        int index = 0;
        for (int second = 0; second < told; second += stepSeconds)
        {
            while (index + 1 < periods.Length && periods[index + 1].Start <= second) index++;
            SlowLimit expected = reference.At(connectorId, start.AddSeconds(second), inWatts);
            if (expected != periods[index].Limit)
                Assert.Fail($"seed {seed}, connector {connectorId}, second {second}: expected {expected}, was {periods[index].Limit}\n{string.Join('\n', profiles.Select(profile => profile.ConnectorId + ": " + profile.ToJson()))}");
            tally.Seconds++;
        }

        for (int i = 1; i < periods.Length; i++) Assert.AreNotEqual(periods[i - 1].Limit, periods[i].Limit, $"seed {seed}: periods that say the same are one");
        tally.Sets++;
        tally.Periods += periods.Length;
        tally.MostPeriods = Math.Max(tally.MostPeriods, periods.Length);
        if (told < duration) tally.Cut++;
    }

    private static void Install(SlowProfile profile, List<SlowProfile> profiles, ProfileStore store, ProfileReader reader, DateTimeOffset installed)
    {
        byte[] json = Encoding.UTF8.GetBytes(profile.ToJson());
        Fields fields = new(new JsonReader());
        fields.Reset(json, 0, json.Length);
        byte[]? image = reader.Read(fields, installed.ToUnixTimeSeconds());
        Assert.IsNotNull(image, reader.Problem + fields.Error?.Description);
        new ChargingProfile(image).BindTo(profile.ConnectorId, profile.LocalId);
        Assert.IsTrue(store.Set(image, out string problem), problem);
        profiles.RemoveAll(other => other.Id == profile.Id || (other.Purpose == profile.Purpose && other.Level == profile.Level && other.ConnectorId == profile.ConnectorId));
        profiles.Add(profile);
    }

    private static SlowProfile Make(Random random, DateTimeOffset start, int scale, int connectors)
    {
        DateTimeOffset? Near(int chance) => random.Next(chance) == 0 ? start.AddSeconds(random.Next(-scale, 2 * scale)) : null;
        ProfilePurpose purpose = (ProfilePurpose)random.Next(3);
        ProfileKind kind = (ProfileKind)random.Next(3);
        bool watts = random.Next(2) == 0;
        int connectorId = purpose == ProfilePurpose.ChargePointMax ? 0 : random.Next(purpose == ProfilePurpose.Tx ? 1 : 0, connectors + 1);
        DateTimeOffset? validFrom = Near(4);
        DateTimeOffset? validTo = Near(4);
        if (validTo <= validFrom) validTo = null;
        DateTimeOffset? begin = kind == ProfileKind.Recurring ? (random.Next(3) == 0 ? Near(1) : start.AddDays(-random.Next(1, 30)).AddSeconds(random.Next(-scale, scale))) : Near(2);
        return new SlowProfile
        {
            Id = random.Next(1, ProfileStore.MostProfiles + 1),
            ConnectorId = connectorId,
            Purpose = purpose,
            Kind = kind,
            Weekly = random.Next(2) == 0,
            Level = random.Next(0, 4),
            Unit = watts ? "W" : "A",
            LocalId = purpose == ProfilePurpose.Tx ? 40 + connectorId : 0,
            ValidFrom = validFrom,
            ValidTo = validTo,
            StartSchedule = begin,
            Duration = random.Next(2) == 0 ? random.Next(0, 2 * scale) : null,
            Periods = [.. Periods(random, scale, watts)],
        };
    }

    private static IEnumerable<SlowPeriod> Periods(Random random, int scale, bool watts)
    {
        int count = random.Next(4) == 0 ? random.Next(1, ProfileStore.MostPeriods + 1) : random.Next(1, 5);
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            decimal limit = random.Next(8) == 0 ? 0 : random.Next(watts ? 250_000 : 400) / 10m;
            if (random.Next(6) == 0) limit = watts ? 7360 : 16;
            yield return new SlowPeriod(at, limit, random.Next(2) == 0 ? random.Next(1, 4) : null);
            at += random.Next(1, Math.Max(2, scale / count));
        }
    }

    private sealed class Tally
    {
        public int Sets { get; set; }

        public long Seconds { get; set; }

        public int Periods { get; set; }

        public int MostPeriods { get; set; }

        public int Cut { get; set; }
    }
}
