using System.Text;
using nanoFramework.TestFramework;

namespace ChargePoint.Maintenance.Tests;

[TestClass]
public class GetLogTests
{
    [TestMethod]
    public void The_diagnostics_log_is_named_delivered_and_told_with_the_number_of_the_request()
    {
        MaintenanceFixture f = MaintenanceFixture.Connected();
        Assert.AreEqual("{\"status\":\"Accepted\",\"filename\":\"diagnostics-20260101T000000-1-1.txt\"}", f.Call("GetLog", Request("DiagnosticsLog", 7)));
        Assert.AreEqual(0, f.Network.Count, "the confirmation goes first");
        f.Run();
        Assert.AreEqual("Uploading", f.Told);
        Assert.Contains("\"LogStatusNotification\",{\"status\":\"Uploading\",\"requestId\":7}", f.LastSent);
        f.Room.LogStages.Trigger();
        f.Run();
        Assert.Contains("{\"status\":\"Uploading\",\"requestId\":7}", f.LastSent);
        f.Serve("HTTP/1.1 201 Created\r\n\r\n");
        Assert.Contains("[charge point]\n", f.Network.Last.Sent);
        Assert.Contains("{\"status\":\"Uploaded\",\"requestId\":7}", f.LastSent);
        f.Room.LogStages.Trigger();
        f.Run();
        Assert.Contains("{\"status\":\"Idle\"}", f.LastSent, "no number belongs to it");
        Assert.AreEqual(-1L, f.Loop.UntilNextTimerMs);
    }

    [TestMethod]
    public void The_security_log_is_delivered_for_the_time_that_was_asked_for()
    {
        MaintenanceFixture f = new();
        OneLine log = new();
        f.Room.GetLog.SecurityLog = log;
        f.Connect();
        string period = ",\"oldestTimestamp\":\"2025-12-01T00:00:00Z\",\"latestTimestamp\":\"2025-12-02T00:00:00Z\"";
        Assert.AreEqual("{\"status\":\"Accepted\",\"filename\":\"security-20260101T000000-1-1.txt\"}", f.Call("GetLog", Request("SecurityLog", -3, period)));
        f.Run();
        f.Serve("HTTP/1.1 200 OK\r\n\r\n");
        Assert.Contains("\r\n\r\nwho did what\n", f.Network.Last.Sent);
        Assert.AreEqual(1_764_547_200_000L, log.FromUnixMs);
        Assert.AreEqual(1_764_633_600_000L, log.ToUnixMs);
        Assert.IsTrue(log.IsReleased);
        Assert.Contains("{\"status\":\"Uploaded\",\"requestId\":-3}", f.LastSent);
    }

    [TestMethod]
    public void A_log_that_is_not_there_is_rejected()
    {
        MaintenanceFixture f = MaintenanceFixture.Connected();
        Assert.AreEqual("{\"status\":\"Rejected\"}", f.Call("GetLog", Request("SecurityLog", 1)));
        f.AssertNothingIsDone();
    }

    [TestMethod]
    [DataRow(",\"oldestTimestamp\":\"2027-01-01T00:00:00Z\"")]
    [DataRow(",\"oldestTimestamp\":\"2025-12-02T00:00:00Z\",\"latestTimestamp\":\"2025-12-01T00:00:00Z\"")]
    public void A_time_of_which_there_is_nothing_is_rejected(string period)
    {
        MaintenanceFixture f = MaintenanceFixture.Connected();
        Assert.AreEqual("{\"status\":\"Rejected\"}", f.Call("GetLog", Request("DiagnosticsLog", 1, period)));
        f.AssertNothingIsDone();
    }

    [TestMethod]
    public void A_second_request_cancels_the_first_which_is_not_told_of_any_more()
    {
        MaintenanceFixture f = Asked(Request("DiagnosticsLog", 1));
        f.Network.Last.Open();
        f.Run();
        Assert.Contains("\"AcceptedCanceled\",\"filename\":\"diagnostics-20260101T000000-1-2.txt\"", f.Call("GetLog", Request("DiagnosticsLog", 2)));
        f.Run();
        Assert.IsTrue(f.Network[0].WasClosed);
        f.Serve("HTTP/1.1 200 OK\r\n\r\n");
        Assert.AreEqual("Uploading Uploading Uploaded", f.Told);
        Assert.Contains("\"requestId\":2", f.LastSent);
    }

    [TestMethod]
    [DataRow("HTTP/1.1 403 Forbidden\r\n\r\n", "PermissionDenied")]
    [DataRow("HTTP/1.1 401 Unauthorized\r\n\r\n", "PermissionDenied")]
    [DataRow("HTTP/1.1 500 Oops\r\n\r\n", "UploadFailure")]
    [DataRow("what?\r\n\r\n", "BadMessage")]
    public void What_went_wrong_is_told(string answer, string status)
    {
        MaintenanceFixture f = Asked(Request("DiagnosticsLog", 5, more: ",\"retries\":1"));
        f.Serve(answer);
        Assert.AreEqual("Uploading " + status, f.Told);
    }

