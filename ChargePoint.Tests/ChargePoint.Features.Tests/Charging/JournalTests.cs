using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Features.Tests;

[TestClass]
public class JournalTests
{
    private const string Started = "{\"transactionId\":7,\"idTagInfo\":{\"status\":\"Accepted\"}}";

    [TestMethod]
    public void Five_hundred_offline_transactions_survive_a_restart_and_arrive_in_order()
    {
        MemoryFlash flash = new();
        QueueFixture before = new(flash);
        long empty = flash.UsedBytes;
        for (int i = 1; i <= 500; i++)
        {
            Assert.IsTrue(before.Queue.CanBegin);
            before.End(before.Begin("CARD" + i.ToString()));
        }

        OutputHelper.WriteLine($"{(flash.UsedBytes - empty) / 500} bytes of flash for a transaction without samples");
        QueueFixture after = new(flash);
        Assert.AreEqual(1000, after.Queue.Waiting);
        after.Features.Connect();
        for (int i = 1; i <= 500; i++)
        {
            Assert.AreEqual("StartTransaction", after.Action);
            Assert.Contains("\"idTag\":\"CARD" + i.ToString() + "\"", after.Payload);
            after.Features.Answer("{\"transactionId\":" + i.ToString() + ",\"idTagInfo\":{\"status\":\"Accepted\"}}");
            Assert.AreEqual("StopTransaction", after.Action);
            Assert.Contains("{\"transactionId\":" + i.ToString() + ",", after.Payload);
            after.Features.Answer("{}");
        }

        Assert.AreEqual(0, after.Queue.Waiting);
        Assert.IsTrue(flash.UsedBytes < 2 * TransactionJournal.SegmentBytes, "what is settled is given back");
    }

    [TestMethod]
    public void A_message_told_again_after_a_restart_has_the_same_number_and_the_same_content()
    {
        MemoryFlash flash = new();
        QueueFixture before = new(flash);
        before.Features.Clock.Advance(5_000);
        before.Begin("A");
        before.Features.Connect();
        string first = before.Features.Link.Last;
        QueueFixture after = new(flash);
        after.Features.Connect();
        string again = after.Features.Link.Last;
        Assert.AreEqual(after.Payload, before.Payload);
        Assert.StartsWith("[2,\"tx-1-1-", first);
        Assert.StartsWith("[2,\"tx-1-2-", again);
    }

    [TestMethod]
    public void A_transaction_that_ran_is_known_after_a_restart_with_its_id_and_its_latest_safe_energy()
    {
        MemoryFlash flash = new();
        QueueFixture before = new(flash);
        Transaction a = before.Begin("A");
        before.Features.Connect();
        before.Features.Answer(Started);
        before.Features.Clock.Advance(TransactionJournal.SafeIntervalMs);
        before.Sample(a);
        before.Features.Answer("{}");
        QueueFixture after = new(flash);
        Assert.AreEqual(1, after.Journal.Running.Count);
        Transaction known = (Transaction)after.Journal.Running[0]!;
        Assert.AreEqual("A", known.IdTag);
        Assert.AreEqual(7, known.Id);
        Assert.AreEqual(1000L, known.Begin.EnergyWh);
        Assert.AreEqual(1200L, known.LastKnown.EnergyWh);
    }

    [TestMethod]
    public void Energy_is_made_safe_every_minute_without_a_message()
    {
        MemoryFlash flash = new();
        QueueFixture before = new(flash);
        Transaction a = before.Begin("A");
        int operations = flash.Operations;
        before.Features.Clock.Advance(TransactionJournal.SafeIntervalMs - 1);
        before.Queue.Sample(a, before.Take(1600), 0, 0);
        Assert.AreEqual(operations, flash.Operations);
        before.Features.Clock.Advance(1);
        before.Queue.Sample(a, before.Take(1700), 0, 0);
        Assert.AreEqual(operations + 1, flash.Operations);
        Assert.AreEqual(1, before.Queue.Waiting);
        QueueFixture after = new(flash);
        Assert.AreEqual(1700L, ((Transaction)after.Journal.Running[0]!).LastKnown.EnergyWh);
    }

