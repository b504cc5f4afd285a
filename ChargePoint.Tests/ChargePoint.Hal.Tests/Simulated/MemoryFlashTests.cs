using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Hal.Tests;

[TestClass]
public class MemoryFlashTests
{
    private static readonly byte[] Bytes = { 1, 2, 3, 4, 5, 6, 7, 8 };

    [TestMethod]
    [DataRow("a", true)]
    [DataRow("0.journal-1_b", true)]
    [DataRow("abcdefghijklmnopqrstuvwxyz012345", true)]
    [DataRow("abcdefghijklmnopqrstuvwxyz0123456", false)]
    [DataRow("", false)]
    [DataRow(".", false)]
    [DataRow("..", false)]
    [DataRow("-a", false)]
    [DataRow("A", false)]
    [DataRow("a/b", false)]
    [DataRow("a b", false)]
    public void Names_are_checked(string name, bool valid)
    {
        MemoryFlash flash = new();
        Assert.AreEqual(valid, FlashName.IsValid(name));
        Assert.AreEqual(valid, flash.Write(name, Bytes, 0, 1));
        Assert.AreEqual(valid, flash.Append(name, Bytes, 0, 1));
        Assert.AreEqual(valid ? 2 : -1, flash.Length(name));
    }

    [TestMethod]
    public void Append_and_write_and_read_back()
    {
        MemoryFlash flash = new();
        byte[] read = new byte[8];
        Assert.IsTrue(flash.Append("a", Bytes, 0, 3));
        Assert.IsTrue(flash.Append("a", Bytes, 5, 2));
        Assert.AreEqual(5, flash.Length("a"));
        Assert.AreEqual(2, flash.Read("a", 2, read, 1, 2));
        Assert.AreEqual(3, (int)read[1]);
        Assert.AreEqual(6, (int)read[2]);
        Assert.AreEqual(1, flash.Read("a", 4, read, 0, 8));
        Assert.AreEqual(0, flash.Read("a", 5, read, 0, 8));
        Assert.AreEqual(-1, flash.Read("a", -1, read, 0, 8));
        Assert.AreEqual(-1, flash.Read("b", 0, read, 0, 8));
        Assert.IsTrue(flash.Write("a", Bytes, 0, 1));
        Assert.AreEqual(1, flash.Length("a"));
        Assert.AreEqual(3, flash.Operations);
        Assert.AreEqual(6L, flash.BytesWritten);
    }

    [TestMethod]
    public void What_does_not_fit_changes_nothing()
    {
        MemoryFlash flash = new(10);
        Assert.IsTrue(flash.Write("a", Bytes, 0, 8));
        Assert.IsFalse(flash.Append("a", Bytes, 0, 3));
        Assert.IsFalse(flash.Write("b", Bytes, 0, 3));
        Assert.AreEqual(8, flash.Length("a"));
        Assert.AreEqual(-1, flash.Length("b"));
        Assert.IsTrue(flash.Append("a", Bytes, 0, 2));
        Assert.AreEqual(10, flash.UsedBytes);
        Assert.IsTrue(flash.Write("a", Bytes, 0, 4));
        Assert.AreEqual(4, flash.UsedBytes);
    }

    [TestMethod]
    public void Files_are_limited_deleted_and_listed()
    {
        MemoryFlash flash = new();
        for (int i = 0; i < MemoryFlash.MaximumFiles; i++) Assert.IsTrue(flash.Write("f" + i, Bytes, 0, 1));
        Assert.IsFalse(flash.Write("onemore", Bytes, 0, 1));
        Assert.AreEqual(MemoryFlash.MaximumFiles, flash.List().Length);
        Assert.IsTrue(flash.Delete("f5"));
        Assert.IsTrue(flash.Delete("f5"));
        Assert.IsTrue(flash.Write("onemore", Bytes, 0, 1));
        Assert.AreEqual(-1, flash.Length("f5"));
    }

    [TestMethod]
    public void An_empty_file_counts_as_none()
    {
        MemoryFlash flash = new();
        flash.Write("a", Bytes, 0, 3);
        Assert.IsTrue(flash.Append("b", Bytes, 0, 0));
        Assert.IsTrue(flash.Write("a", Bytes, 0, 0));
        Assert.AreEqual(-1, flash.Length("a"));
        Assert.AreEqual(-1, flash.Length("b"));
        Assert.AreEqual(0, flash.List().Length);
        Assert.IsFalse(flash.Append("b", Bytes, 0, -1));
    }

    [TestMethod]
    public void Broken_flash_refuses_changes_and_can_be_read()
    {
        MemoryFlash flash = new();
        flash.Write("a", Bytes, 0, 3);
        flash.Broken = true;
        Assert.IsFalse(flash.Write("a", Bytes, 0, 1));
        Assert.IsFalse(flash.Append("a", Bytes, 0, 1));
        Assert.IsFalse(flash.Delete("a"));
        Assert.IsTrue(flash.Delete("none"));
        Assert.AreEqual(3, flash.Length("a"));
    }
}
