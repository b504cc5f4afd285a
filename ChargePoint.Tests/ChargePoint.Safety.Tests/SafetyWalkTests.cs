using nanoFramework.TestFramework;

namespace ChargePoint.Safety.Tests;

[TestClass]
public class SafetyWalkTests
{
    // The host walks a million steps of other seeds (ChargePoint.Simulator.Tests).
    [TestMethod]
    [DataRow(1, 50_000)]
    [DataRow(2, 50_000)]
    public void Never_is_the_contactor_closed_when_it_must_not_be(int seed, int steps)
    {
        SafetyWalk walk = new((uint)seed);
        walk.Walk(steps);
        Assert.AreEqual("", walk.Wrong);
        OutputHelper.WriteLine(walk.Report());
        Assert.IsTrue(walk.LongestToOpenMs <= SafetySupervisor.PeriodMs, walk.Report());
        Assert.IsTrue(walk.Closings > 100, walk.Report());
        Assert.IsTrue(walk.ClosedSteps > steps / 20, walk.Report());
        Assert.IsTrue(walk.Openings > 50, walk.Report());
    }
}
