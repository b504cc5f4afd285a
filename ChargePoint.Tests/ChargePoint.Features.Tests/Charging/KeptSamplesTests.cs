using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Features.Tests;

/// <summary>transactionData of StopTransaction (OCPP 1.6 section 4.10, StopTxnSampledData).</summary>
[TestClass]
public class KeptSamplesTests
{
    private const string Started = "{\"transactionId\":7,\"idTagInfo\":{\"status\":\"Accepted\"}}";

    [TestMethod]
    public void Samples_are_told_with_the_stop_after_restarts_and_confirmations()
    {
        MemoryFlash flash = new();
        QueueFixture before = new(flash);
        Transaction a = before.Begin("A");
        before.Features.Connect();
        before.Features.Answer(Started);
        for (int i = 1; i <= 5; i++)
        {
            before.Features.Clock.Advance(TransactionJournal.SafeIntervalMs);
            before.Sample(a, 1000 + i, QueueFixture.Energy);
            before.Features.Run();
            before.Features.Answer("{}");
        }

        QueueFixture after = new(flash);
        Transaction again = (Transaction)after.Journal.Running[0]!;
        int waiting = after.Queue.Waiting;
        after.Queue.Sample(again, after.Take(1900), 0, QueueFixture.Energy);
        Assert.AreEqual(waiting, after.Queue.Waiting, "kept samples are no messages");
        after.End(again);
        after.Features.Connect();
        while (after.Action != "StopTransaction") after.Features.Answer("{}");
        Assert.AreEqual("1001 1002 1003 1004 1005 1900 ", Energies(after.Payload));
        string payload = after.Payload;
        after.Features.Disconnect();
        after.Features.Connect();
        Assert.AreEqual(payload, after.Payload, "again the same");
        after.Features.Answer("{}");
        Assert.IsTrue(flash.UsedBytes < 2 * TransactionJournal.SegmentBytes, "and then they go");
    }

    [TestMethod]
    public void Segments_stay_until_the_stop_is_told()
    {
        MemoryFlash flash = new();
        QueueFixture f = new(flash);
        Transaction a = f.Begin("A");
        f.Features.Connect();
        f.Features.Answer(Started);
        for (int i = 1; i <= 400; i++)
        {
            f.Sample(a, 1000 + i, QueueFixture.Energy);
            f.Features.Run();
            f.Features.Answer("{}");
            while (f.Features.Link.Sent.Count > 1) f.Features.Link.Sent.RemoveAt(0);
        }

        Assert.IsTrue(f.Journal.Segments > 3);
        f.End(a);
        f.Features.Run();
        Assert.AreEqual("StopTransaction", f.Action);
        string energies = Energies(f.Payload);
        Assert.StartsWith("1001 ", energies);
        Assert.Contains(" 1400 ", energies);
        Assert.IsTrue(f.Payload.Length < TransactionJournal.MostKeptBytes + 500, f.Payload.Length.ToString());
        Assert.IsTrue(energies.Split(' ').Length > 10, energies);
        f.Features.Answer("{}");
        Assert.AreEqual(1, f.Journal.Segments);
    }

    [TestMethod]
    public void A_transaction_of_the_past_gets_its_samples_and_none_of_another()
    {
        MemoryFlash flash = new();
        QueueFixture before = new(flash);
        Transaction a = before.Begin("A");
        Transaction b = before.Begin("B");
        for (int i = 1; i <= 20; i++)
        {
            before.Queue.Sample(a, before.Take(1000 + i), 0, QueueFixture.Energy);
            before.Queue.Sample(b, before.Take(5000 + i), 0, i % 2 == 0 ? QueueFixture.Energy : 0);
        }

        before.End(a);
        before.End(b);
        QueueFixture after = new(flash);
        Assert.AreEqual(4, after.Queue.Waiting);
        after.Features.Connect();
        after.Features.Answer(Started);
        after.Features.Answer("{\"transactionId\":8,\"idTagInfo\":{\"status\":\"Accepted\"}}");
        Assert.StartsWith("1001 1002 1003 ", Energies(after.Payload));
        Assert.IsTrue(Energies(after.Payload).IndexOf("50") < 0);
        after.Features.Answer("{}");
        Assert.AreEqual("5002 5004 5006 5008 5010 5012 5014 5016 5018 5020 ", Energies(after.Payload));
    }

    [TestMethod]
    public void A_stop_without_kept_samples_has_no_transactionData()
    {
        QueueFixture f = new();
        Transaction a = f.Begin("A");
        f.Sample(a);
        f.End(a);
        f.Features.Connect();
        f.Features.Answer(Started);
        f.Features.Answer("{}");
        Assert.AreEqual("StopTransaction", f.Action);
        Assert.IsTrue(f.Payload.IndexOf("transactionData") < 0);
    }

    [TestMethod]
    public void When_the_journal_fills_kept_samples_are_thinned_out_too()
    {
        MemoryFlash flash = new();
        QueueFixture f = new(flash);
        Transaction a = f.Begin("A");
        f.Features.Connect();
        f.Features.Answer(Started);
        for (int i = 1; i <= 6_000; i++) f.Queue.Sample(a, f.Take(1000 + i), 0, QueueFixture.Energy);
        Assert.AreEqual(0, f.Journal.SamplesDropped);
        Assert.IsTrue(f.Journal.SamplesThinned > 1_000);
        Assert.AreEqual(0, f.Queue.Waiting);
        Assert.IsTrue(f.Queue.CanBegin);
        f.End(a);
        f.Features.Run();
        string[] energies = Energies(f.Payload).Split(' ');
        Assert.AreEqual("7000", energies[energies.Length - 2]);
        Assert.IsTrue(energies.Length > 10);
    }

    private static string Energies(string payload)
    {
        string found = "";
        const string Name = "\"value\":\"";
        for (int at = payload.IndexOf(Name); at >= 0; at = payload.IndexOf(Name, at))
        {
            at += Name.Length;
            found += payload.Substring(at, payload.IndexOf('"', at) - at) + " ";
        }

        return found;
    }
}
