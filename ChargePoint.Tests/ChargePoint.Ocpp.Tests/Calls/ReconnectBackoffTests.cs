using nanoFramework.TestFramework;

namespace ChargePoint.Ocpp.Tests;

[TestClass]
public class ReconnectBackoffTests
{
    [TestMethod]
    public void Waits_double_up_to_five_minutes_and_stay_between_half_and_all()
    {
        int[] ceilings = [5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000, 300_000];
        for (uint seed = 0; seed < 200; seed++)
        {
            ReconnectBackoff backoff = new(new CallRandom(seed));
            foreach (int ceiling in ceilings)
            {
                int wait = backoff.NextMs();
                Assert.IsTrue(wait >= ceiling / 2 && wait <= ceiling, wait.ToString());
            }
        }
    }

    [TestMethod]
    public void Many_failures_do_not_overflow()
    {
        ReconnectBackoff backoff = new(new CallRandom(1));
        for (int i = 0; i < 5_000; i++)
        {
            int wait = backoff.NextMs();
            Assert.IsTrue(wait > 0 && wait <= ReconnectBackoff.LongestMs);
        }

        Assert.AreEqual(5_000, backoff.Failures);
    }

    [TestMethod]
    public void A_success_starts_over()
    {
        ReconnectBackoff backoff = new(new CallRandom(1));
        for (int i = 0; i < 8; i++) backoff.NextMs();
        backoff.Reset();
        Assert.AreEqual(0, backoff.Failures);
        Assert.IsTrue(backoff.NextMs() <= ReconnectBackoff.FirstMs);
    }

    [TestMethod]
    public void Charge_points_of_a_site_do_not_come_back_in_step()
    {
        int[] halves = new int[2];
        for (uint seed = 0; seed < 400; seed++) halves[new ReconnectBackoff(new CallRandom(seed)).NextMs() < 3_750 ? 0 : 1]++;
        Assert.IsTrue(halves[0] > 100 && halves[1] > 100, $"{halves[0]} {halves[1]}");
    }

    [TestMethod]
    public void A_random_number_stays_below_its_limit_and_reaches_it()
    {
        ReconnectBackoff backoff = new(new CallRandom(3));
        bool[] seen = new bool[5];
        for (int i = 0; i < 500; i++) seen[backoff.Below(5)] = true;
        foreach (bool value in seen) Assert.IsTrue(value);
        Assert.AreEqual(0, backoff.Below(1));
    }
}
