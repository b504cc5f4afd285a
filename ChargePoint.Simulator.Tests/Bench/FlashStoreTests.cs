using System.Text;
using ChargePoint.Hal;
using ChargePoint.Hal.Esp32;
using ChargePoint.Hal.Simulated;
using ChargePoint.Simulator.World;

namespace ChargePoint.Simulator.Tests.Bench;

/// <summary>What every flash store promises (see <see cref="IFlashStore"/>).</summary>
public abstract class FlashStoreContract
{
    private protected abstract IFlashStore Store { get; }

    [TestMethod]
    public void Missing_file_has_no_length_and_nothing_to_read()
    {
        Assert.AreEqual(-1, Store.Length("a"));
        Assert.AreEqual(-1, Store.Read("a", 0, new byte[4], 0, 4));
        Assert.IsTrue(Store.Delete("a"));
        Assert.IsEmpty(Store.List());
    }

    [TestMethod]
    public void Append_makes_and_extends_a_file()
    {
        Assert.IsTrue(Append("journal-1", "one,"));
        Assert.IsTrue(Append("journal-1", "two"));
        Assert.AreEqual("one,two", Text("journal-1"));
        Assert.AreEqual(7, Store.Length("journal-1"));
    }

    [TestMethod]
    public void Write_replaces_longer_and_shorter_content()
    {
        foreach (string content in new[] { "first", "a longer content", "x" })
        {
            Assert.IsTrue(Write("state.0", content));
            Assert.AreEqual(content, Text("state.0"));
        }
    }

    [TestMethod]
    public void Only_the_given_range_is_written_and_read()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("0123456789");
        Assert.IsTrue(Store.Write("a", bytes, 2, 6));
        byte[] read = Encoding.UTF8.GetBytes("..........");
        Assert.AreEqual(3, Store.Read("a", 1, read, 4, 3));
        Assert.AreEqual("....345...", Encoding.UTF8.GetString(read));
    }

    [TestMethod]
    public void Reading_ends_at_the_end()
    {
        Write("a", "12345");
        byte[] read = new byte[8];
        Assert.AreEqual(2, Store.Read("a", 3, read, 0, 8));
        Assert.AreEqual(0, Store.Read("a", 5, read, 0, 8));
        Assert.AreEqual(0, Store.Read("a", 6, read, 0, 8));
        Assert.AreEqual(0, Store.Read("a", 0, read, 0, 0));
        Assert.AreEqual(-1, Store.Read("a", -1, read, 0, 8));
    }

    [TestMethod]
    public void An_empty_file_counts_as_none()
    {
        Assert.IsTrue(Write("a", "x"));
        Assert.IsTrue(Write("a", ""));
        Assert.IsTrue(Append("b", ""));
        Assert.AreEqual(-1, Store.Length("a"));
        Assert.AreEqual(-1, Store.Length("b"));
        Assert.IsEmpty(Store.List());
    }

    [TestMethod]
    public void All_files_are_listed_until_deleted()
    {
        Write("b.1", "x");
        Write("a_2", "x");
        Append("c-3", "x");
        CollectionAssert.AreEquivalent(new[] { "a_2", "b.1", "c-3" }, Store.List());
        Assert.IsTrue(Store.Delete("b.1"));
        CollectionAssert.AreEquivalent(new[] { "a_2", "c-3" }, Store.List());
        Assert.AreEqual(-1, Store.Length("b.1"));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(".")]
    [DataRow("..")]
    [DataRow("../escape")]
    [DataRow("a/b")]
    [DataRow("a\\b")]
    [DataRow("Upper")]
    [DataRow("~temporary")]
    [DataRow("abcdefghijklmnopqrstuvwxyz0123456")]
    public void Names_that_are_not_allowed_are_refused(string name)
    {
        Assert.IsFalse(Write(name, "x"));
        Assert.IsFalse(Append(name, "x"));
        Assert.AreEqual(-1, Store.Length(name));
        Assert.AreEqual(-1, Store.Read(name, 0, new byte[4], 0, 4));
        Assert.IsEmpty(Store.List());
    }

    private protected bool Append(string name, string text) => Store.Append(name, Encoding.UTF8.GetBytes(text), 0, Encoding.UTF8.GetByteCount(text));

    private protected bool Write(string name, string text) => Store.Write(name, Encoding.UTF8.GetBytes(text), 0, Encoding.UTF8.GetByteCount(text));

    private protected string Text(string name)
    {
        byte[] read = new byte[100];
        int count = Store.Read(name, 0, read, 0, read.Length);
        return count < 0 ? "(none)" : Encoding.UTF8.GetString(read, 0, count);
    }
}

