using System;
using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Hal.Tests;

[TestClass]
public class ClockAndRandomTests
{
    [TestMethod]
    public void Clock_stands_still_until_advanced_and_never_runs_backwards()
    {
        ManualClock clock = new(5);
        Assert.AreEqual(5L, clock.MonotonicMs);
        clock.Advance(0);
        clock.Advance(10);
        Assert.AreEqual(15L, clock.MonotonicMs);
        Assert.ThrowsException(typeof(ArgumentException), () => clock.Advance(-1));
        Assert.AreEqual(15L, clock.MonotonicMs);
    }

    [TestMethod]
    public void Same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        byte[] a = new byte[64];
        byte[] b = new byte[64];
        byte[] c = new byte[64];
        new SeededRandom(7).Fill(a, 0, 64);
        new SeededRandom(7).Fill(b, 0, 64);
        new SeededRandom(8).Fill(c, 0, 64);
        CollectionAssert.AreEqual(a, b);
        CollectionAssert.AreNotEqual(a, c);
    }

    [TestMethod]
    public void Only_the_range_is_filled()
    {
        byte[] buffer = new byte[8];
        new SeededRandom(1).Fill(buffer, 3, 0);
        for (int i = 0; i < 8; i++) Assert.AreEqual(0, (int)buffer[i]);
        new SeededRandom(1).Fill(buffer, 2, 5);
        Assert.AreEqual(0, (int)buffer[1]);
        Assert.AreEqual(0, (int)buffer[7]);
    }

    [TestMethod]
    public void Every_value_comes_about_as_often()
    {
        SeededRandom random = new(42);
        int[] counts = new int[6];
        for (int i = 0; i < 6000; i++) counts[random.Next(6)]++;
        for (int i = 0; i < 6; i++) Assert.IsTrue(counts[i] > 850 && counts[i] < 1150);
    }
}
