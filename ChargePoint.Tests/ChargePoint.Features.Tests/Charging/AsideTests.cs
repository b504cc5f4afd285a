using ChargePoint.Hal.Simulated;
using ChargePoint.Runtime;
using nanoFramework.TestFramework;

namespace ChargePoint.Features.Tests;

/// <summary>What becomes of messages that are set aside when there is no room for more of them.</summary>
[TestClass]
public class AsideTests
{
    private const string Started = "{\"transactionId\":7,\"idTagInfo\":{\"status\":\"Accepted\"}}";
    private const string NotKept = "a message that was set aside could not be kept";
    private const int Transactions = 300;

    [TestMethod]
    public void Beyond_the_maximum_messages_are_counted_and_logged_and_the_journal_goes_on()
    {
        MemoryFlash flash = new();
        QueueFixture f = new(flash);
        f.Features.Configuration.Change("TransactionMessageAttempts", "1");
        f.Features.Connect();
        int keptBefore = -1;
        for (int i = 1; i <= Transactions; i++)
        {
            bool wasFull = IsLogged(f);
            SetAside(f, i);
            Assert.AreEqual(2 * i, f.Queue.Exhausted, "each is counted");
            Assert.AreEqual(0, f.Queue.Waiting);
            if (!wasFull && IsLogged(f)) keptBefore = CountAside(f);
        }

        Assert.IsTrue(keptBefore > 0, "the maximum was reached, and is in the log");
        Assert.AreEqual(keptBefore, CountAside(f), "those that came first stay");
        OutputHelper.WriteLine($"{keptBefore} of {2 * Transactions} messages are kept aside, in {AsideSegments(flash)} segments");
        Assert.AreEqual(TransactionJournal.MostAsideSegments, AsideSegments(flash));
        Assert.AreEqual(0, f.Features.Loop.Failures);
        TellOne(f);

        QueueFixture after = new(flash);
        Assert.AreEqual(2 * Transactions, after.Queue.Exhausted, "the number outlives a restart");
        Assert.AreEqual(keptBefore, CountAside(after));
        Assert.AreEqual(0, after.Queue.Waiting);
        after.Features.Connect();
        TellOne(after);
    }

    [TestMethod]
    public void A_flash_that_takes_nothing_keeps_none_aside_and_the_queue_goes_on()
    {
        MemoryFlash flash = new();
        QueueFixture f = new(flash);
        f.Features.Configuration.Change("TransactionMessageAttempts", "1");
        f.Features.Connect();
        flash.Broken = true;
        for (int i = 1; i <= 40; i++) SetAside(f, i);
        Assert.AreEqual(80, f.Queue.Exhausted);
        Assert.IsTrue(IsLogged(f));
        Assert.AreEqual(0, CountAside(f));
        Assert.AreEqual(0, f.Features.Loop.Failures);
        flash.Broken = false;
        TellOne(f);
        Assert.AreEqual(0, new QueueFixture(flash).Queue.Waiting);
    }

    // The start is refused, so that the stop is an orphan's.
    private static void SetAside(QueueFixture f, int number)
    {
        Transaction transaction = f.Begin("CARD" + number.ToString());
        f.Features.Run();
        Assert.AreEqual("StartTransaction", f.Action);
        f.Features.Answer("!InternalError");
        f.End(transaction);
        f.Features.Run();
    }

    private static void TellOne(QueueFixture f)
    {
        Transaction transaction = f.Begin("LAST");
        f.Features.Run();
        Assert.Contains("\"idTag\":\"LAST\"", f.Payload);
        f.Features.Answer(Started);
        f.End(transaction);
        f.Features.Run();
        Assert.AreEqual("StopTransaction", f.Action);
        f.Features.Answer("{}");
        Assert.AreEqual(0, f.Queue.Waiting);
    }

    // Each of them can be read, oldest first.
    private static int CountAside(QueueFixture f)
    {
        RecordReader reader = f.Journal.AsideReader();
        int count = 0;
        int last = 0;
        for (JournalEntry? entry = f.Journal.NextAside(reader); entry != null; entry = f.Journal.NextAside(reader))
        {
            Assert.IsTrue(entry.Number > last, $"{entry.Number} behind {last}");
            last = entry.Number;
            count++;
        }

        return count;
    }

    private static int AsideSegments(MemoryFlash flash)
    {
        int count = 0;
        foreach (string file in flash.List())
        {
            if (file.StartsWith("aside.")) count++;
        }

        return count;
    }

    private static bool IsLogged(QueueFixture f)
    {
        for (int i = 0; i < f.Features.Log.Count; i++)
        {
            if (f.Features.Log.TryRead(i, out _, out _, out _, out string message) && message.IndexOf(NotKept) >= 0) return true;
        }

        return false;
    }
}
