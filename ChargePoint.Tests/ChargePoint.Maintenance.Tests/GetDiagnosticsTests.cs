using ChargePoint.Features;
using ChargePoint.Hal;
using nanoFramework.TestFramework;

namespace ChargePoint.Maintenance.Tests;

[TestClass]
public class GetDiagnosticsTests
{
    private const string Location = "\"location\":\"http://me:secret@files.example/in\"";

    [TestMethod]
    public void The_file_is_named_delivered_and_told()
    {
        MaintenanceFixture f = MaintenanceFixture.Connected();
        Assert.AreEqual("{\"fileName\":\"diagnostics-20260101T000000-1-1.txt\"}", f.Call("GetDiagnostics", "{" + Location + "}"));
        Assert.AreEqual(0, f.Network.Count, "the confirmation goes first");
        f.Run();
        Assert.AreEqual("Uploading", f.Told);
        f.Serve("HTTP/1.1 201 Created\r\n\r\n");
        Assert.StartsWith("PUT /in/diagnostics-20260101T000000-1-1.txt HTTP/1.1\r\n", f.Network.Last.Sent);
        Assert.AreEqual("Uploading Uploaded", f.Told);
        f.Room.DiagnosticsStages.Trigger();
        f.Run();
        Assert.AreEqual("Uploading Uploaded Idle", f.Told);
        Assert.IsFalse(f.Logged("secret"));
        Assert.AreEqual(-1L, f.Loop.UntilNextTimerMs);
    }

    [TestMethod]
    public void The_file_tells_the_state_and_no_secret()
    {
        MaintenanceFixture f = new();
        f.Configuration.Set(Key.AuthorizationKey, "0123456789abcdef", out _);
        f.Configuration.Set(Key.CpoName, "Stromer \u00e9", out _);
        f.Board.FreeMemoryBytes = 45_000;
        f.Log.Warning("link", "something odd");
        Deliver(f);
        string file = f.Network.Last.Sent;
        Assert.Contains("\n[charge point]\ntime: 2026-01-01T00:00:00.000Z\nmodel: ChargePoint Simulator, serial number unknown\nfirmware: 0.1.0\n", file);
        Assert.Contains("\nboot: 1, running for 1 s\nfree memory: 45000 bytes\ncentral system: not connected, registration None\n", file);
        Assert.Contains("\ntransaction messages: 0 waiting, 0 set aside\n", file);
        Assert.Contains("\n[connectors]\n1: Available, NoError, pilot A, contactor open, unlocked, 0 mA offered, 0 Wh, transaction none\n", file);
        Assert.Contains("\nHeartbeatInterval = 300\n", file);
        Assert.Contains("\nCpoName = Stromer \u00e9\n", file);
        Assert.Contains("\nAuthorizationKey = (set, not shown)\n", file);
        Assert.DoesNotContains("0123456789abcdef", file);
        Assert.Contains("Z warning link: something odd\n", file);
        Assert.IsTrue(file.IndexOf("[connectors]") < file.IndexOf("[configuration]") && file.IndexOf("[messages set aside]") < file.IndexOf("[log]"));
    }

    [TestMethod]
    public void Messages_that_were_set_aside_are_in_the_file_as_they_are()
    {
        MaintenanceFixture f = new();
        Transaction transaction = new(1, "CARD1", null, new MeterSample(Moment.Now(1000, f.WallClock), ReadingContext.TransactionBegin, 1234));
        f.Configuration.Set(Key.TransactionMessageAttempts, "1", out _);
        f.Transactions.Observer = new Ignorant();
        f.Transactions.Begin(transaction);
        f.Queue.Add(f.Transactions);
        f.Confirms = false;
        f.Connect();
        f.Advance(40_000);
        f.Confirms = true;
        Assert.AreEqual(1, f.Transactions.Exhausted);
        Deliver(f);
        Assert.Contains("0 waiting, 1 set aside\n", f.Network.Last.Sent);
        Assert.Contains("\n[messages set aside]\nrecord of type 2, ", f.Network.Last.Sent);
        Assert.Contains("4341524431", f.Network.Last.Sent, "CARD1");
    }

    [TestMethod]
    public void The_log_can_be_limited_to_a_time()
    {
        MaintenanceFixture f = new();
        f.Log.Info("x", "first");
        f.Clock.Advance(60_000);
        f.Log.Info("x", "second");
        f.Clock.Advance(60_000);
        f.Log.Info("x", "third");
        Deliver(f, ",\"startTime\":\"2026-01-01T00:00:30Z\",\"stopTime\":\"2026-01-01T00:01:30Z\"");
        Assert.DoesNotContains("first", f.Network.Last.Sent);
        Assert.Contains("2026-01-01T00:01:00.000Z info x: second\n", f.Network.Last.Sent);
        Assert.DoesNotContains("third", f.Network.Last.Sent);
    }

    [TestMethod]
    [DataRow(",\"startTime\":\"2025-02-01T00:00:00Z\",\"stopTime\":\"2025-01-01T00:00:00Z\"")]
    [DataRow(",\"startTime\":\"2027-01-01T00:00:00Z\"")]
    public void Where_nothing_is_available_the_confirmation_is_empty(string time)
    {
        MaintenanceFixture f = MaintenanceFixture.Connected();
        Assert.AreEqual("{}", f.Call("GetDiagnostics", "{" + Location + time + "}"));
        f.AssertNothingIsDone();
    }

