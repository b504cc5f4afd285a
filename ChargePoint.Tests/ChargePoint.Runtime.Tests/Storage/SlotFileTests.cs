using System;
using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Runtime.Tests;

[TestClass]
public class SlotFileTests
{
    private const int MaximumLength = 32;

    [TestMethod]
    public void New_flash_has_no_state_and_says_so()
    {
        Rig r = new();
        SlotFile file = r.Open();
        Assert.IsFalse(file.Load(r.Buffer, out int length));
        Assert.AreEqual(0, length);
        Assert.IsTrue(file.IsNew);
        Assert.AreEqual("", file.Reason);
    }

    [TestMethod]
    public void What_was_saved_last_is_loaded()
    {
        Rig r = new();
        SlotFile file = r.Open();
        for (int i = 0; i < 5; i++)
        {
            r.Save(file, i, 10 + i);
            r.Expect(r.Open(), i, 10 + i);
            Assert.AreEqual(i == 0 ? 1 : 2, r.Flash.List().Length);
        }

        Assert.AreEqual(5, r.Flash.Operations);
    }

    [TestMethod]
    public void A_save_goes_on_from_what_was_there_without_a_load()
    {
        Rig r = new();
        r.Save(r.Open(), 1, 5);
        r.Save(r.Open(), 2, 5);
        r.Save(r.Open(), 3, 5);
        r.Expect(r.Open(), 3, 5);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(MaximumLength)]
    public void Contents_of_every_length_come_back(int count)
    {
        Rig r = new();
        r.Save(r.Open(), 9, count);
        r.Expect(r.Open(), 9, count);
    }

    [TestMethod]
    public void Too_much_content_is_refused_and_nothing_changes()
    {
        Rig r = new();
        SlotFile file = r.Open();
        r.Save(file, 1, 5);
        Assert.IsFalse(file.Save(new byte[MaximumLength + 1], MaximumLength + 1));
        Assert.IsFalse(file.Save(r.Buffer, MaximumLength + 1));
        Assert.IsFalse(file.Save(r.Buffer, -1));
        r.Expect(r.Open(), 1, 5);
    }

    [TestMethod]
    public void Content_that_does_not_fit_the_readers_buffer_is_not_loaded()
    {
        Rig r = new();
        r.Save(r.Open(), 1, 5);
        SlotFile file = r.Open();
        Assert.IsFalse(file.Load(new byte[4], out int length));
        Assert.AreEqual(0, length);
        Assert.AreEqual("state.0: 5 bytes do not fit into 4", file.Reason);
        Assert.IsFalse(file.IsNew);
    }

    [TestMethod]
    public void Newest_slot_cut_at_any_byte_gives_the_older_state()
    {
        Rig r = new();
        for (int cut = 0; cut < SlotFile.HeaderLength + 8; cut++)
        {
            byte[] newest = r.TwoStates();
            r.Flash.Write("state.1", newest, 0, cut);
            SlotFile file = r.Open();
            r.Expect(file, 1, 6);
            Assert.AreEqual(cut > 0, file.Reason.Length > 0);
            Assert.IsFalse(file.IsNew);

            // And the state can be saved again, over the torn slot.
            r.Save(file, 3, 4);
            r.Expect(r.Open(), 3, 4);
        }
    }

