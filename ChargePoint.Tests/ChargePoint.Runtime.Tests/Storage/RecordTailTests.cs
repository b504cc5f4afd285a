using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Runtime.Tests;

/// <summary>A log that spares the flash: what is appended waits in eight short files for its segment.</summary>
[TestClass]
public class RecordTailTests
{
    private const int SegmentBytes = 4096;
    private const int Slots = 8;
    private const int MostInSlot = 208; // bytes of records, headers included

    [TestMethod]
    public void Order_is_kept_over_restarts()
    {
        MemoryFlash flash = new();
        string expected = "";
        for (int i = 1; i <= 40; i++)
        {
            RecordLog log = Open(flash);
            if (i == 1) Assert.IsTrue(log.BeginSegment(1, Content(i, 20), 20));
            else Assert.IsTrue(log.Append(1, Content(i, 10 + i), 10 + i));
            expected += i.ToString() + " ";
            Assert.AreEqual(expected, Read(log));
            RecordLog again = Open(flash);
            Assert.AreEqual(expected, Read(again));
            Assert.AreEqual(0, again.BytesDamaged);
        }
    }

    [TestMethod]
    public void When_all_slots_are_full_one_append_takes_them_and_the_new_record()
    {
        MemoryFlash flash = new();
        RecordLog log = Filled(flash, 0);
        int appends = flash.Appends;
        int length = flash.Length("log.1");
        for (int i = 2; i <= Slots + 1; i++) Assert.IsTrue(log.Append(1, Content(i, 20), 20));
        Assert.AreEqual(appends, flash.Appends, "no append yet");
        Assert.AreEqual(length, flash.Length("log.1"));
        Assert.IsTrue(log.Append(1, Content(10, 20), 20));
        Assert.AreEqual(appends + 1, flash.Appends);
        Assert.AreEqual(length + (9 * 28), flash.Length("log.1"));
        Assert.AreEqual(0, flash.Deletes);
        Assert.AreEqual("1 2 3 4 5 6 7 8 9 10 ", Read(log));
        Assert.AreEqual("1 2 3 4 5 6 7 8 9 10 ", Read(Open(flash)));
    }

    [TestMethod]
    public void A_commit_of_nothing_changes_nothing()
    {
        MemoryFlash flash = new();
        RecordLog log = Filled(flash, 1);
        int operations = flash.Operations;
        Assert.IsTrue(log.Commit());
        Assert.AreEqual(operations, flash.Operations);
        for (int i = 3; i <= 5; i++) Assert.IsTrue(log.Append(1, Content(i, 20), 20));
        Assert.AreEqual("1 2 3 4 5 ", Read(log));
        Assert.AreEqual("1 2 3 4 5 ", Read(Open(flash)));
    }

    [TestMethod]
    public void Cut_before_any_operation_of_30_commits_nothing_is_lost_or_doubled() => CutEverywhere(CutMode.Before, 0);

    [TestMethod]
    public void Cut_after_any_operation_of_30_commits_nothing_is_lost_or_doubled() => CutEverywhere(CutMode.After, 0);

    [TestMethod]
    [DataRow(3)]
    [DataRow(25)]
    [DataRow(50)]
    [DataRow(80)]
    [DataRow(99)]
    public void Torn_within_any_operation_of_30_commits_nothing_is_lost_or_doubled(int percent) => CutEverywhere(CutMode.Torn, percent);

    [TestMethod]
    public void Torn_twice_while_the_slots_are_appended_nothing_is_lost_or_doubled()
    {
        for (int first = 2; first < 100; first += 7)
        {
            for (int second = 2; second < 100; second += 7)
            {
                MemoryFlash flash = new();
                Filled(flash, Slots);
                Tear(flash, first);
                Tear(flash, second);
                string where = $"{first} %, {second} %";
                RecordLog log = Open(flash);
                Assert.AreEqual("1 2 3 4 5 6 7 8 9 ", Read(log), where);
                for (int i = 11; i <= 15; i++) Assert.IsTrue(log.Append(1, Content(i, 200), 200), where);
                Assert.AreEqual("1 2 3 4 5 6 7 8 9 11 12 13 14 15 ", Read(Open(flash)), where);
            }
        }
    }