    [TestMethod]
    public void A_sample_is_in_flash_before_it_is_told_and_seldom_costs_a_block()
    {
        MemoryFlash flash = new();
        QueueFixture f = new(flash);
        Transaction a = f.Begin("A");
        f.Features.Connect();
        f.Features.Answer(Started);
        long erases = flash.Chip.BlockErases;
        for (int i = 1; i <= 40; i++)
        {
            int operations = flash.Operations;
            f.Sample(a, 1000 + i);
            Assert.IsTrue(flash.Operations > operations);
            Assert.AreEqual(1000L + i, ((Transaction)new QueueFixture(flash.Copy()).Journal.Running[0]!).LastKnown.EnergyWh);
            f.Features.Run();
            f.Features.Answer("{}");
        }

        Assert.IsTrue(flash.Chip.BlockErases - erases <= 10, (flash.Chip.BlockErases - erases).ToString());
        Assert.AreEqual(0, f.Queue.Waiting);
    }

    [TestMethod]
    public void Samples_that_the_flash_does_not_take_are_told_from_memory_and_stored_later()
    {
        MemoryFlash flash = new();
        QueueFixture f = new(flash);
        Transaction a = f.Begin("A");
        flash.Broken = true;
        for (int i = 1; i < TransactionJournal.MostCollected; i++) f.Sample(a, 1000 + i);
        flash.Broken = false;
        f.Sample(a, 1100);
        f.Features.Clock.Advance(1);
        f.End(a);
        QueueFixture after = new(flash);
        Assert.AreEqual(1 + TransactionJournal.MostCollected + 1, after.Queue.Waiting);
        after.Features.Connect();
        after.Features.Answer(Started);
        string[] expected = ["1001", "1002", "1003", "1004", "1005", "1006", "1007", "1100"];
        foreach (string energy in expected)
        {
            Assert.Contains("\"value\":\"" + energy + "\"", after.Payload);
            after.Features.Answer("{}");
        }

        Assert.AreEqual("StopTransaction", after.Action);
    }

    [TestMethod]
    public void A_number_that_a_sample_was_told_under_is_never_given_to_another_message()
    {
        MemoryFlash flash = new();
        QueueFixture before = new(flash);
        Transaction a = before.Begin("A");
        before.Features.Connect();
        before.Features.Answer(Started);
        flash.Broken = true;
        before.Sample(a);
        before.Features.Run();
        string told = before.Features.Link.Last;
        before.Features.Answer("{}");
        flash.Broken = false;
        QueueFixture after = new(flash); // the sample was never stored
        Transaction again = (Transaction)after.Journal.Running[0]!;
        after.End(again);
        after.Features.Connect();
        Assert.AreEqual("StopTransaction", after.Action);
        Assert.StartsWith("[2,\"tx-2-", told);
        Assert.IsFalse(after.Features.Link.Last.StartsWith("[2,\"tx-2-"), after.Features.Link.Last);
    }

    [TestMethod]
    public void Many_samples_in_a_short_time_keep_their_numbers_apart_too()
    {
        for (int count = 1; count < 60; count++)
        {
            MemoryFlash flash = new();
            QueueFixture before = new(flash);
            Transaction a = before.Begin("A");
            before.Features.Connect();
            before.Features.Answer(Started);
            for (int i = 0; i < count; i++)
            {
                before.Sample(a);
                before.Features.Run();
                before.Features.Answer("{}");
            }

            int last = NumberOf(before.Features.Link.Last);
            QueueFixture after = new(flash);
            after.End((Transaction)after.Journal.Running[0]!);
            after.Features.Connect();
            while (after.Action != "StopTransaction") after.Features.Answer("{}");
            Assert.IsTrue(NumberOf(after.Features.Link.Last) > last, count.ToString());
        }
    }

    [TestMethod]
    public void Segments_are_given_back_during_a_long_transaction()
    {
        MemoryFlash flash = new();
        QueueFixture f = new(flash);
        Transaction a = f.Begin("A");
        f.Features.Connect();
        f.Features.Answer(Started);
        int most = 0;
        for (int i = 0; i < 2_000; i++)
        {
            f.Sample(a);
            f.Features.Run();
            f.Features.Answer("{}");
            f.Features.Link.Sent.Clear(); // or it outgrows the heap of a device
            if (flash.UsedBytes > most) most = flash.UsedBytes;
        }

        Assert.IsTrue(most < 3 * TransactionJournal.SegmentBytes, most.ToString());
        QueueFixture after = new(flash);
        Transaction known = (Transaction)after.Journal.Running[0]!;
        Assert.AreEqual(7, known.Id);
        Assert.AreEqual(1000L, known.Begin.EnergyWh);
    }