    [TestMethod]
    public void Newest_slot_with_any_bit_flipped_gives_the_older_state()
    {
        Rig r = new();
        for (int position = 0; position < SlotFile.HeaderLength + 8; position++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] newest = r.TwoStates();
                newest[position] ^= (byte)(1 << bit);
                r.Flash.Write("state.1", newest, 0, newest.Length);
                SlotFile file = r.Open();
                r.Expect(file, 1, 6);
                Assert.StartsWith("state.1: ", file.Reason);
            }
        }
    }

    [TestMethod]
    public void Newest_slot_with_bytes_behind_it_gives_the_older_state()
    {
        Rig r = new();
        byte[] newest = r.TwoStates();
        r.Flash.Append("state.1", newest, 0, 1);
        r.Expect(r.Open(), 1, 6);
        byte[] oversized = new byte[500];
        r.Flash.Write("state.1", oversized, 0, oversized.Length);
        r.Expect(r.Open(), 1, 6);
    }

    [TestMethod]
    public void Two_bad_slots_are_a_loss_with_a_reason_and_can_be_saved_over()
    {
        Rig r = new();
        byte[] newest = r.TwoStates();
        r.Flash.Write("state.0", newest, 0, 10);
        newest[25] ^= 1;
        r.Flash.Write("state.1", newest, 0, newest.Length);
        SlotFile file = r.Open();
        Assert.IsFalse(file.Load(r.Buffer, out int length));
        Assert.AreEqual(0, length);
        Assert.IsFalse(file.IsNew);
        Assert.AreEqual("state.0: torn: shorter than its header; state.1: corrupt: its CRC is wrong", file.Reason);
        r.Save(file, 4, 4);
        r.Expect(r.Open(), 4, 4);
    }

    [TestMethod]
    public void Sequence_wraps_around()
    {
        Rig r = new();
        r.WriteSlot("state.0", 0xFFFFFFFE, 1);
        r.WriteSlot("state.1", 0xFFFFFFFF, 2);
        SlotFile file = r.Open();
        r.Expect(file, 2, 1);
        r.Save(file, 3, 1);
        r.Expect(r.Open(), 3, 1);
        r.Save(r.Open(), 4, 1);
        r.Expect(r.Open(), 4, 1);
        r.Save(r.Open(), 5, 1);
        r.Expect(r.Open(), 5, 1);
    }

    [TestMethod]
    public void Refused_write_keeps_the_state_before()
    {
        Rig r = new();
        SlotFile file = r.Open();
        r.Save(file, 1, 6);
        r.Save(file, 2, 6);
        r.Flash.Broken = true;
        r.Fill(3, 6);
        Assert.IsFalse(file.Save(r.Buffer, 6));
        r.Flash.Broken = false;
        r.Expect(r.Open(), 2, 6);
        r.Save(file, 4, 6);
        r.Expect(r.Open(), 4, 6);
    }

    [TestMethod]
    public void Older_schema_is_loaded_and_named_and_a_newer_one_is_kept()
    {
        Rig r = new();
        SlotFile old = r.Open(1);
        r.Save(old, 1, 3);
        SlotFile current = r.Open(2);
        r.Expect(current, 1, 3);
        Assert.AreEqual(1, current.LoadedSchema);
        r.Save(current, 2, 3);
        r.Expect(current, 2, 3);
        Assert.AreEqual(2, current.LoadedSchema);
        SlotFile downgraded = r.Open(1);
        r.Expect(downgraded, 2, 3);
        Assert.AreEqual(2, downgraded.LoadedSchema);
        r.Save(downgraded, 3, 3);
        r.Expect(current, 3, 3);
        Assert.AreEqual(2, current.LoadedSchema);
    }

    [TestMethod]
    public void Files_share_a_scratch_buffer_and_keep_apart()
    {
        Rig r = new();
        byte[] scratch = new byte[SlotFile.HeaderLength + MaximumLength];
        SlotFile one = new(r.Flash, "one", 1, scratch);
        SlotFile two = new(r.Flash, "two", 7, scratch);
        r.Save(one, 1, 5);
        r.Save(two, 2, 6);
        r.Save(one, 3, 7);
        r.Expect(two, 2, 6);
        r.Expect(one, 3, 7);
        Assert.AreEqual(1, one.LoadedSchema);
        Assert.AreEqual(7, two.LoadedSchema);
    }

    [TestMethod]
    public void Deleted_state_is_new_again()
    {
        Rig r = new();
        SlotFile file = r.Open();
        r.Save(file, 1, 3);
        r.Save(file, 2, 3);
        Assert.IsTrue(file.Delete());
        Assert.IsFalse(file.Load(r.Buffer, out _));
        Assert.IsTrue(file.IsNew);
        r.Save(file, 3, 3);
        r.Expect(r.Open(), 3, 3);
        r.Flash.Broken = true;
        Assert.IsFalse(file.Delete());
        r.Flash.Broken = false;
        r.Expect(r.Open(), 3, 3);
    }

    [TestMethod]
    public void Names_and_limits_are_checked()
    {
        Rig r = new();
        byte[] scratch = new byte[SlotFile.HeaderLength + 1];
        Assert.ThrowsException(typeof(ArgumentException), () => new SlotFile(r.Flash, "", 1, scratch));
        Assert.ThrowsException(typeof(ArgumentException), () => new SlotFile(r.Flash, "Upper", 1, scratch));
        Assert.ThrowsException(typeof(ArgumentException), () => new SlotFile(r.Flash, "abcdefghijklmnopqrstuvwxyz01234", 1, scratch));
        Assert.ThrowsException(typeof(ArgumentException), () => new SlotFile(r.Flash, "a", 0, scratch));
        Assert.ThrowsException(typeof(ArgumentException), () => new SlotFile(r.Flash, "a", 65536, scratch));
        Assert.ThrowsException(typeof(ArgumentException), () => new SlotFile(r.Flash, "a", 1, new byte[SlotFile.HeaderLength - 1]));
        SlotFile longest = new(r.Flash, "abcdefghijklmnopqrstuvwxyz0123", 65535, scratch);
        Assert.IsTrue(longest.Save(r.Buffer, 1));
        Assert.IsTrue(longest.Load(r.Buffer, out _));
        Assert.AreEqual(65535, longest.LoadedSchema);
    }

    private sealed class Rig
    {
        public MemoryFlash Flash { get; } = new();

        public byte[] Buffer { get; } = new byte[MaximumLength];

        public SlotFile Open(int schema = 1) => new(Flash, "state", schema, new byte[SlotFile.HeaderLength + MaximumLength]);

        // State 1 of six bytes in slot 0, state 2 of eight bytes in slot 1: returns the latter's bytes.
        public byte[] TwoStates()
        {
            Flash.Delete("state.0");
            Flash.Delete("state.1");
            SlotFile file = Open();
            Save(file, 1, 6);
            Save(file, 2, 8);
            byte[] newest = new byte[SlotFile.HeaderLength + 8];
            Assert.AreEqual(newest.Length, Flash.Read("state.1", 0, newest, 0, newest.Length));
            return newest;
        }

        public void WriteSlot(string name, uint sequence, int state)
        {
            byte[] slot = new byte[SlotFile.HeaderLength + 1];
            byte[] start = { (byte)'C', (byte)'P', (byte)'S', (byte)'L', 1, 0, 0, 0 };
            Array.Copy(start, 0, slot, 0, 8);
            PutUInt(slot, 8, sequence);
            PutUInt(slot, 12, 1);
            slot[20] = (byte)(state * 16);
            PutUInt(slot, 16, Crc32.Add(Crc32.Add(Crc32.Empty, slot, 0, 16), slot, 20, 1));
            Assert.IsTrue(Flash.Write(name, slot, 0, slot.Length));
        }

        private static void PutUInt(byte[] buffer, int offset, uint value)
        {
            for (int i = 0; i < 4; i++) buffer[offset + i] = (byte)(value >> (8 * i));
        }

        public void Fill(int state, int count)
        {
            for (int i = 0; i < count; i++) Buffer[i] = (byte)(state * 16 + i);
        }

        public void Save(SlotFile file, int state, int count)
        {
            Fill(state, count);
            Assert.IsTrue(file.Save(Buffer, count));
        }

        public void Expect(SlotFile file, int state, int count)
        {
            Array.Clear(Buffer, 0, Buffer.Length);
            Assert.IsTrue(file.Load(Buffer, out int length));
            Assert.AreEqual(count, length);
            for (int i = 0; i < count; i++) Assert.AreEqual((byte)(state * 16 + i), Buffer[i]);
        }
    }
}