    [TestMethod]
    [DataRow(20, false)]
    [DataRow(20, true)]
    [DataRow(150, false)]
    [DataRow(150, true)]
    public void A_damaged_slot_costs_only_itself(int length, bool isMissing)
    {
        const int Waiting = 5;
        for (int slot = 0; slot < Waiting; slot++)
        {
            MemoryFlash flash = new();
            RecordLog log = Open(flash);
            log.BeginSegment(1, Content(1, length), length);
            string expected = "1 ";
            for (int i = 0; i < Waiting; i++)
            {
                Assert.IsTrue(log.Append(1, Content(i + 2, length), length));
                if (i != slot) expected += $"{i + 2} ";
            }

            if (isMissing) flash.Delete("log.t" + slot.ToString());
            else Damage(flash, "log.t" + slot.ToString());
            log = Open(flash);
            string where = $"slot {slot}";
            Assert.AreEqual(isMissing ? 0 : length + 18, log.BytesDamaged, where);
            Assert.AreEqual(expected, Read(log), where);
            for (int i = 20; i < 40; i++)
            {
                Assert.IsTrue(log.Append(1, Content(i, length), length), where);
                expected += $"{i} ";
                Assert.AreEqual(expected, Read(log), where);
                Assert.AreEqual(expected, Read(Open(flash)), where);
            }
        }
    }

    [TestMethod]
    [DataRow(200, true)]
    [DataRow(201, false)]
    [DataRow(1200, false)]
    public void A_record_larger_than_a_slot_goes_to_the_segment_with_all_that_waits(int length, bool fits)
    {
        for (int waiting = 0; waiting <= Slots; waiting++)
        {
            MemoryFlash flash = new();
            RecordLog log = Filled(flash, waiting);
            int appends = flash.Appends;
            Assert.IsTrue(log.Append(1, Content(50, length), length));
            string expected = "";
            for (int i = 1; i <= waiting + 1; i++) expected += $"{i} ";
            Assert.AreEqual(expected + "50 ", Read(log), $"{waiting} wait");
            Assert.AreEqual(fits && waiting < Slots, flash.Appends == appends, $"{waiting} wait");
            Assert.IsTrue(log.Append(1, Content(51, 20), 20));
            Assert.AreEqual(expected + "50 51 ", Read(Open(flash)), $"{waiting} wait");
        }
    }

    [TestMethod]
    public void More_than_a_log_appends_at_once_never_waits()
    {
        MemoryFlash flash = new();
        RecordLog log = Filled(flash, 0);
        string expected = "1 ";
        for (int i = 2; i <= 12; i++)
        {
            int appends = flash.Appends;
            Assert.IsTrue(log.Append(1, Content(i, MostInSlot - RecordLog.HeaderLength), MostInSlot - RecordLog.HeaderLength));
            if (i == 7) Assert.AreEqual(appends + 2, flash.Appends, "what waits, then the record: together they are too long");
            expected += $"{i} ";
            Assert.AreEqual(expected, Read(log));
            Assert.AreEqual(expected, Read(Open(flash)));
        }
    }

    [TestMethod]
    public void A_new_segment_begins_behind_what_waits()
    {
        for (int waiting = 0; waiting <= Slots; waiting++)
        {
            MemoryFlash flash = new();
            RecordLog log = Filled(flash, waiting);
            Assert.IsTrue(log.BeginSegment(1, Content(60, 20), 20));
            Assert.IsTrue(log.Append(1, Content(61, 20), 20));
            string expected = "";
            for (int i = 1; i <= waiting + 1; i++) expected += $"{i} ";
            Assert.AreEqual(expected + "60 61 ", Read(log), $"{waiting} wait");
            Assert.AreEqual(expected + "60 61 ", Read(Open(flash)), $"{waiting} wait");
            Assert.IsTrue(log.DropFirstSegment());
            Assert.AreEqual("60 61 ", Read(Open(flash)), $"{waiting} wait");
        }
    }

    [TestMethod]
    public void Segments_are_merged_while_records_wait_for_the_newest()
    {
        MemoryFlash flash = new();
        RecordLog log = Filled(flash, 3);
        log.BeginSegment(1, Content(5, 20), 20);
        log.Append(1, Content(6, 20), 20);
        log.BeginSegment(1, Content(7, 20), 20);
        log.Append(1, Content(8, 20), 20);
        log.Append(1, Content(9, 20), 20);
        Assert.IsTrue(log.Merge(0, 1, new KeepsEven(), new byte[SegmentBytes * 2]));
        Assert.AreEqual("2 4 6 7 8 9 ", Read(log));
        Assert.IsTrue(log.Append(1, Content(10, 20), 20));
        Assert.AreEqual("2 4 6 7 8 9 10 ", Read(Open(flash)));
    }

