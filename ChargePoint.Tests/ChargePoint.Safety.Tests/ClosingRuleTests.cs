using nanoFramework.TestFramework;

namespace ChargePoint.Safety.Tests;

[TestClass]
public class ClosingRuleTests
{
    // On the device a part of the combinations, spread over all of them; the host tries every one (ChargePoint.Simulator.Tests).
    private const int Stride = 509;

    [TestMethod]
    public void The_contactor_is_closed_only_while_everything_allows_it()
    {
        ClosingRule rule = new();
        for (int combination = 0; combination < ClosingRule.Combinations; combination += Stride) Assert.AreEqual("", rule.Try(combination));
    }

    [TestMethod]
    public void All_is_well_closes_with_and_without_a_lock_in_C_and_in_ventilated_D()
    {
        int allWell = (1 << 0) | (1 << 1) | (1 << 2) | (1 << 3);
        int ventilated = 1 << 7;
        int locked = 24;
        int noLock = 72;
        ClosingRule rule = new();
        Try(rule, allWell + ((2 + locked) << ClosingRule.Bits));
        Try(rule, allWell + ((2 + noLock) << ClosingRule.Bits));
        Try(rule, allWell + ventilated + ((3 + locked) << ClosingRule.Bits));
        Assert.AreEqual(6, rule.Closed);
        Try(rule, allWell + ((3 + locked) << ClosingRule.Bits));
        Assert.AreEqual(6, rule.Closed, "D without ventilation");
    }

    private static void Try(ClosingRule rule, int combination) => Assert.AreEqual("", rule.Try(combination));
}
