using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Hal.Tests;

[TestClass]
public class LittlefsModelTests
{
    private const int Empty = 4; // superblock pair and the pair of the directory

    [TestMethod]
    [DataRow(1, 0)]
    [DataRow(512, 0)]
    [DataRow(513, 1)]
    [DataRow(4096, 1)]
    [DataRow(4097, 2)]
    [DataRow(8188, 2)]
    [DataRow(8189, 3)]
    [DataRow(12276, 3)]
    [DataRow(12277, 4)]
    public void A_file_takes_whole_blocks_unless_it_stands_in_the_metadata(int length, int blocks)
    {
        LittlefsModel model = new();
        Assert.AreEqual(blocks, LittlefsModel.BlocksOf(length));
        Assert.IsTrue(model.Store(5, -1, length, false));
        Assert.AreEqual(Empty + blocks, model.UsedBlocks);
        Assert.AreEqual((long)blocks, model.BlockErases);
        model.Delete(5, length);
        Assert.AreEqual(Empty, model.UsedBlocks);
    }

    [TestMethod]
    public void An_append_to_a_short_file_programs_all_of_it_again_and_erases_nothing()
    {
        LittlefsModel model = new();
        model.Store(5, -1, 100, true);
        long before = model.BytesProgrammed;
        model.Store(5, 100, 200, true);
        Assert.AreEqual(256L, model.BytesProgrammed - before);
        Assert.AreEqual(0L, model.BlockErases);
    }

    [TestMethod]
    public void An_append_to_a_long_file_copies_its_last_block_into_one_that_was_erased()
    {
        LittlefsModel model = new();
        model.Store(5, -1, 1000, true);
        long before = model.BytesProgrammed;
        model.Store(5, 1000, 1100, true);
        Assert.AreEqual(1152L + 128L, model.BytesProgrammed - before, "the block and the commit");
        Assert.AreEqual(2L, model.BlockErases);
        model.Store(5, 1100, 4096, true);
        Assert.AreEqual(3L, model.BlockErases);
        model.Store(5, 4096, 4100, true);
        Assert.AreEqual(4L, model.BlockErases, "the first block is full: it is not copied");
        Assert.AreEqual(Empty + 2, model.UsedBlocks);
        model.Store(5, 4100, 8200, true);
        Assert.AreEqual(6L, model.BlockErases);
    }

    [TestMethod]
    public void Commits_fill_the_metadata_until_it_is_compacted_into_its_other_block()
    {
        LittlefsModel model = new();
        model.Store(5, -1, 10, true);
        for (int i = 0; i < 29; i++) model.Store(5, 10, 10, false);
        Assert.AreEqual(0L, model.MetadataErases, "32 commits of 128 bytes fill a block");
        model.Store(5, 10, 10, false);
        Assert.AreEqual(1L, model.MetadataErases);
        for (int i = 0; i < 30; i++) model.Store(5, 10, 10, false);
        Assert.AreEqual(1L, model.MetadataErases);
        model.Store(5, 10, 10, false);
        Assert.AreEqual(2L, model.MetadataErases);
        Assert.AreEqual(2L, model.BlockErases);
    }

    [TestMethod]
    public void Much_metadata_takes_more_pairs_of_blocks()
    {
        LittlefsModel model = new();
        for (int i = 0; i < 4; i++) model.Store(5, -1, 500, false);
        Assert.AreEqual(Empty + 2, model.UsedBlocks);
    }

    [TestMethod]
    public void What_does_not_fit_with_what_it_replaces_changes_nothing()
    {
        LittlefsModel model = new(7);
        Assert.IsTrue(model.Store(5, -1, 6000, true));
        Assert.IsFalse(model.Store(5, 6000, 6000, false), "two blocks would be needed, one is free");
        Assert.IsTrue(model.Store(5, 6000, 6100, true));
        Assert.AreEqual(1, model.FreeBlocks);
        Assert.AreEqual(3L, model.BlockErases);
    }

    [TestMethod]
    public void The_store_refuses_what_has_no_blocks_and_counts_by_kind()
    {
        MemoryFlash flash = new(blocks: 6);
        byte[] bytes = new byte[5000];
        Assert.IsTrue(flash.Append("a", bytes, 0, 5000));
        Assert.IsFalse(flash.Append("b", bytes, 0, 513));
        Assert.AreEqual(-1, flash.Length("b"));
        Assert.IsTrue(flash.Append("b", bytes, 0, 512));
        Assert.IsFalse(flash.Append("b", bytes, 0, 1));
        Assert.IsTrue(flash.Write("b", bytes, 0, 10));
        Assert.IsTrue(flash.Delete("a"));
        flash.Read("b", 0, bytes, 0, 10);
        Assert.AreEqual(2, flash.Appends);
        Assert.AreEqual(1, flash.Writes);
        Assert.AreEqual(1, flash.Deletes);
        Assert.AreEqual(1, flash.Reads);
        Assert.AreEqual(4, flash.Operations);
    }

    [TestMethod]
    public void A_copy_has_the_same_files_and_goes_its_own_way()
    {
        MemoryFlash flash = new();
        byte[] bytes = { 1, 2, 3 };
        flash.Append("a", bytes, 0, 3);
        MemoryFlash copy = flash.Copy();
        copy.Append("a", bytes, 0, 1);
        Assert.AreEqual(3, flash.Length("a"));
        Assert.AreEqual(4, copy.Length("a"));
    }
}
