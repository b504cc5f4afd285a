using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Security.Tests;

[TestClass]
public class KnownTimeTests
{
    private const long Day = 86_400_000;

    [TestMethod]
    public void A_factory_new_charge_point_knows_nothing()
    {
        EventFixture f = new(clockKnown: false);
        KnownTime time = New(f);
        Assert.IsTrue(time.IsNew);
        Assert.IsFalse(time.IsExact);
        Assert.AreEqual(0L, time.UnixMs);
    }

    [TestMethod]
    public void Before_the_clock_is_set_the_last_known_time_is_the_lower_bound()
    {
        EventFixture first = new();
        New(first).Tend();
        EventFixture second = new(first.Flash, 2, clockKnown: false);
        KnownTime time = New(second);
        Assert.IsFalse(time.IsNew);
        Assert.IsFalse(time.IsExact);
        Assert.AreEqual(EventFixture.NowUnixMs, time.UnixMs);
        second.WallClock.Set(EventFixture.NowUnixMs + 1);
        Assert.IsTrue(time.IsExact);
        Assert.AreEqual(EventFixture.NowUnixMs + 1, time.UnixMs);
    }

    [TestMethod]
    public void The_time_is_stored_once_a_day()
    {
        EventFixture f = new();
        KnownTime time = New(f);
        time.Tend();
        int writes = ((MemoryFlash)f.Flash).Operations;
        for (int hour = 0; hour < 23; hour++)
        {
            f.Clock.Advance(3_600_000);
            time.Tend();
        }

        Assert.AreEqual(writes, ((MemoryFlash)f.Flash).Operations);
        f.Clock.Advance(3_600_000);
        time.Tend();
        Assert.AreEqual(writes + 1, ((MemoryFlash)f.Flash).Operations);
        Assert.AreEqual(EventFixture.NowUnixMs + Day, New(f).StoredUnixMs);
    }

    [TestMethod]
    public void A_clock_that_was_wrong_by_years_does_not_stay_in_flash()
    {
        EventFixture f = new();
        KnownTime time = New(f);
        f.WallClock.Set(EventFixture.NowUnixMs + (30_000 * Day));
        time.Tend();
        f.WallClock.Set(EventFixture.NowUnixMs);
        time.Tend();
        Assert.AreEqual(EventFixture.NowUnixMs, New(f).StoredUnixMs);
        time.Forget();
        Assert.AreEqual(0L, New(f).StoredUnixMs);
    }

    [TestMethod]
    public void The_time_of_SNTP_is_taken_unless_it_is_before_the_last_known_one()
    {
        EventFixture f = new();
        New(f).Tend();
        EventFixture second = new(f.Flash, 2, clockKnown: false);
        KnownTime time = New(second);
        long answer = -1;
        time.Network = () => answer;
        time.Look();
        Assert.IsFalse(second.WallClock.IsKnown);
        answer = EventFixture.NowUnixMs + 5;
        time.Look();
        Assert.AreEqual(EventFixture.NowUnixMs + 5, second.WallClock.UnixMs);
        EventFixture third = new(f.Flash, 3, clockKnown: false);
        time = New(third);
        time.Network = () => EventFixture.NowUnixMs - 1;
        time.Look();
        Assert.IsFalse(third.WallClock.IsKnown);
    }

    [TestMethod]
    public void Another_firmware_is_noticed_once()
    {
        EventFixture f = new();
        Assert.IsFalse(New(f).NoteVersion("1.0"), "factory-new");
        Assert.IsFalse(New(f).NoteVersion("1.0"));
        Assert.IsTrue(New(f).NoteVersion("1.1"));
        Assert.IsFalse(New(f).NoteVersion("1.1"));
        Assert.AreEqual(0L, New(f).StoredUnixMs);
    }

    private static KnownTime New(EventFixture f) => new(f.Flash, f.Scratch, f.WallClock, f.Log);
}