[TestClass]
public sealed class MemoryFlashContractTests : FlashStoreContract
{
    private protected override IFlashStore Store { get; } = new MemoryFlash();
}

/// <summary>The device's store, compiled for the PC over a folder.</summary>
[TestClass]
public sealed class LittlefsStoreTests : FlashStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LittlefsStoreTests() => Store = new LittlefsStore(_folder.Path + Path.DirectorySeparatorChar);

    private protected override IFlashStore Store { get; }

    [TestMethod]
    public void Creation_that_was_cut_is_as_if_it_had_not_begun()
    {
        File.WriteAllText(_folder.At("journal"), "");
        Assert.AreEqual(-1, Store.Length("journal"));
        Assert.IsEmpty(Store.List());
        Assert.IsTrue(Append("journal", "x"));
        Assert.AreEqual("x", Text("journal"));
    }

    [TestMethod]
    public void What_the_disk_refuses_is_reported_as_false()
    {
        Directory.CreateDirectory(_folder.At("folder"));
        LittlefsStore lost = new(_folder.At("no-such-folder") + Path.DirectorySeparatorChar);
        Assert.IsFalse(lost.Write("a", [1], 0, 1));
        Assert.IsFalse(lost.Append("a", [1], 0, 1));
        Assert.IsEmpty(lost.List());
        Assert.AreEqual(-1, lost.Length("a"));
        Assert.AreEqual(-1, Store.Length("folder"));
    }

    public void Dispose() => _folder.Dispose();
}

[TestClass]
public sealed class FolderFlashTests : FlashStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FolderFlashTests() => Store = new FolderFlash(_folder.Path);

    private protected override IFlashStore Store { get; }

    [TestMethod]
    public void Kill_before_the_renaming_leaves_the_old_content()
    {
        Write("state.0", "old");
        File.WriteAllText(_folder.At("~state.0"), "new, but n");
        FolderFlash reopened = new(_folder.Path);
        Assert.AreEqual("old", Text("state.0"));
        CollectionAssert.AreEqual(new[] { "state.0" }, reopened.List());
        Assert.IsFalse(File.Exists(_folder.At("~state.0")));
    }

    [TestMethod]
    public void What_is_written_is_there_for_the_next_process()
    {
        Write("a", "x");
        Append("a", "y");
        Assert.AreEqual(2, new FolderFlash(_folder.Path).Length("a"));
    }

    [TestMethod]
    public void Full_store_refuses_and_changes_nothing()
    {
        FolderFlash small = new(_folder.Path, capacityBytes: 10);
        byte[] bytes = new byte[20];
        Assert.IsTrue(small.Write("a", bytes, 0, 8));
        Assert.IsFalse(small.Append("a", bytes, 0, 3));
        Assert.IsFalse(small.Write("b", bytes, 0, 3));
        Assert.IsFalse(small.Write("a", bytes, 0, 11));
        Assert.AreEqual(8, small.Length("a"));
        Assert.AreEqual(-1, small.Length("b"));
        Assert.Contains("full", small.LastError);
        Assert.IsTrue(small.Append("a", bytes, 0, 2));
        Assert.IsTrue(small.Write("a", bytes, 0, 10));
    }

    [TestMethod]
    public void What_the_disk_refuses_is_reported()
    {
        Directory.CreateDirectory(_folder.At("taken"));
        FolderFlash store = new(_folder.Path, flushToDisk: false);
        Assert.IsFalse(store.Write("taken", [1], 0, 1));
        Assert.IsFalse(store.Append("taken", [1], 0, 1));
        Assert.IsFalse(store.Delete("taken"));
        Assert.AreNotEqual("", store.LastError);
        Assert.AreEqual(-1, store.Length("taken"));
    }

    public void Dispose() => _folder.Dispose();
}
