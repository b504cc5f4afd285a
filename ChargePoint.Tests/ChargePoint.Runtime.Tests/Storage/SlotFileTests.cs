using System;
using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Runtime.Tests;

[TestClass]
public class SlotFileTests
{
    private const int MaximumLength = 32;

    private readonly MemoryFlash _flash = new();
    private readonly byte[] _buffer = new byte[MaximumLength];

    [TestMethod]
    public void New_flash_has_no_state_and_says_so()
    {
        SlotFile file = Open();
        Assert.IsFalse(file.Load(_buffer, out int length));
        Assert.AreEqual(0, length);
        Assert.IsTrue(file.IsNew);
        Assert.AreEqual("", file.Reason);
    }

    [TestMethod]
    public void What_was_saved_last_is_loaded()
    {
        SlotFile file = Open();
        for (int i = 0; i < 5; i++)
        {
            Save(file, i, 10 + i);
            Expect(Open(), i, 10 + i);
            Assert.AreEqual(i == 0 ? 1 : 2, _flash.List().Length);
        }

        Assert.AreEqual(5, _flash.Operations);
    }

    [TestMethod]
    public void A_save_goes_on_from_what_was_there_without_a_load()
    {
        Save(Open(), 1, 5);
        Save(Open(), 2, 5);
        Save(Open(), 3, 5);
        Expect(Open(), 3, 5);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(MaximumLength)]
    public void Contents_of_every_length_come_back(int count)
    {
        Save(Open(), 9, count);
        Expect(Open(), 9, count);
    }

    [TestMethod]
    public void Too_much_content_is_refused_and_nothing_changes()
    {
        SlotFile file = Open();
        Save(file, 1, 5);
        Assert.IsFalse(file.Save(new byte[MaximumLength + 1], MaximumLength + 1));
        Assert.IsFalse(file.Save(_buffer, MaximumLength + 1));
        Assert.IsFalse(file.Save(_buffer, -1));
        Expect(Open(), 1, 5);
    }

    [TestMethod]
    public void Content_that_does_not_fit_the_readers_buffer_is_not_loaded()
    {
        Save(Open(), 1, 5);
        SlotFile file = Open();
        Assert.IsFalse(file.Load(new byte[4], out int length));
        Assert.AreEqual(0, length);
        Assert.AreEqual("state.0: 5 bytes do not fit into 4", file.Reason);
        Assert.IsFalse(file.IsNew);
    }

    [TestMethod]
    public void Newest_slot_cut_at_any_byte_gives_the_older_state()
    {
        for (int cut = 0; cut < SlotFile.HeaderLength + 8; cut++)
        {
            byte[] newest = TwoStates();
            _flash.Write("state.1", newest, 0, cut);
            SlotFile file = Open();
            Expect(file, 1, 6);
            Assert.AreEqual(cut > 0, file.Reason.Length > 0);
            Assert.IsFalse(file.IsNew);

            // And the state can be saved again, over the torn slot.
            Save(file, 3, 4);
            Expect(Open(), 3, 4);
        }
    }

