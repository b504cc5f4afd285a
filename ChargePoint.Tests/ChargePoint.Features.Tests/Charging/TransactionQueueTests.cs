using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Ocpp;
using nanoFramework.TestFramework;

namespace ChargePoint.Features.Tests;

[TestClass]
public class TransactionQueueTests
{
    private const string Started = "{\"transactionId\":7,\"idTagInfo\":{\"status\":\"Accepted\"}}";

    [TestMethod]
    public void Messages_go_out_in_the_order_in_which_things_happened()
    {
        QueueFixture f = new();
        Transaction a = f.Begin("A");
        f.Sample(a);
        f.End(a);
        Transaction b = f.Begin("B");
        f.Features.Connect();
        Assert.AreEqual("StartTransaction", f.Action);
        f.Features.Answer(Started);
        Assert.AreEqual("MeterValues", f.Action);
        Assert.Contains("\"transactionId\":7", f.Payload);
        f.Features.Answer("{}");
        Assert.AreEqual("StopTransaction", f.Action);
        Assert.Contains("\"transactionId\":7", f.Payload);
        f.Features.Answer("{}");
        Assert.AreEqual("StartTransaction", f.Action);
        Assert.Contains("\"idTag\":\"B\"", f.Payload);
        f.Features.Answer("{\"transactionId\":-8,\"idTagInfo\":{\"status\":\"Accepted\",\"parentIdTag\":\"P\"}}");
        Assert.AreEqual(-8, b.Id);
        Assert.AreEqual("P", b.ParentIdTag);
        Assert.AreEqual(0, f.Queue.Waiting);
        Assert.AreEqual("A:Accepted B:Accepted ", f.Confirmed);
        Assert.AreEqual("A:Accepted B:Accepted ", f.Learnt);
    }

    [TestMethod]
    public void A_lost_connection_is_no_attempt()
    {
        QueueFixture f = new();
        f.Begin("A");
        for (int i = 0; i < 10; i++)
        {
            f.Features.Connect();
            Assert.AreEqual("StartTransaction", f.Action);
            Assert.AreEqual(i + 1, f.Features.Link.Sent.Count);
            f.Features.Disconnect();
        }

        Assert.AreEqual(1, f.Queue.Waiting);
        Assert.AreEqual(0, f.Queue.Exhausted);
    }

    [TestMethod]
    public void A_refused_message_is_sent_again_after_a_growing_wait_and_says_the_same()
    {
        QueueFixture f = new();
        f.Features.Configuration.Change("TransactionMessageAttempts", "4");
        f.Features.Configuration.Change("TransactionMessageRetryInterval", "10");
        Transaction a = f.Begin("A");
        f.End(a);
        f.Features.Connect();
        string payload = f.Payload;
        for (int attempt = 1; attempt < 4; attempt++)
        {
            f.Features.Answer("!InternalError");
            f.Features.Advance((10_000 * attempt) - 1);
            Assert.AreEqual(attempt, f.Features.Link.Sent.Count, "nothing, and nothing behind it, is sent meanwhile");
            f.Features.Advance(1);
            Assert.AreEqual(attempt + 1, f.Features.Link.Sent.Count);
            Assert.AreEqual(payload, f.Payload);
        }

        f.Features.Answer(Started);
        Assert.AreEqual("StopTransaction", f.Action);
    }

    [TestMethod]
    public void A_message_that_is_not_answered_counts_as_an_attempt()
    {
        QueueFixture f = new();
        f.Features.Configuration.Change("TransactionMessageAttempts", "2");
        f.Features.Configuration.Change("TransactionMessageRetryInterval", "5");
        f.Begin("A");
        f.Features.Connect();
        f.Features.Advance(CallQueue.AnswerTimeoutMs + 5_000);
        Assert.AreEqual(2, f.Features.Link.Sent.Count);
        f.Features.Advance(CallQueue.AnswerTimeoutMs);
        Assert.AreEqual(1, f.Queue.Exhausted);
        Assert.AreEqual(0, f.Queue.Waiting);
        f.Features.Advance(600_000);
        Assert.AreEqual(2, f.Features.Link.Sent.Count);
    }

    [TestMethod]
    public void A_wrong_confirmation_counts_as_an_attempt_and_takes_no_effect()
    {
        QueueFixture f = new();
        f.Features.Configuration.Change("TransactionMessageRetryInterval", "0");
        Transaction a = f.Begin("A");
        f.Features.Connect();
        f.Features.Answer("{\"transactionId\":\"7\",\"idTagInfo\":{\"status\":\"Accepted\"}}");
        f.Features.Answer("{\"transactionId\":7}");
        Assert.IsFalse(a.HasId);
        Assert.AreEqual("", f.Confirmed);
        Assert.AreEqual(3, f.Features.Link.Sent.Count);
        f.Features.Answer("{\"transactionId\":7,\"idTagInfo\":{\"status\":\"Nice\"}}");
        Assert.AreEqual(1, f.Queue.Exhausted);
    }

