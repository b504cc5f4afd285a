using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Hal.Tests;

[TestClass]
public class CuttingFlashTests
{
    private static readonly byte[] Bytes = { 1, 2, 3, 4, 5, 6, 7, 8 };

    [TestMethod]
    public void Cut_before_an_operation_leaves_nothing_of_it()
    {
        MemoryFlash memory = Cut(CutMode.Before, 1);
        Assert.AreEqual(4, memory.Length("a"));
        Assert.AreEqual(4, Cut(CutMode.Before, 2).Length("a"));
        Assert.AreEqual(4, Cut(CutMode.Before, 3).Length("a"));
    }

    [TestMethod]
    public void Cut_after_an_operation_leaves_all_of_it()
    {
        Assert.AreEqual(12, Cut(CutMode.After, 1).Length("a"));
        Assert.AreEqual(8, Cut(CutMode.After, 2).Length("a"));
        Assert.AreEqual(-1, Cut(CutMode.After, 3).Length("a"));
    }

    [TestMethod]
    public void A_torn_operation_leaves_a_part()
    {
        Assert.AreEqual(6, Cut(CutMode.Torn, 1).Length("a"));
        Assert.AreEqual(2, Cut(CutMode.Torn, 2).Length("a"), "not the old content, and not all of the new");
        Assert.AreEqual(1, Cut(CutMode.Torn, 3).Length("a"));
    }

    [TestMethod]
    public void Nothing_can_be_done_after_the_cut()
    {
        CuttingFlash flash = new(new MemoryFlash()) { CutAt = 1 };
        for (int i = 0; i < 2; i++)
        {
            try
            {
                flash.Append("a", Bytes, 0, 1);
                Assert.IsTrue(false, "the power is gone");
            }
            catch (PowerCutException)
            {
                Assert.IsTrue(flash.IsCut);
            }
        }
    }

    // 1 appends 8 bytes to 4, 2 writes 8 bytes in their place, 3 deletes them: each of them alone.
    private static MemoryFlash Cut(CutMode mode, int operation)
    {
        MemoryFlash memory = new();
        memory.Write("a", Bytes, 0, 4);
        CuttingFlash flash = new(memory) { CutAt = 1, Mode = mode, TornPercent = 25 };
        try
        {
            if (operation == 1) flash.Append("a", Bytes, 0, 8);
            else if (operation == 2) flash.Write("a", Bytes, 0, 8);
            else flash.Delete("a");
            Assert.IsTrue(false, "the power is not cut");
        }
        catch (PowerCutException)
        {
            Assert.AreEqual(1, flash.Operations);
        }

        return memory;
    }
}