    [TestMethod]
    public void What_a_broken_flash_does_not_take_is_told_from_memory()
    {
        MemoryFlash flash = new();
        QueueFixture f = new(flash);
        flash.Broken = true;
        Transaction a = f.Begin("A");
        f.End(a);
        Assert.AreEqual(2, f.Queue.Waiting);
        f.Features.Connect();
        Assert.AreEqual("StartTransaction", f.Action);
        f.Features.Answer(Started);
        Assert.AreEqual("StopTransaction", f.Action);
        f.Features.Answer("{}");
        Assert.AreEqual(0, f.Queue.Waiting);
    }

    [TestMethod]
    public void A_flash_that_stays_broken_lets_no_more_transactions_begin()
    {
        MemoryFlash flash = new();
        QueueFixture f = new(flash);
        flash.Broken = true;
        int begun = 0;
        while (f.Queue.CanBegin)
        {
            f.End(f.Begin("X"));
            begun++;
            Assert.IsTrue(begun <= TransactionJournal.MostVolatile);
        }

        Assert.AreEqual(TransactionJournal.MostVolatile / 4, begun);
    }

    [TestMethod]
    public void Moments_of_a_boot_without_clock_get_their_time_when_it_is_known()
    {
        MemoryFlash flash = new();
        QueueFixture f = new(flash, clockIsKnown: false);
        f.Features.Clock.Advance(9_000); // 10 s after the clock's start
        f.Begin("A");
        f.Features.Clock.Advance(20_000);
        f.Features.WallClock.Set(1_767_225_600_000 + 30_000);
        f.Features.Connect();
        Assert.Contains("\"timestamp\":\"2026-01-01T00:00:10.000Z\"", f.Payload);
    }

    [TestMethod]
    public void Moments_of_an_earlier_boot_without_clock_end_when_the_next_boot_begins()
    {
        MemoryFlash flash = new();
        QueueFixture before = new(flash, clockIsKnown: false);
        before.Features.Clock.Advance(10_000);
        Transaction a = before.Begin("A");
        before.Features.Clock.Advance(5_000);
        before.End(a);
        QueueFixture after = new(flash, clockIsKnown: false); // begins at 1 s of its own clock
        after.Features.Clock.Advance(4_000);
        after.Features.WallClock.Set(1_767_225_600_000);
        after.Features.Connect();
        Assert.Contains("\"timestamp\":\"2025-12-31T23:59:51.000Z\"", after.Payload, "the stop is taken for 4 s ago, the start for 5 s earlier");
        QueueFixture later = new(flash, clockIsKnown: false);
        later.Features.Clock.Advance(100_000);
        later.Features.WallClock.Set(1_767_225_600_000 + 900_000);
        later.Features.Connect();
        Assert.Contains("\"timestamp\":\"2025-12-31T23:59:51.000Z\"", later.Payload, "a moment that was told once keeps its time over boots");
    }

    [TestMethod]
    public void A_start_that_is_all_that_is_known_of_a_boot_without_clock_is_not_later_than_what_followed()
    {
        MemoryFlash flash = new();
        QueueFixture before = new(flash, clockIsKnown: false);
        before.Features.Clock.Advance(20_000);
        before.Begin("A");
        QueueFixture after = new(flash, clockIsKnown: false); // begins at 1 s of its own clock
        after.Features.Clock.Advance(4_000);
        after.Features.WallClock.Set(1_767_225_600_000);
        after.Features.Connect();
        Assert.Contains("\"timestamp\":\"2025-12-31T23:59:56.000Z\"", after.Payload, "when the second boot began, and not 20 s later");
    }

    [TestMethod]
    public void A_transaction_that_had_ended_when_a_segment_began_does_not_come_back_with_the_damage_of_an_older_one()
    {
        MemoryFlash flash = new();
        QueueFixture f = new(flash);
        Transaction a = f.Begin("A");
        int withStart = flash.Length("tx.1");
        f.End(a);
        while (flash.Length("tx.2") < 0) f.End(f.Begin("B"));
        byte[] content = new byte[withStart];
        flash.Read("tx.1", 0, content, 0, withStart);
        flash.Write("tx.1", content, 0, withStart);
        QueueFixture after = new(flash);
        Assert.AreEqual(0, after.Journal.Running.Count, "its end is lost, but the next segment knows of it");
    }

