using ChargePoint.Features;
using ChargePoint.Hal.Simulated;
using ChargePoint.Runtime;
using nanoFramework.TestFramework;

namespace ChargePoint.Authorization.Tests;

/// <summary>The local authorization list at its limits, and against a simple model.</summary>
[TestClass]
public class LocalListTests
{
    [TestMethod]
    public void A_list_of_2000_longest_entries_is_found_with_few_reads()
    {
        MemoryFlash memory = new();
        ListFixture f = Fill(memory, 2000);
        int mostBytes = f.List.FlashBytes;
        long loadErases = memory.Chip.BlockErases;
        Assert.AreEqual("Failed", f.Differential(100, ListFixture.Entry("ONE-TOO-MANY")));
        Assert.AreEqual("Accepted", f.Differential(100, ListFixture.Entry(ListFixture.LongIdTag(5), null) + "," + ListFixture.Entry("ONE-MORE")));
        Assert.AreEqual("Failed", f.Differential(101, ListFixture.Entry(ListFixture.LongIdTag(5))));

        // Many small changes in front of the list are the worst case for a look-up.
        int version = 101;
        for (int i = 0; i < 70; i++) Assert.AreEqual("Accepted", f.Differential(version++, ListFixture.Entry(ListFixture.LongIdTag(10 + i), "Blocked")));
        CountingFlash counting = new(memory);
        f = new ListFixture(counting);
        int most = 0;
        int sum = 0;
        int mostLengths = 0;
        for (int i = 0; i < 4000; i++)
        {
            counting.Reads = counting.Lengths = 0;
            string expected = i == 5 || i >= 2000 ? "-" : i >= 10 && i < 80 ? "Blocked" : "Accepted";
            Assert.AreEqual(expected, f.Status(ListFixture.LongIdTag(i)), i.ToString());
            if (counting.Reads > most) most = counting.Reads;
            if (counting.Lengths > mostLengths) mostLengths = counting.Lengths;
            sum += counting.Reads;
        }

        Assert.AreEqual(2000, f.List.Count);
        Assert.IsTrue(most <= 8, most.ToString());
        Assert.AreEqual(0, mostLengths);
        OutputHelper.WriteLine($"2,000 entries of the longest kind: {mostBytes} bytes of flash, {loadErases} block erases to load them in 50 messages; at most {most} reads for a look-up, {sum / 40} hundredths on average");
    }

    [TestMethod]
    public void A_list_of_usual_cards_takes_little_flash_and_wears_it_little()
    {
        MemoryFlash memory = new();
        ListFixture f = new(memory);
        for (int i = 0; i < 50; i++)
        {
            string entries = "";
            for (int j = 0; j < 40; j++) entries += (j > 0 ? "," : "") + ListFixture.Entry("04A2B6C1D" + (10000 + (40 * i) + j).ToString());
            Assert.AreEqual("Accepted", i == 0 ? f.Full(1, entries) : f.Differential(i + 1, entries));
            f.Tidy();
        }

        OutputHelper.WriteLine($"2,000 cards of 14 characters: {f.List.FlashBytes} bytes of flash; {memory.Operations} operations, {memory.BytesWritten} bytes and {memory.Chip.BlockErases} block erases to load them in 50 messages");
        Assert.IsTrue(memory.Chip.BlockErases < 1000, memory.Chip.BlockErases.ToString());
        long erases = memory.Chip.BlockErases;
        long before = memory.BytesWritten;
        for (int i = 0; i < 1000; i++)
        {
            f.Differential(100 + i, ListFixture.Entry("04A2B6C1D" + (10000 + i).ToString(), "Blocked"));
            f.Tidy();
        }

        long perUpdate = (memory.BytesWritten - before) / 1000;
        OutputHelper.WriteLine($"a change of one entry costs {perUpdate} bytes and {(memory.Chip.BlockErases - erases) / 10} hundredths of a block erase on average");
        Assert.IsTrue(perUpdate < 2000, perUpdate.ToString());
        Assert.IsTrue(f.List.FlashBytes < 50_000, f.List.FlashBytes.ToString());
    }