    [TestMethod]
    public void When_attempts_are_used_up_those_behind_go_on_and_an_orphans_messages_are_set_aside()
    {
        QueueFixture f = new();
        f.Features.Configuration.Change("TransactionMessageAttempts", "1");
        Transaction a = f.Begin("A");
        f.Sample(a);
        f.End(a);
        f.Begin("B");
        f.Features.Connect();
        f.Features.Answer("!InternalError");
        Assert.Contains("\"idTag\":\"B\"", f.Payload);
        Assert.AreEqual(3, f.Queue.Exhausted);
    }

    [TestMethod]
    public void A_sample_that_is_refused_does_not_make_an_orphan()
    {
        QueueFixture f = new();
        f.Features.Configuration.Change("TransactionMessageAttempts", "1");
        Transaction a = f.Begin("A");
        f.Features.Connect();
        f.Features.Answer(Started);
        f.Sample(a);
        f.Features.Run();
        f.Features.Answer("!InternalError");
        Assert.IsFalse(a.IsOrphan);
        f.End(a);
        f.Features.Run();
        Assert.AreEqual("StopTransaction", f.Action);
    }

    [TestMethod]
    public void Nothing_is_sent_before_the_boot_is_accepted()
    {
        QueueFixture f = new();
        f.Features.Queue.Permission = SendPermission.BootAndTriggered;
        f.Begin("A");
        f.Features.Connect();
        Assert.AreEqual(0, f.Features.Link.Sent.Count);
        f.Features.Queue.Permission = SendPermission.Everything;
        f.Features.Queue.Wake();
        f.Features.Run();
        Assert.AreEqual(1, f.Features.Link.Sent.Count);
    }

    [TestMethod]
    public void A_stop_says_who_when_and_why()
    {
        QueueFixture f = new();
        Transaction a = f.Begin("A");
        f.Features.Connect();
        f.Features.Answer(Started);
        a.Stop(f.Take(1500), StopReason.EVDisconnected, null);
        f.Queue.End(a);
        f.Features.Run();
        Assert.AreEqual("{\"transactionId\":7,\"meterStop\":1500,\"timestamp\":\"2026-01-01T00:00:00.000Z\",\"reason\":\"EVDisconnected\"}", f.Payload);
    }

    [TestMethod]
    public void A_sample_without_measurands_gives_no_message()
    {
        QueueFixture f = new();
        Transaction a = f.Begin("A");
        f.Queue.Sample(a, f.Take(1), 0, 0);
        Assert.AreEqual(1, f.Queue.Waiting);
    }
}

/// <summary>A transaction queue over a fake connection.</summary>
internal sealed class QueueFixture : ITransactionObserver
{
    public QueueFixture(MemoryFlash? flash = null, bool clockIsKnown = true, CuttingFlash? cutting = null)
    {
        Features = new FeatureFixture(flash);
        if (clockIsKnown) Features.WallClock.Set(1_767_225_600_000);
        Journal = new TransactionJournal(cutting != null ? cutting : Features.Flash, Features.Loop, Features.WallClock, Features.Log);
        Queue = new TransactionQueue(Features.Loop, Features.Queue, Journal, Features.Configuration, Features.WallClock, Features.Log) { Observer = this };
        Features.Queue.Add(Queue);
    }

    public const int Energy = 1 << Measurands.EnergyActiveImportRegister;

    public FeatureFixture Features { get; }

    public TransactionJournal Journal { get; }

    public TransactionQueue Queue { get; }

    /// <summary>What was said about idTags.</summary>
    public string Learnt { get; private set; } = "";

    /// <summary>What was confirmed, in words.</summary>
    public string Confirmed { get; private set; } = "";

    public string Action => Features.Link.LastAction;

    public string Payload => Features.Link.LastPayload;

    public MeterSample Take(long energyWh) => new(Moment.Now(Features.Clock.MonotonicMs, Features.WallClock), ReadingContext.SamplePeriodic, new MeterReading { EnergyWh = energyWh }, 1, 0);

    public Transaction Begin(string idTag)
    {
        Transaction transaction = new(1, idTag, null, Take(1000));
        Queue.Begin(transaction);
        return transaction;
    }

    public void Sample(Transaction transaction, long energyWh = 1200, int kept = 0) => Queue.Sample(transaction, Take(energyWh), Energy, kept);

    public void End(Transaction transaction)
    {
        transaction.Stop(Take(2000), StopReason.Local, transaction.IdTag);
        Queue.End(transaction);
    }

    public void OnIdTagInfo(string idTag, IdTagInfo info) => Learnt += idTag + ":" + info.StatusName + " ";

    public void OnTransactionOrphaned(Transaction transaction) => Confirmed += transaction.IdTag + ":orphan ";

    public void OnTransactionConfirmed(Transaction transaction, IdTagInfo info) => Confirmed += transaction.IdTag + ":" + info.StatusName + " ";
}