    [TestMethod]
    public void Many_boots_in_a_row_lose_nothing_and_fill_nothing()
    {
        MemoryFlash flash = new();
        new QueueFixture(flash).Begin("A");
        for (int i = 0; i < 1_000; i++) Assert.AreEqual(1, new QueueFixture(flash).Queue.Waiting);
        Assert.IsTrue(flash.UsedBytes < 16 * TransactionJournal.SegmentBytes, flash.UsedBytes.ToString());
        QueueFixture after = new(flash);
        Assert.AreEqual(1, after.Journal.Running.Count);
        after.Features.Connect();
        Assert.Contains("\"idTag\":\"A\"", after.Payload);
        after.Features.Answer(Started);
        Assert.IsTrue(flash.UsedBytes < 3 * TransactionJournal.SegmentBytes, "and are given back when it is told");
    }

    [TestMethod]
    public void A_damaged_byte_anywhere_costs_at_most_the_record_that_it_is_in()
    {
        MemoryFlash sound = new();
        QueueFixture f = new(sound);
        for (int i = 0; i < 5; i++) f.End(f.Begin("CARD" + i.ToString()));
        foreach (string file in sound.List())
        {
            for (int at = 0; at < sound.Length(file); at += 2)
            {
                MemoryFlash damaged = sound.Copy();
                byte[] content = new byte[sound.Length(file)];
                sound.Read(file, 0, content, 0, content.Length);
                content[at] ^= 0x40;
                damaged.Write(file, content, 0, content.Length);
                QueueFixture after = new(damaged);
                after.Features.Connect();
                int told = 0;
                for (int i = 0; i < 20 && after.Queue.Waiting > 0; i++)
                {
                    told++;
                    after.Features.Answer(after.Action == "StartTransaction" ? Started : "{}");
                }

                Assert.AreEqual(0, after.Queue.Waiting, at.ToString());
                Assert.IsTrue(told >= 8, $"{file}, byte {at}: {told} of 10 messages were told");
            }
        }
    }

    [TestMethod]
    public void The_id_that_begins_a_segment_is_known_although_the_record_of_its_confirmation_never_came()
    {
        int hits = 0;
        for (int variant = 0; variant < 60 && hits == 0; variant++)
        {
            // As many samples as fit into the first segment; some variant leaves too little for the confirmation.
            QueueFixture trial = new();
            int samples = FillSegment(trial, variant, 1_000) - 1;
            MemoryFlash flash = new();
            QueueFixture before = new(flash);
            FillSegment(before, variant, samples);
            Assert.AreEqual(-1, flash.Length("tx.2"));
            before.Features.Connect();
            before.Features.Answer("{\"transactionId\":7,\"idTagInfo\":{\"status\":\"Accepted\",\"parentIdTag\":\"PARENT-PARENT-PARENT\"}}");
            if (flash.Length("tx.2") < 0) continue;
            for (int slot = 0; slot < 8; slot++) flash.Delete("tx.t" + slot.ToString());
            QueueFixture after = new(flash);
            Assert.AreEqual(7, ((Transaction)after.Journal.Running[0]!).Id, variant.ToString());
            Assert.AreEqual(samples, after.Queue.Waiting);
            hits++;
        }

        Assert.IsTrue(hits > 0, "the confirmation begins a segment for some number of samples");
    }

    // A transaction with samples until the second segment begins, or that many; the variant shifts where they stand by a few bytes.
    private static int FillSegment(QueueFixture f, int variant, int mostSamples)
    {
        Transaction a = f.Begin(new string('A', (variant % 20) + 1));
        for (int i = 0; i < variant / 20; i++)
        {
            f.Features.Clock.Advance(TransactionJournal.SafeIntervalMs);
            f.Queue.Sample(a, f.Take(1001), 0, 0);
        }

        int samples = 0;
        for (; samples < mostSamples && f.Features.Flash.Length("tx.2") < 0; samples++) f.Sample(a);
        return samples;
    }

    [TestMethod]
    public void A_message_that_is_set_aside_is_kept_in_flash()
    {
        MemoryFlash flash = new();
        QueueFixture f = new(flash);
        f.End(f.Begin("A"));
        f.Features.Connect();
        for (int i = 0; i < 3; i++)
        {
            f.Features.Answer("!InternalError");
            f.Features.Advance(600_000);
        }

        Assert.AreEqual(2, f.Queue.Exhausted, "the start, and the stop that cannot be told without it");
        Assert.AreEqual(0, f.Queue.Waiting);
        Assert.IsTrue(flash.Length("aside.1") > 50);
        Assert.AreEqual(2, new QueueFixture(flash).Queue.Exhausted, "and stay counted");
    }

    // [2,"tx-12-1-3",...
    private static int NumberOf(string frame) => int.Parse(frame.Substring(7, frame.IndexOf('-', 7) - 7));
}
