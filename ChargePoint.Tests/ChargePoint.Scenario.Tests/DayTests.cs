using nanoFramework.TestFramework;

namespace ChargePoint.Scenario.Tests;

/// <summary>The day that is measured on a device and in nanoCLR is right: it throws where it is not.</summary>
[TestClass]
public class DayTests
{
    private static int s_parts;

    [TestMethod]
    public void A_day_with_a_local_list_and_sessions_online_and_offline_is_told_as_it_was()
    {
        s_parts = 0;
        Day.Run(CountPart);
        Assert.AreEqual(5, s_parts);
    }

    [TestMethod]
    public void A_flash_that_is_full_takes_no_more_and_keeps_what_it_has()
    {
        PackedFlash flash = new(new byte[84], 84); // two files with 16 bytes
        byte[] content = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
        Assert.IsTrue(flash.Write("a", content, 0, 10));
        Assert.IsTrue(flash.Append("b", content, 0, 6));
        Assert.IsFalse(flash.Append("a", content, 0, 1));
        Assert.IsFalse(flash.Write("c", content, 0, 1));
        Assert.IsTrue(flash.Write("a", content, 5, 2));
        byte[] read = new byte[10];
        Assert.AreEqual(2, flash.Read("a", 0, read, 0, 10));
        Assert.AreEqual(6, (int)read[0]);
        Assert.AreEqual(6, flash.Read("b", 0, read, 0, 10));
        Assert.AreEqual(1, (int)read[0]);
        Assert.IsTrue(flash.Delete("a"));
        Assert.AreEqual(34 + 6, flash.UsedBytes);
        Assert.AreEqual("b", flash.List()[0]);
    }

    private static void CountPart(string part) => s_parts++;
}
