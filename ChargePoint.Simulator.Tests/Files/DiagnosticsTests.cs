using System.Text;
using ChargePoint.Simulator.CentralSystem;
using ChargePoint.Simulator.CentralSystem.Schemas;
using ChargePoint.Simulator.Tests.Bench;
using ChargePoint.Simulator.Tests.EndToEnd;
using ChargePoint.Simulator.Tests.Network;

namespace ChargePoint.Simulator.Tests.Files;

/// <summary>GetDiagnostics end to end: process, Central System and file server.</summary>
[TestClass]
public sealed class DiagnosticsTests
{
    private const string Status = "DiagnosticsStatusNotification";

    [TestMethod]
    public async Task The_file_is_put_to_an_HTTP_server()
    {
        await using FileServer server = new((_, stream) => FileServer.SendAsync(stream, "201 Created"));
        await using FileStation station = await FileStation.StartAsync("--set", "AuthorizationKey=0123456789abcdef");
        string fileName = (await station.CallAsync("GetDiagnostics", new { location = server.Url.Replace("://", "://me:geheim@", StringComparison.Ordinal) + "/in" })).Text("fileName");
        Assert.AreEqual("Uploading Uploaded", await station.UntilToldAsync(Status, "Uploaded"));
        FileRequest request = server.Requests.Single();
        Assert.AreEqual(("PUT", "/in/" + fileName), (request.Method, request.Path));
        Assert.AreEqual("Basic " + Convert.ToBase64String("me:geheim"u8), request.Headers["authorization"]);
        string file = Encoding.UTF8.GetString(request.Body);
        Assert.Contains("[charge point]\n", file);
        Assert.Contains("registration Accepted\n", file);
        Assert.Contains("\nAuthorizationKey = (set, not shown)\n", file);
        Assert.DoesNotContain("0123456789abcdef", file);
        Assert.Contains(" info boot: ", file);
        Assert.DoesNotContain("geheim", station.Simulator.Errors);
        Assert.DoesNotContain("geheim", file);
        station.AssertNoViolation();
    }

    [TestMethod]
    public async Task A_server_that_takes_only_POST_gets_one()
    {
        await using FileServer server = new((request, stream) => FileServer.SendAsync(stream, request.Method == "POST" ? "200 OK" : "405 Method Not Allowed"));
        await using FileStation station = await FileStation.StartAsync();
        await station.CallAsync("GetDiagnostics", new { location = server.Url + "/upload" });
        await station.UntilToldAsync(Status, "Uploaded");
        FileRequest request = server.Requests.Last();
        Assert.AreEqual(("POST", "/upload"), (request.Method, request.Path));
        Assert.StartsWith("[charge point]", Encoding.UTF8.GetString(request.Body));
    }

    [TestMethod]
    public async Task Over_HTTPS_the_server_has_to_be_trusted()
    {
        using TestAuthority authority = new("Files CA");
        using TemporaryFolder folder = new();
        string file = folder.At("ca.pem");
        await File.WriteAllTextAsync(file, authority.Pem);
        await using FileServer server = new((_, stream) => FileServer.SendAsync(stream, "201 Created"), authority.Issue("localhost"));
        await using (FileStation station = await FileStation.StartAsync("--ca", file))
        {
            await station.CallAsync("GetDiagnostics", new { location = server.Url + "/in" });
            await station.UntilToldAsync(Status, "Uploaded");
        }

        int served = server.Requests.Count;
        await using FileStation distrustful = await FileStation.StartAsync();
        await distrustful.CallAsync("GetDiagnostics", new { location = server.Url + "/in", retries = 1 });
        Assert.AreEqual("Uploading UploadFailed", await distrustful.UntilToldAsync(Status, "UploadFailed"));
        await distrustful.Simulator.LogAsync("TLS handshake failed");
        Assert.AreEqual(served, server.Requests.Count);
    }

    [TestMethod]
    public async Task The_file_is_stored_on_an_FTP_server()
    {
        await using FtpServer server = new();
        await using FileStation station = await FileStation.StartAsync();
        string location = $"ftp://me:secret@127.0.0.1:{server.Port}/logs/today";
        string fileName = (await station.CallAsync("GetDiagnostics", new { location })).Text("fileName");
        Assert.AreEqual("Uploading Uploaded", await station.UntilToldAsync(Status, "Uploaded"));
        string file = server.Files["logs/today/" + fileName];
        Assert.StartsWith("[charge point]", file);
        Assert.EndsWith("\n", file);
        Assert.DoesNotContain("secret", station.Simulator.Errors);

        await station.CallAsync("GetDiagnostics", new { location = location.Replace("secret", "wrong", StringComparison.Ordinal), retries = 1 });
        await station.UntilToldAsync(Status, "UploadFailed");
        await station.Simulator.LogAsync("FTP 530");
        station.AssertNoViolation();
    }

    [TestMethod]
    public async Task A_server_that_fails_is_tried_again_and_then_given_up()
    {
        int answers = 0;
        await using FileServer server = new((_, stream) => FileServer.SendAsync(stream, ++answers == 3 ? "200 OK" : "500 Internal Server Error"));
        await using FileStation station = await FileStation.StartAsync();
        await station.CallAsync("GetDiagnostics", new { location = server.Url, retries = 3, retryInterval = 1 });
        await station.UntilToldAsync(Status, "Uploaded");
        Assert.HasCount(3, server.Requests);
        await station.CallAsync("GetDiagnostics", new { location = server.Url, retries = 2, retryInterval = 1 });
        await station.UntilToldAsync(Status, "UploadFailed");
        Assert.HasCount(5, server.Requests);
        Assert.AreEqual("Uploading Uploaded Uploading UploadFailed", station.Told(Status));
    }

    [TestMethod]
    public async Task Data_is_transferred_in_both_directions()
    {
        await using FileStation station = await FileStation.StartAsync();
        Assert.AreEqual("UnknownVendorId", (await station.CallAsync("DataTransfer", new { vendorId = "com.example", messageId = "X", data = "y" })).Text("status"));
        ConsoleAnswer answer = await station.Simulator.DoAsync("ocpp call DataTransfer {\"vendorId\":\"com.example\",\"messageId\":\"Hello\",\"data\":\"{\\\"a\\\":1}\"}");
        Assert.Contains("status", answer.Text);
        Exchange told = station.CentralSystem.Server.Exchanges.Snapshot().Last(e => e.Action == "DataTransfer" && e.From == Sender.ChargePoint);
        Assert.AreEqual("{\"a\":1}", told.Request.Text("data"));
        station.AssertNoViolation();
    }
}
