using nanoFramework.TestFramework;

namespace ChargePoint.SmartCharging.Tests;

/// <summary>How connectors share the current of a charge point.</summary>
[TestClass]
public class LoadShareTests
{
    [TestMethod]
    public void Equal_connectors_get_equal_shares()
    {
        Assert.AreEqual("16000 16000", Shares(32_000, 0, 32_000, 32_000));
        Assert.AreEqual("10666 10666 10666", Shares(32_000, 0, 32_000, 32_000, 32_000));
        Assert.AreEqual("32000", Shares(40_000, 0, 32_000));
        Assert.AreEqual("0 32000", Shares(40_000, 0, 0, 32_000));
    }

    [TestMethod]
    public void What_one_may_not_take_goes_to_the_others()
    {
        Assert.AreEqual("8000 24000", Shares(32_000, 0, 8_000, 32_000));
        Assert.AreEqual("7000 12500 12500", Shares(32_000, 0, 7_000, 20_000, 20_000));
        Assert.AreEqual("0 26000", Shares(26_000, 0, 5_999, 32_000));
    }

    [TestMethod]
    public void With_less_than_six_amperes_each_they_take_turns()
    {
        Assert.AreEqual("6500 6500 0", Shares(13_000, 0, 32_000, 32_000, 32_000));
        Assert.AreEqual("0 6500 6500", Shares(13_000, 1, 32_000, 32_000, 32_000));
        Assert.AreEqual("6500 0 6500", Shares(13_000, 2, 32_000, 32_000, 32_000));
        Assert.AreEqual("0 0 0", Shares(5_999, 0, 32_000, 32_000, 32_000));
        Assert.AreEqual("0 6000", Shares(6_000, 1, 32_000, 32_000));
    }

    [TestMethod]
    public void A_vehicle_that_does_not_ask_gets_its_minimum_and_what_is_left()
    {
        LoadShare share = Make(32_000, 32_000);
        share.Asks[0] = false;
        share.Divide(32_000, 0);
        Assert.AreEqual("6000 26000", Text(share));
        share.Own[1] = 10_000;
        share.Divide(32_000, 0);
        Assert.AreEqual("22000 10000", Text(share));
    }

    [TestMethod]
    public void Whoever_let_its_turn_pass_comes_last()
    {
        LoadShare share = Make(32_000, 32_000);
        share.Waits[0] = true;
        share.Divide(10_000, 0);
        Assert.AreEqual("0 10000", Text(share));
        Assert.IsTrue(share.IsContested);
        share.Divide(12_000, 0);
        Assert.AreEqual("6000 6000", Text(share));
        Assert.IsFalse(share.IsContested);
    }

    [TestMethod]
    public void Watts_count_a_connector_as_often_as_it_has_phases()
    {
        LoadShare share = Make(32_000, 32_000);
        share.Weight[0] = 3;
        share.Divide(64_000, 0);
        Assert.AreEqual("16000 16000", Text(share), "48 and 16 phase amperes");
        share.Own[1] = 10_000;
        share.Divide(64_000, 0);
        Assert.AreEqual("18000 10000", Text(share));
    }

    [TestMethod]
    public void A_minimum_above_six_amperes_is_kept_or_nothing_is_given()
    {
        LoadShare share = Make(32_000, 32_000);
        share.Minimum[0] = 14_000;
        share.Divide(22_000, 0);
        Assert.AreEqual("14000 8000", Text(share));
        share.Divide(13_000, 0);
        Assert.AreEqual("0 13000", Text(share));
        share.Own[0] = 7_000;
        share.Divide(13_000, 0);
        Assert.AreEqual("7000 6000", Text(share));
    }

    [TestMethod]
    public void No_division_exceeds_the_budget_or_a_limit_or_falls_below_six_amperes()
    {
        uint seed = 12345;
        for (int round = 0; round < 3000; round++)
        {
            int count = 1 + Next(ref seed, 8);
            LoadShare share = new(count);
            for (int i = 0; i < count; i++)
            {
                share.Own[i] = Next(ref seed, 40) * 1000;
                share.Minimum[i] = 6_000 + Next(ref seed, 3) * 2000;
                share.Asks[i] = Next(ref seed, 2) == 0;
                share.Waits[i] = Next(ref seed, 4) == 0;
                share.Weight[i] = 1 + Next(ref seed, 3);
            }

            int budget = Next(ref seed, 200) * 777;
            share.Divide(budget, Next(ref seed, count));
            long sum = 0;
            for (int i = 0; i < count; i++)
            {
                sum += (long)share.Share[i] * share.Weight[i];
                Assert.IsTrue(share.Share[i] == 0 || share.Share[i] >= 6_000);
                Assert.IsTrue(share.Share[i] <= share.Own[i]);
            }

            Assert.IsTrue(sum <= budget);

            // Nobody who charges, asks and has less than another could have more
            long left = budget - sum;
            for (int i = 0; i < count; i++)
            {
                if (share.Share[i] > 0 && share.Share[i] < share.Own[i] && share.Asks[i]) Assert.IsTrue(left < 3 * count * 3, left.ToString());
            }
        }
    }

    private static int Next(ref uint seed, int below)
    {
        seed = seed * 1664525 + 1013904223;
        return (int)((seed >> 8) % (uint)below);
    }

    private static LoadShare Make(int first, int second, int third = -1)
    {
        LoadShare share = new(third >= 0 ? 3 : second >= 0 ? 2 : 1);
        for (int i = 0; i < share.Own.Length; i++)
        {
            share.Own[i] = i == 0 ? first : i == 1 ? second : third;
            share.Minimum[i] = 6_000;
            share.Weight[i] = 1;
            share.Asks[i] = true;
        }

        return share;
    }

    private static string Shares(int budget, int turn, int first, int second = -1, int third = -1)
    {
        LoadShare share = Make(first, second, third);
        share.Divide(budget, turn);
        return Text(share);
    }

    private static string Text(LoadShare share)
    {
        string text = "";
        for (int i = 0; i < share.Share.Length; i++) text += (i > 0 ? " " : "") + share.Share[i].ToString();
        return text;
    }
}
