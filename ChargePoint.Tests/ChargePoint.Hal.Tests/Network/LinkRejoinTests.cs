using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Hal.Tests;

[TestClass]
public class LinkRejoinTests
{
    [TestMethod]
    public void New_settings_are_joined_at_once_even_if_the_old_network_is_there()
    {
        LinkRejoin rejoin = new(new SeededRandom(1), true);
        Assert.IsTrue(rejoin.IsDue(true, 0));
        Assert.IsFalse(rejoin.IsDue(false, 1_000_000)); // one at a time
        rejoin.OnEnded(1_000_000);
        Assert.IsFalse(rejoin.IsDue(true, 1_000_001));
    }

    [TestMethod]
    public void Runtime_has_30_s_to_come_back_by_itself()
    {
        LinkRejoin rejoin = new(new SeededRandom(1), false);
        Assert.IsFalse(rejoin.IsDue(false, 0));
        Assert.IsFalse(rejoin.IsDue(false, 29_999));
        Assert.IsFalse(rejoin.IsDue(true, 30_000));
        Assert.IsFalse(rejoin.IsDue(false, 40_000));
        Assert.IsFalse(rejoin.IsDue(false, 69_999));
        Assert.IsTrue(rejoin.IsDue(false, 70_000));
    }

    [TestMethod]
    public void Waits_double_up_to_10_min_with_jitter()
    {
        for (uint seed = 1; seed <= 20; seed++)
        {
            LinkRejoin rejoin = new(new SeededRandom(seed), true);
            Assert.IsTrue(rejoin.IsDue(false, 0));
            long nowMs = 0;
            int ceilingMs = LinkRejoin.FirstMs;
            for (int attempt = 1; attempt < 10; attempt++)
            {
                rejoin.OnEnded(nowMs);
                long endedMs = nowMs;
                while (!rejoin.IsDue(false, nowMs)) nowMs += 1000;
                int waitMs = (int)(nowMs - endedMs);
                Assert.IsTrue(waitMs >= ceilingMs / 2, "too soon");
                Assert.IsTrue(waitMs <= ceilingMs + 1000, "too late");
                ceilingMs = ceilingMs * 2 > LinkRejoin.LongestMs ? LinkRejoin.LongestMs : ceilingMs * 2;
            }
        }
    }

    [TestMethod]
    public void Link_that_holds_for_a_minute_is_proved_and_one_that_breaks_is_not()
    {
        LinkRejoin rejoin = new(new SeededRandom(3), true);
        long nowMs = 0;
        for (int i = 0; i < 6; i++)
        {
            while (!rejoin.IsDue(false, nowMs)) nowMs += 1000;
            rejoin.OnEnded(nowMs);
            rejoin.IsDue(true, nowMs);
            nowMs += 10_000;
            rejoin.IsDue(true, nowMs);
        }

        Assert.AreEqual(6, rejoin.Attempts);
        Assert.IsFalse(rejoin.IsDue(false, nowMs));
        Assert.IsFalse(rejoin.IsDue(false, nowMs + LinkRejoin.GraceMs + 1000)); // it keeps breaking: not after 30 s
        rejoin.IsDue(true, nowMs + 40_000);
        rejoin.IsDue(true, nowMs + 40_000 + LinkRejoin.ProvedMs);
        Assert.AreEqual(0, rejoin.Attempts);
        nowMs += 200_000;
        rejoin.IsDue(false, nowMs);
        Assert.IsTrue(rejoin.IsDue(false, nowMs + LinkRejoin.GraceMs));
    }
}