    [TestMethod]
    [DataRow("{}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"location\":7}", "!TypeConstraintViolation")]
    [DataRow("{\"location\":\"http://h/\",\"retries\":\"2\"}", "!TypeConstraintViolation")]
    [DataRow("{\"location\":\"http://h/\",\"retries\":-1}", "!PropertyConstraintViolation")]
    [DataRow("{\"location\":\"http://h/\",\"retryInterval\":-1}", "!PropertyConstraintViolation")]
    [DataRow("{\"location\":\"http://h/\",\"retryInterval\":1.5}", "!TypeConstraintViolation")]
    [DataRow("{\"location\":\"http://h/\",\"startTime\":\"yesterday\"}", "!PropertyConstraintViolation")]
    [DataRow("{\"location\":\"http://h/\",\"stopTime\":5}", "!TypeConstraintViolation")]
    public void A_request_that_is_wrong_is_refused_and_does_nothing(string request, string error)
    {
        MaintenanceFixture.AssertRefused("GetDiagnostics", request, error);
    }

    [TestMethod]
    [DataRow("sftp://files.example/in")]
    [DataRow("somewhere")]
    [DataRow("")]
    public void A_location_that_cannot_be_used_is_told_as_UploadFailed(string location)
    {
        MaintenanceFixture f = MaintenanceFixture.Connected();
        Assert.Contains("fileName", f.Call("GetDiagnostics", "{\"location\":\"" + location + "\"}"));
        f.Advance(1000);
        Assert.AreEqual("Uploading UploadFailed", f.Told);
        Assert.AreEqual(0, f.Network.Count);
    }

    [TestMethod]
    [DataRow(-1, 3)]
    [DataRow(0, 1)]
    [DataRow(1, 1)]
    [DataRow(4, 4)]
    public void It_is_tried_as_often_as_retries_says(int retries, int attempts)
    {
        MaintenanceFixture f = MaintenanceFixture.Connected();
        f.Call("GetDiagnostics", "{" + Location + (retries < 0 ? "" : ",\"retries\":" + retries) + ",\"retryInterval\":10}");
        f.Run();
        for (int i = 1; i <= attempts; i++)
        {
            Assert.AreEqual("Uploading", f.Told);
            Assert.AreEqual(i, f.Network.Count);
            f.Serve("HTTP/1.1 500 Oops\r\n\r\n");
            f.Advance(9_990);
            Assert.AreEqual(i, f.Network.Count, "retryInterval");
            f.Advance(20);
        }

        Assert.AreEqual("Uploading UploadFailed", f.Told);
        f.Advance(100_000);
        Assert.AreEqual(attempts, f.Network.Count);
    }

    [TestMethod]
    public void Without_a_network_no_attempt_is_used_up()
    {
        MaintenanceFixture f = MaintenanceFixture.Connected();
        f.Board.Link.IsUp = false;
        f.Call("GetDiagnostics", "{" + Location + ",\"retries\":1}");
        f.Advance(600_000);
        Assert.AreEqual(0, f.Network.Count);
        f.Board.Link.IsUp = true;
        f.Advance(6_000);
        Assert.AreEqual(1, f.Network.Count);
        f.Serve("HTTP/1.1 200 OK\r\n\r\n");
        Assert.AreEqual("Uploading Uploaded", f.Told);
    }

    [TestMethod]
    public void A_second_request_takes_the_place_of_the_first()
    {
        MaintenanceFixture f = MaintenanceFixture.Connected();
        f.Call("GetDiagnostics", "{" + Location + "}");
        f.Run();
        f.Network.Last.Open();
        f.Run();
        Assert.AreEqual("{\"fileName\":\"diagnostics-20260101T000000-1-2.txt\"}", f.Call("GetDiagnostics", "{\"location\":\"http://other.example/\"}"));
        f.Run();
        Assert.IsTrue(f.Network[0].WasClosed);
        Assert.AreEqual("other.example", f.Network.Last.Host);
        f.Serve("HTTP/1.1 200 OK\r\n\r\n");
        Assert.AreEqual("Uploading Uploading Uploaded", f.Told);
    }

    [TestMethod]
    public void It_waits_while_another_file_is_transferred()
    {
        MaintenanceFixture f = MaintenanceFixture.Connected();
        f.Room.Transfer.Upload(FileAddress.Parse("http://h/", out _)!, "x", new Nothing(), new Nothing());
        f.Call("GetDiagnostics", "{" + Location + "}");
        f.Run();
        Assert.AreEqual(1, f.Network.Count);
        f.Network.Last.Fail(TransportError.Refused);
        f.Advance(5_010);
        Assert.AreEqual(2, f.Network.Count);
    }

    [TestMethod]
    public void It_is_delivered_in_a_transaction_and_while_nobody_listens()
    {
        MaintenanceFixture f = new();
        f.Charge();
        Deliver(f);
        Assert.Contains("transaction not confirmed\n", f.Network.Last.Sent);
        Assert.AreEqual("", f.Told);
        f.Connect();
        Assert.AreEqual("Uploading Uploaded", f.Told, "told as soon as somebody listens");
    }

    // The file is asked for, and the server takes it.
    private static void Deliver(MaintenanceFixture f, string more = "")
    {
        f.Call("GetDiagnostics", "{" + Location + more + "}");
        f.Run();
        f.Serve("HTTP/1.1 200 OK\r\n\r\n");
    }

    private sealed class Nothing : IByteSource, ITransferListener
    {
        public void Rewind()
        {
        }

        public int Read(byte[] buffer, int offset, int count) => 0;

        public void OnTransferEnded(TransferEnd end, string detail)
        {
        }
    }

    private sealed class Ignorant : ITransactionObserver
    {
        public void OnIdTagInfo(string idTag, IdTagInfo info)
        {
        }

        public void OnTransactionConfirmed(Transaction transaction, IdTagInfo info)
        {
        }

        public void OnTransactionOrphaned(Transaction transaction)
        {
        }
    }
}