    [TestMethod]
    public void The_longest_list_a_full_cache_and_500_unsent_transactions_fit_into_256_KiB()
    {
        MemoryFlash flash = new();
        TransactionJournal journal = Journal(flash);
        for (int i = 0; i < 500; i++)
        {
            MeterSample begin = new(Moment.Now(1_000_000 + (1_000 * i), new WallClock(new ManualClock())), ReadingContext.TransactionBegin, 1_000 * i);
            Transaction transaction = new(1, ListFixture.LongIdTag(i), null, begin);
            journal.Begin(transaction);
            transaction.Stop(begin, StopReason.Local, transaction.IdTag);
            journal.End(transaction);
        }

        Assert.AreEqual(1000, journal.Waiting);
        int journalBytes = flash.UsedBytes;
        int journalBlocks = flash.Chip.UsedBlocks;
        ListFixture f = Fill(flash, 2000);
        for (int i = 0; i < 240; i++) f.Cache.Learn("CARD" + i.ToString(), new IdTagInfo(AuthorizationStatus.Accepted));
        int mostBlocks = 0;
        for (int version = 100; version < 110; version++)
        {
            string entries = "";
            for (int i = 0; i < 40; i++) entries += (i > 0 ? "," : "") + ListFixture.Entry(ListFixture.LongIdTag((i * 50) + version - 100), "Blocked", "2030-01-01T00:00:00Z", "GROUP-OF-MANY-CARDS1");
            Assert.AreEqual("Accepted", f.Differential(version, entries));
            f.Tidy();
            if (flash.Chip.UsedBlocks > mostBlocks) mostBlocks = flash.Chip.UsedBlocks;
        }

        f = new ListFixture(flash);
        Assert.AreEqual(2000, f.List.Count);
        Assert.AreEqual(1000, Journal(flash).Waiting);
        Assert.IsTrue(f.List.FlashBytes < LocalAuthorizationList.MostFlashBytes, f.List.FlashBytes.ToString());
        OutputHelper.WriteLine($"500 transactions: {journalBytes} bytes in {journalBlocks} blocks of 4 KiB; list: {f.List.FlashBytes} bytes; cache: {f.Cache.FlashBytes} bytes; all: {flash.UsedBytes} bytes in {mostBlocks} of 64 blocks");

        // One more part, at most six blocks, while it is replaced; settings and certificates.
        Assert.IsTrue(mostBlocks + 6 <= 60, mostBlocks.ToString());
    }

    [TestMethod]
    public void Random_updates_and_restarts_agree_with_a_simple_model()
    {
        for (uint seed = 1; seed <= 12; seed++)
        {
            MemoryFlash flash = new();
            ListFixture f = new(flash);
            SeededRandom random = new(seed);
            string[] model = new string[seed % 3 == 0 ? 60 : 700];
            Clear(model);
            for (int step = 0; step < 60; step++)
            {
                bool full = random.Next(20) == 0;
                if (full) Clear(model);
                string entries = RandomEntries(random, full, model);
                int version = full ? 1 + random.Next(5) : f.List.Version + 1 + random.Next(3);
                Assert.AreEqual("Accepted", full ? f.Full(version, entries) : f.Differential(version, entries));
                if (random.Next(3) == 0) f.Tidy();
                if (random.Next(5) == 0) f = new ListFixture(flash);
                int count = 0;
                foreach (string status in model) count += status == "-" ? 0 : 1;
                Assert.AreEqual(count, f.List.Count, $"seed {seed}, step {step}");
                Assert.AreEqual(count == 0 ? 0 : version, f.List.Version);
                if (step % 5 != 0) continue;
                for (int i = 0; i < model.Length; i++) Assert.AreEqual(model[i], f.Status(IdTag(i)), $"seed {seed}, step {step}, {IdTag(i)}");
            }
        }
    }

    private static string RandomEntries(SeededRandom random, bool full, string[] model)
    {
        string[] statuses = ["Accepted", "Blocked", "Expired", "Invalid", "ConcurrentTx"];
        bool[] used = new bool[model.Length];
        string entries = "";
        int left = random.Next(4) == 0 ? 40 : random.Next(6);
        while (left > 0)
        {
            int card = random.Next(model.Length);
            if (used[card]) continue;
            used[card] = true;
            left--;
            string? status = !full && random.Next(3) == 0 ? null : statuses[random.Next(5)];
            model[card] = status ?? "-";
            if (entries.Length > 0) entries += ",";
            entries += ListFixture.Entry(IdTag(card), status, random.Next(2) == 0 ? null : "2030-01-01T00:00:00Z", random.Next(2) == 0 ? null : "GROUP" + IdTag(card));
        }

        return entries;
    }

    private static void Clear(string[] model)
    {
        for (int i = 0; i < model.Length; i++) model[i] = "-";
    }

    private static TransactionJournal Journal(MemoryFlash flash)
    {
        ManualClock clock = new(1000);
        Log log = new(clock, 4096);
        return new TransactionJournal(flash, new EventLoop(clock, log), new WallClock(clock), log);
    }

    private static string IdTag(int number) => "T" + (number * 7919).ToString();

    private static ListFixture Fill(MemoryFlash flash, int entries)
    {
        ListFixture f = new(flash);
        for (int i = 0; i < entries / 40; i++)
        {
            string text = ListFixture.Longest(40 * i, 40);
            Assert.AreEqual("Accepted", i == 0 ? f.Full(1, text) : f.Differential(i + 1, text));
        }

        Assert.AreEqual(entries, f.List.Count);
        return f;
    }
}
