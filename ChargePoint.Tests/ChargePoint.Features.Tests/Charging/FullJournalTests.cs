using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Features.Tests;

/// <summary>What becomes of the journal when it fills: samples grow sparser, starts and stops stay.</summary>
[TestClass]
public class FullJournalTests
{
    private const string Started = "{\"transactionId\":7,\"idTagInfo\":{\"status\":\"Accepted\"}}";

    [TestMethod]
    public void Samples_of_a_long_outage_are_thinned_out_evenly()
    {
        MemoryFlash flash = new();
        QueueFixture f = new(flash);
        Transaction a = f.Begin("A");
        const int Samples = 8_000;
        for (int i = 1; i <= Samples; i++)
        {
            f.Features.Clock.Advance(60_000);
            f.Sample(a, 1000 + i);
        }

        f.End(a);
        Assert.AreEqual(0, f.Journal.SamplesDropped);
        Assert.AreEqual(2 + Samples - f.Journal.SamplesThinned, f.Queue.Waiting, "what waits is counted right");
        QueueFixture after = new(flash);
        Assert.AreEqual(f.Queue.Waiting, after.Queue.Waiting);
        after.Features.Connect();
        after.Features.Answer(Started);
        long last = 1000;
        long widest = 0;
        int told = 0;
        while (after.Action == "MeterValues")
        {
            long energy = Energy(after.Payload);
            Assert.IsTrue(energy > last, $"{energy} after {last}");
            if (energy - last > widest) widest = energy - last;
            last = energy;
            told++;
            after.Features.Answer("{}");
            after.Features.Link.Sent.RemoveAt(0);
        }

        Assert.AreEqual("StopTransaction", after.Action);
        Assert.AreEqual(1000L + Samples, last, "the latest is there");
        OutputHelper.WriteLine($"{told} of {Samples} samples stay, at most {widest} apart");
        Assert.IsTrue(told > 1_500, told.ToString());
        Assert.IsTrue(widest <= 10, widest.ToString());
        after.Features.Answer("{}");
        Assert.AreEqual(0, after.Queue.Waiting);
    }

    [TestMethod]
    public void Starts_and_stops_find_room_where_samples_were_and_are_all_told()
    {
        MemoryFlash flash = new();
        QueueFixture f = new(flash);
        int begun = 0;
        while (f.Queue.CanBegin && begun < 3_000)
        {
            Transaction transaction = f.Begin("X" + begun.ToString());
            begun++;
            for (int i = 0; i < 4; i++) f.Sample(transaction, 1100 + i);
            f.End(transaction);
        }

        OutputHelper.WriteLine($"{begun} transactions of 4 samples fit, {f.Journal.SamplesThinned} samples thinned out, {f.Journal.SamplesDropped} dropped");
        Assert.IsFalse(f.Queue.CanBegin);
        Assert.IsTrue(begun > 700, begun.ToString());
        Assert.IsTrue(f.Journal.Segments <= TransactionJournal.MostSegments);
        QueueFixture after = new(flash);
        Assert.AreEqual(f.Queue.Waiting, after.Queue.Waiting, "all of it is in flash");
        after.Features.Connect();
        for (int i = 0; i < begun; i++)
        {
            Assert.AreEqual("StartTransaction", after.Action, i.ToString());
            Assert.Contains("\"idTag\":\"X" + i.ToString() + "\"", after.Payload);
            after.Features.Answer(Started);
            while (after.Action == "MeterValues") after.Features.Answer("{}");
            Assert.AreEqual("StopTransaction", after.Action, i.ToString());
            after.Features.Answer("{}");
            while (after.Features.Link.Sent.Count > 1) after.Features.Link.Sent.RemoveAt(0);
        }

        Assert.AreEqual(0, after.Queue.Waiting);
        Assert.IsTrue(after.Queue.CanBegin, "room comes back with every confirmation");
    }

    [TestMethod]
    public void A_transaction_that_runs_when_the_journal_is_full_gets_its_stop()
    {
        MemoryFlash flash = new();
        QueueFixture f = new(flash);
        Transaction a = f.Begin("A");
        while (f.Queue.CanBegin) f.End(f.Begin("X"));
        f.End(a);
        int waiting = f.Queue.Waiting;
        QueueFixture after = new(flash);
        Assert.AreEqual(waiting, after.Queue.Waiting);
        Assert.AreEqual(0, after.Journal.Running.Count);
        Assert.IsFalse(after.Queue.CanBegin);
    }

    [TestMethod]
    public void Power_cut_anywhere_while_segments_are_merged_loses_nothing_else()
    {
        int operations = 0;
        for (int mode = 0; mode < 3; mode++)
        {
            MemoryFlash whole = new();
            CuttingFlash counting = new(whole);
            Outage(counting);
            operations = counting.Operations;
            for (int cut = operations - 12; cut <= operations; cut++)
            {
                MemoryFlash flash = new();
                CuttingFlash cutting = new(flash) { CutAt = cut, Mode = (CutMode)mode };
                Assert.ThrowsException(typeof(PowerCutException), () => Outage(cutting));
                CheckAfterCut(flash, $"cut {cut} of {operations} in mode {mode}");
            }
        }
    }

    private static void Outage(CuttingFlash flash)
    {
        QueueFixture f = new(cutting: flash);
        f.End(f.Begin("FIRST"));
        Transaction a = f.Begin("A");
        for (int i = 0; f.Journal.SamplesThinned == 0; i++) f.Sample(a, 1001 + i);
        for (int i = 0; i < 8; i++) f.Sample(a, 900_001 + i);
    }

    private static void CheckAfterCut(MemoryFlash flash, string where)
    {
        QueueFixture after = new(flash);
        Assert.AreEqual(1, after.Journal.Running.Count, where);
        int waiting = after.Queue.Waiting;
        after.End((Transaction)after.Journal.Running[0]!);
        after.Features.Connect();
        Assert.Contains("FIRST", after.Payload, where);
        after.Features.Answer(Started);
        after.Features.Answer("{}");
        Assert.Contains("\"idTag\":\"A\"", after.Payload, where);
        after.Features.Answer(Started);
        long last = 1000;
        int told = 0;
        while (after.Action == "MeterValues")
        {
            long energy = Energy(after.Payload);
            Assert.IsTrue(energy > last && (energy - last <= 3 || energy == 900_001), $"{where}: {energy} after {last}");
            last = energy;
            told++;
            after.Features.Answer("{}");
            after.Features.Link.Sent.RemoveAt(0);
        }

        Assert.AreEqual(waiting - 3, told, where);
        Assert.AreEqual("StopTransaction", after.Action, where);
        after.Features.Answer("{}");
        Assert.AreEqual(0, after.Queue.Waiting, where);
    }

    private static long Energy(string payload)
    {
        int at = payload.IndexOf("\"value\":\"") + 9;
        return long.Parse(payload.Substring(at, payload.IndexOf('"', at) - at));
    }
}
