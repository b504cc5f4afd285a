using System.Text;
using ChargePoint.Hal.Simulated;
using ChargePoint.Runtime;
using nanoFramework.TestFramework;

namespace ChargePoint.Security.Tests;

[TestClass]
public class SecurityLogTests
{
    [TestMethod]
    public void What_was_added_is_there_after_a_restart()
    {
        EventFixture f = new();
        Assert.IsTrue(f.Store.IsEmpty);
        Assert.IsTrue(f.Store.Add("A", null));
        f.Clock.Advance(1500);
        Assert.IsTrue(f.Store.Add("B", "why"));
        SecurityLog again = f.NewStore();
        Assert.IsFalse(again.IsEmpty);
        Assert.AreEqual(2, again.Last);
        Assert.AreEqual(2, again.Waiting);
        RecordReader reader = again.NewReader();
        Assert.AreEqual("2026-01-01T00:00:00.000Z 1 A", SecurityLogFile.Line(again.Next(reader)!, f.WallClock));
        Assert.AreEqual("2026-01-01T00:00:01.500Z 2 B: why", SecurityLogFile.Line(again.Next(reader)!, f.WallClock));
        Assert.IsNull(again.Next(reader));
    }

    [TestMethod]
    public void What_happened_before_the_clock_was_known_gets_its_time_when_it_is()
    {
        EventFixture f = new(clockKnown: false);
        f.WallClock.History.Add(1, 1000);
        f.Store.Add("A", null);
        SecurityEvent entry = f.Store.FirstWaiting()!;
        Assert.AreEqual("boot 1, 1 s: 1 A", SecurityLogFile.Line(entry, f.WallClock));
        f.Clock.Advance(5000);
        f.WallClock.Set(EventFixture.NowUnixMs);
        Assert.AreEqual(EventFixture.NowUnixMs - 5000, f.Store.FirstWaiting()!.Moment.UnixMs(f.WallClock));
    }

    [TestMethod]
    public void Events_wait_in_their_order_until_they_are_told()
    {
        EventFixture f = new();
        f.Store.Add("A", null);
        f.Store.Add("B", null);
        Assert.AreEqual("A", f.Store.FirstWaiting()!.Type);
        Assert.AreEqual("A", f.Store.FirstWaiting()!.Type);
        f.Store.OnTold(1);
        Assert.AreEqual("B", f.Store.FirstWaiting()!.Type);
        f.Store.OnTold(1);
        Assert.AreEqual(1, f.Store.Waiting, "told twice");
        f.Store.OnTold(2);
        Assert.IsNull(f.Store.FirstWaiting());
        Assert.AreEqual(0, f.NewStore().Waiting);
        Assert.AreEqual(2, f.NewStore().Last);
    }

    [TestMethod]
    public void That_all_is_told_is_stored_at_once_and_otherwise_after_every_eighth()
    {
        EventFixture f = new();
        for (int i = 0; i < 20; i++) f.Store.Add("A", null);
        int before = ((MemoryFlash)f.Flash).Operations;
        for (int number = 1; number <= 7; number++) f.Store.OnTold(number);
        Assert.AreEqual(before, ((MemoryFlash)f.Flash).Operations);
        Assert.AreEqual(20, f.NewStore().Waiting);
        f.Store.OnTold(8);
        Assert.AreEqual(12, f.NewStore().Waiting);
        for (int number = 9; number <= 20; number++) f.Store.OnTold(number);
        Assert.AreEqual(0, f.NewStore().Waiting);
        Assert.AreEqual(before + 3, ((MemoryFlash)f.Flash).Operations);
    }

    [TestMethod]
    public void The_oldest_go_when_it_is_full_and_the_numbers_go_on()
    {
        EventFixture f = new();
        string techInfo = new('x', 150);
        for (int i = 1; i <= 200; i++)
        {
            Assert.IsTrue(f.Store.Add("Event", techInfo + i));
            int bytes = ((MemoryFlash)f.Flash).UsedBytes;
            Assert.IsTrue(bytes <= SecurityLog.MostSegments * SecurityLog.SegmentBytes, $"{bytes} bytes");
        }

        foreach (SecurityLog log in new SecurityLog[] { f.Store, f.NewStore() })
        {
            Assert.AreEqual(200, log.Last);
            RecordReader reader = log.NewReader();
            SecurityEvent first = log.Next(reader)!;
            int count = 1;
            for (SecurityEvent? entry = log.Next(reader); entry != null; entry = log.Next(reader))
            {
                count++;
                Assert.AreEqual(first.Number + count - 1, entry.Number);
            }

            Assert.AreEqual(200, first.Number + count - 1);
            Assert.IsTrue(count >= 40, $"{count} are kept");
            Assert.AreEqual(count, log.Waiting, "what is gone does not wait");
            Assert.AreEqual(first.Number, log.FirstWaiting()!.Number);
        }
    }

    [TestMethod]
    public void What_was_told_is_not_told_again_when_its_segment_is_gone()
    {
        EventFixture f = new();
        for (int i = 1; i <= 300; i++)
        {
            f.Store.Add("Event", new string('x', 150));
            f.Store.OnTold(i);
        }

        Assert.AreEqual(0, f.NewStore().Waiting);
        Assert.AreEqual(300, f.NewStore().Last);
    }

