using ChargePoint.Safety;
using ChargePoint.Safety.Tests;

namespace ChargePoint.Simulator.Tests.SafetyProof;

/// <summary>
/// The safety supervisor on the whole: every combination of its inputs, and a million steps of a random walk. The unit tests do a part of
/// this on the device.
/// </summary>
[TestClass]
public class SafetyProofTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void The_closing_rule_holds_for_every_combination_of_the_inputs()
    {
        int[] tried = new int[8];
        int[] closed = new int[8];
        System.Threading.Tasks.Parallel.For(0, tried.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, part =>
        {
            ClosingRule rule = new();
            for (int combination = part; combination < ClosingRule.Combinations; combination += tried.Length)
            {
                if (ClosingRule.IsRedundant(combination)) continue;
                Assert.AreEqual("", rule.Try(combination));
                tried[part]++;
            }

            closed[part] = rule.Closed;
        });
        TestContext.WriteLine($"{tried.Sum()} combinations, each from a closed and from an open contactor; {closed.Sum()} closed");
        Assert.IsTrue(tried.Sum() > 400_000);

        // Permitted, alive, offered, mains; any of the inputs that do not matter: from closed 2^3 x (C: 2, D: 1) x (no lock, locked), from open 1 x the same
        Assert.AreEqual((8 * 3 * 2) + (3 * 2), closed.Sum());
    }

    [TestMethod]
    public void In_a_million_steps_the_contactor_is_never_closed_when_it_must_not_be()
    {
        const int Steps = 100_000;
        int longest = 0;
        int[] toOpen = new int[5];
        int closings = 0;
        int raised = 0;
        for (uint seed = 101; seed <= 110; seed++)
        {
            SafetyWalk walk = new(seed);
            walk.Walk(Steps);
            Assert.AreEqual("", walk.Wrong, $"seed {seed}");
            longest = Math.Max(longest, walk.LongestToOpenMs);
            closings += walk.Closings;
            raised |= walk.Raised;
            for (int i = 0; i < toOpen.Length; i++) toOpen[i] += walk.ToOpen[i];
        }

        TestContext.WriteLine($"{closings} closings; time from the cause to the open command: at most {longest} ms; up to 5 ms {toOpen[0]}, 10 ms {toOpen[1]}, 15 ms {toOpen[2]}, 20 ms {toOpen[3]}, longer {toOpen[4]}");
        Assert.IsTrue(longest <= SafetySupervisor.PeriodMs);
        Assert.AreEqual((1 << FaultTable.Count) - 1, raised, "every fault occurs");
    }
}