    [TestMethod]
    public void A_flash_that_takes_nothing_refuses_and_keeps_what_waits()
    {
        for (int waiting = 0; waiting <= Slots; waiting++)
        {
            MemoryFlash flash = new();
            Filled(flash, waiting);
            string expected = Read(Open(flash));
            flash.Broken = true;
            RecordLog log = Open(flash);
            Assert.AreEqual(expected, Read(log));
            Assert.IsFalse(log.Append(1, Content(50, 20), 20));
            Assert.IsFalse(log.Append(1, Content(50, 1200), 1200));
            Assert.IsFalse(log.BeginSegment(1, Content(50, 20), 20));
            Assert.AreEqual(expected, Read(log));
            flash.Broken = false;
            Assert.IsTrue(log.Append(1, Content(51, 20), 20));
            Assert.AreEqual(expected + "51 ", Read(log));
            Assert.AreEqual(expected + "51 ", Read(Open(flash)));
        }
    }

    // 30 commits of one to three records of changing lengths; a new segment now and then. What a true answer was given for is there once, and
    // at most what was being committed is there, too, whole or in part; after the restart the log goes on.
    private static void CutEverywhere(CutMode mode, int percent)
    {
        int cuts = 0;
        for (int cut = 1; true; cut++)
        {
            MemoryFlash memory = new();
            CuttingFlash flash = new(memory) { CutAt = cut, Mode = mode, TornPercent = percent };
            int committed = 0;
            int next = 1;
            try
            {
                RecordLog log = new(flash, "log", SegmentBytes, 4, null, true);
                for (int commit = 0; commit < 30; commit++)
                {
                    next = CommitOne(log, commit, next);
                    committed = next - 1;
                }
            }
            catch (PowerCutException)
            {
                cuts++;
            }

            if (!flash.IsCut) break;
            string found = Read(Open(memory));
            int count = 0;
            string expected = "";
            while (expected.Length < found.Length) expected += $"{++count} ";
            string where = $"cut {cut}, {committed} committed";
            Assert.AreEqual(expected, found, where);
            Assert.IsTrue(count >= committed && count <= committed + 3, where + ": " + found);

            // What was not confirmed is committed again under other numbers, as the journal does.
            RecordLog again = Open(memory);
            if (again.Segments == 0) Assert.IsTrue(again.BeginSegment(1, Content(200, 20), 20));
            else Assert.IsTrue(again.Append(1, Content(200, 20), 20), where);
            for (int i = 201; i <= 212; i++) Assert.IsTrue(again.Append(1, Content(i, 30), 30), where);
            Assert.AreEqual(expected + "200 201 202 203 204 205 206 207 208 209 210 211 212 ", Read(Open(memory)), where);
        }

        OutputHelper.WriteLine($"{cuts} cut points, 0 violations");
        Assert.IsTrue(cuts >= 30, cuts.ToString());
    }

    // Gives the number of the next record.
    private static int CommitOne(RecordLog log, int commit, int next)
    {
        if (commit % 13 == 0)
        {
            Assert.IsTrue(log.BeginSegment(1, Content(next, 40), 40));
            return next + 1;
        }

        int records = 1 + (commit % 3);
        int length = commit % 7 == 5 ? 300 : 12 + (commit * 5 % 40);
        for (int i = 0; i < records; i++) Assert.IsTrue(log.Stage(1, Content(next++, length), length));
        Assert.IsTrue(log.Commit());
        return next;
    }

    // The power is cut while a record is appended that does not fit into a slot.
    private static void Tear(MemoryFlash memory, int percent)
    {
        RecordLog log = new(new CuttingFlash(memory) { CutAt = 1, Mode = CutMode.Torn, TornPercent = percent }, "log", SegmentBytes, 4, null, true);
        Assert.ThrowsException(typeof(PowerCutException), () => log.Append(1, Content(10, 800), 800));
    }

    private static void Damage(MemoryFlash flash, string file)
    {
        byte[] content = new byte[flash.Length(file)];
        flash.Read(file, 0, content, 0, content.Length);
        content[content.Length / 2] ^= 0x10;
        flash.Write(file, content, 0, content.Length);
    }

    private static RecordLog Open(MemoryFlash flash) => new(flash, "log", SegmentBytes, 4, null, true);

    // Record 1 in a segment, and others behind it that wait
    private static RecordLog Filled(MemoryFlash flash, int waiting)
    {
        RecordLog log = Open(flash);
        log.BeginSegment(1, Content(1, 20), 20);
        for (int i = 2; i <= waiting + 1; i++) log.Append(1, Content(i, 20), 20);
        return log;
    }

    private static byte[] Content(int number, int length)
    {
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) content[i] = (byte)number;
        return content;
    }

    private static string Read(RecordLog log)
    {
        string text = "";
        RecordReader reader = new(log);
        while (reader.Next()) text += $"{reader.Buffer[RecordLog.HeaderLength]} ";
        return text;
    }

    private sealed class KeepsEven : IRecordFilter
    {
        public void Begin(int segment)
        {
        }

        public bool Keeps(byte[] segment, int at, int end) => segment[at + RecordLog.HeaderLength] % 2 == 0;
    }
}