    [TestMethod]
    public void Newest_slot_with_any_bit_flipped_gives_the_older_state()
    {
        for (int position = 0; position < SlotFile.HeaderLength + 8; position++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] newest = TwoStates();
                newest[position] ^= (byte)(1 << bit);
                _flash.Write("state.1", newest, 0, newest.Length);
                SlotFile file = Open();
                Expect(file, 1, 6);
                Assert.StartsWith("state.1: ", file.Reason);
            }
        }
    }

    [TestMethod]
    public void Newest_slot_with_bytes_behind_it_gives_the_older_state()
    {
        byte[] newest = TwoStates();
        _flash.Append("state.1", newest, 0, 1);
        Expect(Open(), 1, 6);
        byte[] oversized = new byte[500];
        _flash.Write("state.1", oversized, 0, oversized.Length);
        Expect(Open(), 1, 6);
    }

    [TestMethod]
    public void Two_bad_slots_are_a_loss_with_a_reason_and_can_be_saved_over()
    {
        byte[] newest = TwoStates();
        _flash.Write("state.0", newest, 0, 10);
        newest[25] ^= 1;
        _flash.Write("state.1", newest, 0, newest.Length);
        SlotFile file = Open();
        Assert.IsFalse(file.Load(_buffer, out int length));
        Assert.AreEqual(0, length);
        Assert.IsFalse(file.IsNew);
        Assert.AreEqual("state.0: torn: shorter than its header; state.1: corrupt: its CRC is wrong", file.Reason);
        Save(file, 4, 4);
        Expect(Open(), 4, 4);
    }

    [TestMethod]
    public void Sequence_wraps_around()
    {
        WriteSlot("state.0", 0xFFFFFFFE, 1);
        WriteSlot("state.1", 0xFFFFFFFF, 2);
        SlotFile file = Open();
        Expect(file, 2, 1);
        Save(file, 3, 1);
        Expect(Open(), 3, 1);
        Save(Open(), 4, 1);
        Expect(Open(), 4, 1);
        Save(Open(), 5, 1);
        Expect(Open(), 5, 1);
    }

    [TestMethod]
    public void Refused_write_keeps_the_state_before()
    {
        SlotFile file = Open();
        Save(file, 1, 6);
        Save(file, 2, 6);
        _flash.Broken = true;
        Fill(3, 6);
        Assert.IsFalse(file.Save(_buffer, 6));
        _flash.Broken = false;
        Expect(Open(), 2, 6);
        Save(file, 4, 6);
        Expect(Open(), 4, 6);
    }

    [TestMethod]
    public void Older_schema_is_loaded_and_named_and_a_newer_one_is_kept()
    {
        SlotFile old = Open(1);
        Save(old, 1, 3);
        SlotFile current = Open(2);
        Expect(current, 1, 3);
        Assert.AreEqual(1, current.LoadedSchema);
        Save(current, 2, 3);
        Expect(current, 2, 3);
        Assert.AreEqual(2, current.LoadedSchema);
        SlotFile downgraded = Open(1);
        Expect(downgraded, 2, 3);
        Assert.AreEqual(2, downgraded.LoadedSchema);
        Save(downgraded, 3, 3);
        Expect(current, 3, 3);
        Assert.AreEqual(2, current.LoadedSchema);
    }

    [TestMethod]
    public void Files_share_a_scratch_buffer_and_keep_apart()
    {
        byte[] scratch = new byte[SlotFile.HeaderLength + MaximumLength];
        SlotFile one = new(_flash, "one", 1, scratch);
        SlotFile two = new(_flash, "two", 7, scratch);
        Save(one, 1, 5);
        Save(two, 2, 6);
        Save(one, 3, 7);
        Expect(two, 2, 6);
        Expect(one, 3, 7);
        Assert.AreEqual(1, one.LoadedSchema);
        Assert.AreEqual(7, two.LoadedSchema);
    }

    [TestMethod]
    public void Deleted_state_is_new_again()
    {
        SlotFile file = Open();
        Save(file, 1, 3);
        Save(file, 2, 3);
        Assert.IsTrue(file.Delete());
        Assert.IsFalse(file.Load(_buffer, out _));
        Assert.IsTrue(file.IsNew);
        Save(file, 3, 3);
        Expect(Open(), 3, 3);
        _flash.Broken = true;
        Assert.IsFalse(file.Delete());
        _flash.Broken = false;
        Expect(Open(), 3, 3);
    }

    [TestMethod]
    public void Names_and_limits_are_checked()
    {
        byte[] scratch = new byte[SlotFile.HeaderLength + 1];
        Assert.ThrowsException(typeof(ArgumentException), () => new SlotFile(_flash, "", 1, scratch));
        Assert.ThrowsException(typeof(ArgumentException), () => new SlotFile(_flash, "Upper", 1, scratch));
        Assert.ThrowsException(typeof(ArgumentException), () => new SlotFile(_flash, "abcdefghijklmnopqrstuvwxyz01234", 1, scratch));
        Assert.ThrowsException(typeof(ArgumentException), () => new SlotFile(_flash, "a", 0, scratch));
        Assert.ThrowsException(typeof(ArgumentException), () => new SlotFile(_flash, "a", 65536, scratch));
        Assert.ThrowsException(typeof(ArgumentException), () => new SlotFile(_flash, "a", 1, new byte[SlotFile.HeaderLength - 1]));
        SlotFile longest = new(_flash, "abcdefghijklmnopqrstuvwxyz0123", 65535, scratch);
        Assert.IsTrue(longest.Save(_buffer, 1));
        Assert.IsTrue(longest.Load(_buffer, out _));
        Assert.AreEqual(65535, longest.LoadedSchema);
    }

    private SlotFile Open(int schema = 1) => new(_flash, "state", schema, new byte[SlotFile.HeaderLength + MaximumLength]);

    // State 1 of six bytes in slot 0, state 2 of eight bytes in slot 1: returns the latter's bytes.
    private byte[] TwoStates()
    {
        _flash.Delete("state.0");
        _flash.Delete("state.1");
        SlotFile file = Open();
        Save(file, 1, 6);
        Save(file, 2, 8);
        byte[] newest = new byte[SlotFile.HeaderLength + 8];
        Assert.AreEqual(newest.Length, _flash.Read("state.1", 0, newest, 0, newest.Length));
        return newest;
    }

    private void WriteSlot(string name, uint sequence, int state)
    {
        byte[] slot = new byte[SlotFile.HeaderLength + 1];
        byte[] start = { (byte)'C', (byte)'P', (byte)'S', (byte)'L', 1, 0, 0, 0 };
        Array.Copy(start, 0, slot, 0, 8);
        PutUInt(slot, 8, sequence);
        PutUInt(slot, 12, 1);
        slot[20] = (byte)(state * 16);
        PutUInt(slot, 16, Crc32.Add(Crc32.Add(Crc32.Empty, slot, 0, 16), slot, 20, 1));
        Assert.IsTrue(_flash.Write(name, slot, 0, slot.Length));
    }

    private static void PutUInt(byte[] buffer, int offset, uint value)
    {
        for (int i = 0; i < 4; i++) buffer[offset + i] = (byte)(value >> (8 * i));
    }

    private void Fill(int state, int count)
    {
        for (int i = 0; i < count; i++) _buffer[i] = (byte)(state * 16 + i);
    }

    private void Save(SlotFile file, int state, int count)
    {
        Fill(state, count);
        Assert.IsTrue(file.Save(_buffer, count));
    }

    private void Expect(SlotFile file, int state, int count)
    {
        Array.Clear(_buffer, 0, _buffer.Length);
        Assert.IsTrue(file.Load(_buffer, out int length));
        Assert.AreEqual(count, length);
        for (int i = 0; i < count; i++) Assert.AreEqual((byte)(state * 16 + i), _buffer[i]);
    }
}
