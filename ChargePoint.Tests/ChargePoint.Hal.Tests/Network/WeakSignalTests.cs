using nanoFramework.TestFramework;

namespace ChargePoint.Hal.Tests;

[TestClass]
public class WeakSignalTests
{
    [TestMethod]
    public void Signal_is_weak_after_30_s_below_the_limit()
    {
        WeakSignal signal = new();
        Assert.IsFalse(signal.Look(-86, 1000));
        Assert.IsFalse(signal.Look(-90, 30_999));
        Assert.IsFalse(signal.IsWeak);
        Assert.IsTrue(signal.Look(-86, 31_000));
        Assert.IsTrue(signal.IsWeak);
        Assert.IsFalse(signal.Look(-86, 90_000));
    }

    [TestMethod]
    public void Limit_itself_is_not_weak()
    {
        WeakSignal signal = new();
        signal.Look(-85, 0);
        signal.Look(-85, 100_000);
        Assert.IsFalse(signal.IsWeak);
    }

    [TestMethod]
    public void One_good_look_begins_the_time_anew()
    {
        WeakSignal signal = new();
        signal.Look(-88, 0);
        signal.Look(-84, 29_000);
        signal.Look(-88, 30_000);
        signal.Look(-88, 59_999);
        Assert.IsFalse(signal.IsWeak);
        signal.Look(-88, 60_000);
        Assert.IsTrue(signal.IsWeak);
    }

    [TestMethod]
    public void It_is_good_again_after_30_s_above_the_upper_limit()
    {
        WeakSignal signal = Weak();
        signal.Look(-80, 40_000);
        signal.Look(-80, 200_000);
        Assert.IsTrue(signal.IsWeak);
        signal.Look(-79, 210_000);
        signal.Look(-79, 239_999);
        Assert.IsTrue(signal.IsWeak);
        Assert.IsTrue(signal.Look(-60, 240_000));
        Assert.IsFalse(signal.IsWeak);
    }

    [TestMethod]
    public void No_signal_at_all_is_not_weak()
    {
        WeakSignal signal = Weak();
        Assert.IsTrue(signal.Look(0, 40_000));
        Assert.IsFalse(signal.IsWeak);
        Assert.IsFalse(signal.Look(0, 100_000));
        Assert.IsFalse(signal.IsWeak);
    }

    private static WeakSignal Weak()
    {
        WeakSignal signal = new();
        signal.Look(-95, 0);
        signal.Look(-95, 30_000);
        Assert.IsTrue(signal.IsWeak);
        return signal;
    }
}