    [TestMethod]
    public void A_server_that_takes_none_of_the_ways_of_delivery_is_told_as_NotSupportedOperation()
    {
        MaintenanceFixture f = Asked(Request("DiagnosticsLog", 5, more: ",\"retries\":1"));
        for (int way = 0; way < 3; way++) f.Serve("HTTP/1.1 405 No\r\n\r\n");
        Assert.AreEqual(3, f.Network.Count);
        Assert.AreEqual("Uploading NotSupportedOperation", f.Told);
    }

    [TestMethod]
    [DataRow("sftp://files.example/in", "NotSupportedOperation")]
    [DataRow("somewhere", "NotSupportedOperation")]
    [DataRow("http://files example/", "BadMessage")]
    public void A_location_that_cannot_be_used_is_accepted_and_told(string location, string status)
    {
        MaintenanceFixture f = MaintenanceFixture.Connected();
        Assert.Contains("Accepted", f.Call("GetLog", "{\"logType\":\"DiagnosticsLog\",\"requestId\":1,\"log\":{\"remoteLocation\":\"" + location + "\"}}"));
        f.Advance(1000);
        Assert.AreEqual("Uploading " + status, f.Told);
        Assert.AreEqual(0, f.Network.Count);
    }

    [TestMethod]
    public void It_is_tried_as_often_as_retries_says()
    {
        MaintenanceFixture f = Asked(Request("DiagnosticsLog", 1, more: ",\"retries\":2,\"retryInterval\":10"));
        f.Serve("HTTP/1.1 500 Oops\r\n\r\n");
        Assert.AreEqual("Uploading", f.Told);
        f.Advance(10_010);
        Assert.AreEqual(2, f.Network.Count);
        f.Serve("HTTP/1.1 500 Oops\r\n\r\n");
        Assert.AreEqual("Uploading UploadFailure", f.Told);
    }

    [TestMethod]
    public void It_goes_on_beside_GetDiagnostics_one_file_after_the_other()
    {
        MaintenanceFixture f = MaintenanceFixture.Connected();
        f.Call("GetDiagnostics", "{\"location\":\"http://first.example/\"}");
        f.Call("GetLog", Request("DiagnosticsLog", 1));
        f.Run();
        Assert.AreEqual(1, f.Network.Count);
        f.Serve("HTTP/1.1 200 OK\r\n\r\n");
        f.Advance(5_010);
        Assert.AreEqual("files.example", f.Network.Last.Host);
        f.Serve("HTTP/1.1 200 OK\r\n\r\n");
        Assert.AreEqual("Uploading Uploading Uploaded Uploaded", f.Told);
    }

    [TestMethod]
    [DataRow("{}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"logType\":\"DiagnosticsLog\",\"requestId\":1}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"logType\":\"DiagnosticsLog\",\"requestId\":1,\"log\":{}}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"logType\":\"DiagnosticsLog\",\"log\":{\"remoteLocation\":\"http://h/\"}}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"logType\":\"Other\",\"requestId\":1,\"log\":{\"remoteLocation\":\"http://h/\"}}", "!PropertyConstraintViolation")]
    [DataRow("{\"logType\":\"DiagnosticsLog\",\"requestId\":\"1\",\"log\":{\"remoteLocation\":\"http://h/\"}}", "!TypeConstraintViolation")]
    [DataRow("{\"logType\":\"DiagnosticsLog\",\"requestId\":1,\"log\":\"http://h/\"}", "!TypeConstraintViolation")]
    [DataRow("{\"logType\":\"DiagnosticsLog\",\"requestId\":1,\"log\":{\"remoteLocation\":\"http://h/\",\"oldestTimestamp\":\"then\"}}", "!PropertyConstraintViolation")]
    public void A_request_that_is_wrong_is_refused_and_does_nothing(string request, string error)
    {
        MaintenanceFixture.AssertRefused("GetLog", request, error);
    }

    private static MaintenanceFixture Asked(string request)
    {
        MaintenanceFixture f = MaintenanceFixture.Connected();
        f.Call("GetLog", request);
        f.Run();
        return f;
    }

    private static string Request(string type, int requestId, string period = "", string more = "")
        => "{\"logType\":\"" + type + "\",\"requestId\":" + requestId + more + ",\"log\":{\"remoteLocation\":\"http://me:secret@files.example/in\"" + period + "}}";

    private sealed class OneLine : IReport
    {
        private static readonly byte[] Text = Encoding.UTF8.GetBytes("who did what\n");
        private int _at;

        public long FromUnixMs { get; private set; }

        public long ToUnixMs { get; private set; }

        public bool IsReleased { get; private set; }

        public void Limit(long fromUnixMs, long toUnixMs)
        {
            FromUnixMs = fromUnixMs;
            ToUnixMs = toUnixMs;
        }

        public void Release() => IsReleased = true;

        public void Rewind() => _at = 0;

        public int Read(byte[] buffer, int offset, int count)
        {
            int given = 0;
            for (; given < count && _at < Text.Length; given++) buffer[offset + given] = Text[_at++];
            return given;
        }
    }
}