    [TestMethod]
    public void Texts_are_cut_at_their_limits_and_have_no_control_characters()
    {
        EventFixture f = new();
        Assert.IsTrue(f.Store.Add(new string('T', 51), "a\nb" + new string('\u00e9', 200)));
        SecurityEvent entry = f.NewStore().FirstWaiting()!;
        Assert.AreEqual(new string('T', 50), entry.Type);
        Assert.AreEqual("a b" + new string('\u00e9', 98), entry.TechInfo);
    }

    [TestMethod]
    public void An_event_that_the_flash_does_not_take_is_logged_and_leaves_no_gap()
    {
        MemoryFlash flash = new();
        EventFixture f = new(flash);
        f.Store.Add("A", null);
        flash.Broken = true;
        Assert.IsFalse(f.Store.Add("B", null));
        flash.Broken = false;
        Assert.IsTrue(f.Store.Add("C", null));
        Assert.AreEqual("A C", EventFixture.Types(f.NewStore()));
        Assert.AreEqual(2, f.NewStore().Last);
    }

    [TestMethod]
    public void A_damaged_newest_segment_costs_its_events_and_no_number_is_used_twice()
    {
        MemoryFlash flash = new();
        EventFixture f = new(flash);
        for (int i = 0; i < 45; i++) f.Store.Add("Event", new string('x', 150));
        byte[] zeros = new byte[3000];
        flash.Write("seclog.3", zeros, 0, zeros.Length);
        SecurityLog again = f.NewStore();
        Assert.IsTrue(again.Last > 30);
        int last = again.Last;
        Assert.IsTrue(again.Add("After", null));
        Assert.AreEqual(last + 1, f.NewStore().Last);
        Assert.IsTrue(EventFixture.Types(f.NewStore()).EndsWith("After"));
    }

    [TestMethod]
    [DataRow((int)0)]
    [DataRow((int)1)]
    [DataRow((int)2)]
    public void Wherever_the_power_fails_nothing_is_lost_and_little_is_told_twice(int mode)
    {
        int operations = Day(new CuttingFlash(new MemoryFlash()), null);
        for (int cut = 1; cut <= operations; cut++)
        {
            MemoryFlash memory = new();
            StringBuilder story = new();
            try
            {
                Day(new CuttingFlash(memory) { CutAt = cut, Mode = (CutMode)mode }, story);
            }
            catch (PowerCutException)
            {
                story.Append('!');
            }

            Assert.AreEqual(1, Count(story, '!'));

            // "a" was added for sure, "b" may have been; "t" was told.
            EventFixture f = new(memory);
            int added = Count(story, 'a');
            int told = Count(story, 't');
            Assert.IsTrue(f.Store.Last == added || f.Store.Last == added + 1, $"cut {cut}: {added} added, {f.Store.Last} found");
            int toldInFlash = f.Store.Last - f.Store.Waiting;
            Assert.IsTrue(toldInFlash <= told + 1 && toldInFlash >= told - 8, $"cut {cut}: {told} told, {toldInFlash} known");
            Assert.IsTrue(f.Store.Add("Next", null));
            Assert.AreEqual(f.Store.Last, f.NewStore().Last);
        }

        OutputHelper.WriteLine($"{operations} cut points");
    }

    [TestMethod]
    public void The_file_has_a_line_for_each_event_of_the_time_that_is_wanted()
    {
        EventFixture f = new();
        for (int i = 0; i < 4; i++)
        {
            f.Store.Add("Event", i.ToString());
            f.Clock.Advance(60_000);
        }

        SecurityLogFile file = new(f.Store, f.WallClock);
        file.Limit(EventFixture.NowUnixMs + 30_000, EventFixture.NowUnixMs + 130_000);
        string expected = "2026-01-01T00:01:00.000Z 2 Event: 1\n2026-01-01T00:02:00.000Z 3 Event: 2\n";
        for (int round = 0; round < 2; round++)
        {
            file.Rewind();
            string text = "";
            byte[] piece = new byte[7];
            for (int read = file.Read(piece, 0, 7); read > 0; read = file.Read(piece, 0, 7))
            {
                text += Encoding.UTF8.GetString(piece, 0, read);
                f.Scratch[round] ^= 0xFF; // others work in it between two pieces
            }

            Assert.AreEqual(expected, text);
            file.Release();
            Assert.AreEqual(0, file.Read(piece, 0, 7));
        }
    }

    // 70 events, most of them told, some later; returns the number of flash operations.
    private static int Day(CuttingFlash flash, StringBuilder? story)
    {
        EventFixture f = new(flash);
        int told = 0;
        for (int i = 1; i <= 70; i++)
        {
            f.Store.Add("Event", new string('x', 150));
            story?.Append('a');
            if (i % 5 == 0) continue;
            for (; told < i - (i % 3); told++)
            {
                f.Store.FirstWaiting();
                f.Store.OnTold(told + 1);
                story?.Append('t');
            }
        }

        return flash.Operations;
    }

    private static int Count(StringBuilder story, char what)
    {
        int count = 0;
        foreach (char c in story.ToString().ToCharArray())
        {
            if (c == what) count++;
        }

        return count;
    }
}
