using System;
using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Runtime.Tests;

[TestClass]
public class RecordLogTests
{
    private const int SegmentBytes = 1024;

    [TestMethod]
    public void Staged_records_are_appended_in_one_step_and_read_in_order()
    {
        MemoryFlash flash = new();
        RecordLog log = Open(flash);
        Assert.IsTrue(log.BeginSegment(1, Bytes(1), 4));
        int operations = flash.Operations;
        Assert.IsTrue(log.Stage(2, Bytes(2), 4));
        Assert.IsTrue(log.Stage(3, Bytes(3), 4));
        Assert.AreEqual(operations, flash.Operations);
        Assert.IsTrue(log.Commit());
        Assert.AreEqual(operations + 1, flash.Operations);
        Assert.AreEqual("1:1 2:2 3:3 ", Read(Open(flash)));
    }

    [TestMethod]
    public void What_does_not_fit_beside_the_staged_records_is_refused_with_them()
    {
        RecordLog log = Open(new MemoryFlash());
        log.BeginSegment(1, Bytes(1), 4);
        byte[] longest = new byte[RecordLog.LongestContent];
        Assert.IsTrue(log.Stage(2, longest, RecordLog.LongestContent));
        Assert.IsFalse(log.Stage(2, longest, RecordLog.LongestStaged - RecordLog.LongestContent - (2 * RecordLog.HeaderLength) + 1));
        Assert.IsTrue(log.Stage(2, Bytes(2), 4), "nothing is staged any more");
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => log.Stage(2, new byte[1201], RecordLog.LongestContent + 1));
    }

    [TestMethod]
    public void Nothing_can_be_committed_before_a_segment_is_there()
    {
        RecordLog log = Open(new MemoryFlash());
        Assert.IsFalse(log.Append(1, Bytes(1), 4));
        Assert.IsTrue(log.BeginSegment(2, Bytes(2), 4));
    }

    [TestMethod]
    public void There_are_never_more_segments_than_allowed()
    {
        RecordLog log = Open(new MemoryFlash());
        for (int i = 0; i < log.MostSegments; i++) Assert.IsTrue(log.BeginSegment(1, Bytes(i), 4));
        Assert.AreEqual(0, log.FreeSegments);
        Assert.IsFalse(log.BeginSegment(1, Bytes(9), 4));
        Assert.IsTrue(log.DropFirstSegment());
        Assert.IsTrue(log.BeginSegment(1, Bytes(9), 4));
    }

    [TestMethod]
    public void Files_that_are_no_segments_are_left_alone()
    {
        MemoryFlash flash = new();
        string[] strangers = ["log.0", "log.01", "log.-1", "log.100000000", "log.m", "log.1x", "log", "log.", "logs.1", "log.9999999999"];
        foreach (string name in strangers) flash.Write(name, Bytes(1), 0, 4);
        RecordLog log = Open(flash);
        Assert.AreEqual(0, log.Segments);
        Assert.IsTrue(log.BeginSegment(1, Bytes(1), 4));
        Assert.AreEqual("1:1 ", Read(Open(flash)));
    }

    [TestMethod]
    public void The_largest_number_is_the_last_one()
    {
        MemoryFlash flash = new();
        flash.Write("log." + RecordLog.LargestSegment.ToString(), Bytes(1), 0, 4);
        RecordLog log = Open(flash);
        Assert.IsFalse(log.BeginSegment(1, Bytes(1), 4));
    }

    [TestMethod]
    public void Merged_segments_hold_what_the_filter_keeps_in_order()
    {
        MemoryFlash flash = new();
        RecordLog log = Filled(flash);
        Assert.IsTrue(log.Merge(0, 3, new KeepsOdd(), new byte[SegmentBytes * 2]));
        Assert.AreEqual(2, log.Segments);
        Assert.AreEqual(3, log.LevelAt(0));
        Assert.AreEqual("2:1 2:3 2:5 2:6 2:7 ", Read(log));
        RecordLog again = Open(flash);
        Assert.AreEqual("2:1 2:3 2:5 2:6 2:7 ", Read(again));
        Assert.AreEqual(3, again.LevelAt(0));
        Assert.AreEqual(1, again.SegmentAt(0));
        Assert.AreEqual(3, again.SegmentAt(1));
    }

    [TestMethod]
    public void A_merged_segment_can_be_merged_again_and_the_log_goes_on()
    {
        MemoryFlash flash = new();
        RecordLog log = Filled(flash);
        Assert.IsTrue(log.Merge(0, 1, new KeepsOdd(), new byte[SegmentBytes * 2]));
        Assert.IsTrue(log.BeginSegment(2, Bytes(9), 4));
        Assert.IsTrue(log.Merge(0, 2, new KeepsOdd(), new byte[SegmentBytes * 2]));
        Assert.AreEqual(2, flash.List().Length);
        Assert.IsTrue(log.Append(2, Bytes(10), 4));
        RecordLog again = Open(flash);
        Assert.AreEqual("2:1 2:3 2:5 2:7 2:9 2:10 ", Read(again));
        Assert.AreEqual(2, again.LevelAt(0));
    }

    [TestMethod]
    public void The_newest_segment_and_what_is_not_there_are_not_merged()
    {
        RecordLog log = Filled(new MemoryFlash());
        byte[] buffer = new byte[SegmentBytes * 2];
        Assert.IsFalse(log.Merge(1, 1, new KeepsOdd(), buffer));
        Assert.IsFalse(log.Merge(2, 1, new KeepsOdd(), buffer));
        Assert.IsFalse(log.Merge(-1, 1, new KeepsOdd(), buffer));
        Assert.AreEqual(3, log.Segments);
    }

    [TestMethod]
    public void What_does_not_fit_or_is_not_taken_leaves_all_as_it_was()
    {
        MemoryFlash flash = new();
        RecordLog log = Open(flash);
        byte[] content = new byte[900];
        for (byte i = 1; i <= 3; i++)
        {
            content[0] = i;
            log.BeginSegment(2, content, content.Length);
        }

        Assert.IsFalse(log.Merge(0, 1, new KeepsOdd { All = true }, new byte[SegmentBytes * 2]), "two of them are too long");
        Assert.IsFalse(log.Merge(0, 1, new KeepsOdd(), new byte[1000]), "the buffer is too short");
        flash.Broken = true;
        Assert.IsFalse(log.Merge(0, 1, new KeepsOdd(), new byte[SegmentBytes * 2]));
        flash.Broken = false;
        Assert.AreEqual("2:1 2:2 2:3 ", Read(log));
        Assert.AreEqual("2:1 2:2 2:3 ", Read(Open(flash)));
    }

    [TestMethod]
    public void Cut_anywhere_in_a_merge_all_that_is_needed_is_there_once_or_more_in_order()
    {
        for (int mode = 0; mode < 3; mode++)
        {
            for (int cut = 1; cut <= 3; cut++)
            {
                MemoryFlash flash = new();
                Filled(flash);
                RecordLog log = new(new CuttingFlash(flash) { CutAt = cut, Mode = (CutMode)mode }, "log", SegmentBytes, 4);
                Assert.ThrowsException(typeof(PowerCutException), () => log.Merge(0, 1, new KeepsOdd(), new byte[SegmentBytes * 2]));
                RecordLog again = Open(flash);
                string found = Read(again);
                string where = $"mode {mode}, cut {cut}: {found}";
                Assert.IsTrue(found == "2:1 2:2 2:3 2:4 2:5 2:6 2:7 " || found == "2:1 2:3 2:5 2:6 2:7 ", where);
                Assert.AreEqual(found, Read(Open(flash)), where);
                Assert.AreEqual(again.Segments, flash.List().Length, where);
            }
        }
    }

    [TestMethod]
    public void A_reader_that_stands_in_a_merged_segment_goes_on_behind_it()
    {
        MemoryFlash flash = new();
        RecordLog log = Filled(flash);
        RecordReader reader = new(log);
        Assert.IsTrue(reader.Next());
        log.Merge(0, 1, new KeepsOdd(), new byte[SegmentBytes * 2]);
        reader.GoTo(1);
        Assert.IsTrue(reader.Next());
        Assert.AreEqual(1, (int)reader.Buffer[RecordLog.HeaderLength]);
        while (reader.Next() && reader.Segment == 1)
        {
        }

        Assert.AreEqual(3, reader.Segment);
    }

    [TestMethod]
    public void Exchanged_names_change_nothing()
    {
        string[] names = ["log.1", "log.2", "log.3", "stranger", "other.1"];
        foreach (string one in names)
        {
            foreach (string two in names)
            {
                MemoryFlash flash = new();
                flash.Write("stranger", Bytes(99), 0, 4);
                RecordLog other = new(flash, "other", SegmentBytes, 4);
                other.BeginSegment(7, Bytes(77), 4);
                Filled(flash);
                Exchange(flash, one, two);
                RecordLog log = Open(flash);
                string where = one + " and " + two + ": ";
                Assert.AreEqual("2:1 2:2 2:3 2:4 2:5 2:6 2:7 ", Read(log), where);
                Assert.AreEqual("7:77 ", Read(new RecordLog(flash, "other", SegmentBytes, 4)), where);
                Assert.IsTrue(log.BeginSegment(2, Bytes(8), 4), where);
                Assert.IsTrue(log.Append(2, Bytes(9), 4), where);
                Assert.IsTrue(log.Merge(0, 1, new KeepsOdd(), new byte[SegmentBytes * 2]), where);
                Assert.AreEqual("2:1 2:3 2:5 2:6 2:7 2:8 2:9 ", Read(Open(flash)), where);
            }
        }
    }

    [TestMethod]
    public void A_copied_segment_counts_once()
    {
        MemoryFlash flash = new();
        Filled(flash);
        byte[] content = new byte[flash.Length("log.1")];
        flash.Read("log.1", 0, content, 0, content.Length);
        flash.Write("log.9", content, 0, content.Length);
        flash.Write("a", content, 0, content.Length);
        RecordLog log = Open(flash);
        Assert.AreEqual("2:1 2:2 2:3 2:4 2:5 2:6 2:7 ", Read(log));
        for (int i = 10; i < 20; i++)
        {
            Assert.IsTrue(log.DropFirstSegment());
            Assert.IsTrue(log.BeginSegment(2, Bytes(i), 4));
        }
    }

    [TestMethod]
    public void A_damaged_beginning_leaves_the_name_to_say_which_segment_it_is()
    {
        MemoryFlash flash = new();
        Filled(flash);
        byte[] content = new byte[flash.Length("log.2")];
        flash.Read("log.2", 0, content, 0, content.Length);
        content[9] ^= 1;
        flash.Write("log.2", content, 0, content.Length);
        Assert.AreEqual("2:1 2:2 2:3 2:4 2:5 2:6 2:7 ", Read(Open(flash)));
    }

    [TestMethod]
    public void A_missing_segment_is_noticed_and_a_merged_one_is_not_missing()
    {
        MemoryFlash flash = new();
        RecordLog log = Filled(flash);
        Assert.AreEqual(0, Missing(log));
        log.Merge(0, 1, new KeepsOdd(), new byte[SegmentBytes * 2]);
        log.BeginSegment(2, Bytes(8), 4);
        log.Merge(0, 1, new KeepsOdd(), new byte[SegmentBytes * 2]);
        log.BeginSegment(2, Bytes(9), 4);
        Assert.AreEqual(0, Missing(Open(flash)));
        flash.Delete("log.4");
        Assert.AreEqual(1, Missing(Open(flash)));
    }

    private static int Missing(RecordLog log)
    {
        RecordReader reader = new(log);
        while (reader.Next())
        {
        }

        return reader.SegmentsMissing;
    }

    private static void Exchange(MemoryFlash flash, string one, string two)
    {
        byte[] first = new byte[flash.Length(one)];
        byte[] second = new byte[flash.Length(two)];
        flash.Read(one, 0, first, 0, first.Length);
        flash.Read(two, 0, second, 0, second.Length);
        flash.Write(one, second, 0, second.Length);
        flash.Write(two, first, 0, first.Length);
    }

    private static RecordLog Open(MemoryFlash flash) => new(flash, "log", SegmentBytes, 4);

    // Three segments: 1 to 4, 5, and 6 and 7 in the newest
    private static RecordLog Filled(MemoryFlash flash)
    {
        RecordLog log = Open(flash);
        for (int i = 1; i <= 7; i++)
        {
            if (i == 1 || i == 5 || i == 6) log.BeginSegment(2, Bytes(i), 4);
            else log.Append(2, Bytes(i), 4);
        }

        return log;
    }

    private static byte[] Bytes(int first) => new byte[] { (byte)first, 0, 0, 0 };

    private static string Read(RecordLog log)
    {
        string text = "";
        RecordReader reader = new(log);
        while (reader.Next()) text += $"{reader.Type}:{reader.Buffer[RecordLog.HeaderLength]} ";
        return text;
    }

    private sealed class KeepsOdd : IRecordFilter
    {
        public bool All { get; set; }

        public void Begin(int segment)
        {
        }

        public bool Keeps(byte[] segment, int at, int end) => All || segment[at + RecordLog.HeaderLength] % 2 == 1;
    }
}
