using System.Globalization;
using ChargePoint.Simulator.CentralSystem;
using ChargePoint.Simulator.Tests.Bench;
using ChargePoint.Simulator.Tests.CentralSystem;
using ChargePoint.Simulator.Tests.EndToEnd;
using ChargePoint.Simulator.Tests.Network;

namespace ChargePoint.Simulator.Tests.Files;

/// <summary>UpdateFirmware end to end, with file servers that behave and others that do not.</summary>
[TestClass]
public sealed class FirmwareUpdateTests
{
    private const string Status = "FirmwareStatusNotification";
    private const string Installed = "Downloading Downloaded Installing Installed";

    private static readonly string Now = Fixture.Noon.ToString("O", CultureInfo.InvariantCulture);

    [TestMethod]
    public async Task A_new_version_is_installed_and_reports_itself_also_after_a_kill()
    {
        byte[] image = FirmwareImage.Build("2.0.0");
        await using FileServer server = new((request, stream) => FileServer.ServeAsync(request, stream, image));
        await using FileStation station = await FileStation.StartAsync();
        Assert.AreEqual("0.1.0", (await station.Simulator.StatusAsync()).Version);
        await station.CallAsync("UpdateFirmware", new { location = server.Url.Replace("://", "://me:geheim@", StringComparison.Ordinal) + "/fw.bin", retrieveDate = Now });
        Assert.AreEqual(Installed, await station.UntilToldAsync(Status, "Installed"));
        Assert.AreEqual("0.1.0 2.0.0", string.Join(' ', station.BootVersions));
        Assert.AreEqual("2.0.0", (await station.Simulator.OnlineAsync()).Version);
        Assert.DoesNotContain("geheim", station.Simulator.Errors);

        await station.KillAndRestartAsync();
        Assert.AreEqual("2.0.0", (await station.Simulator.StatusAsync()).Version);
        await station.Simulator.DoAsync("sim power-cycle");
        await station.Simulator.OnlineAsync();
        Assert.AreEqual("0.1.0 2.0.0 2.0.0 2.0.0", string.Join(' ', station.BootVersions));
        Assert.AreEqual(Installed, station.Told(Status), "told once");
        station.AssertNoViolation();
    }

    [TestMethod]
    public async Task Over_HTTPS_with_a_trusted_authority()
    {
        using TestAuthority authority = new("Files CA");
        using TemporaryFolder folder = new();
        string file = folder.At("ca.pem");
        await File.WriteAllTextAsync(file, authority.Pem);
        byte[] image = FirmwareImage.Build("2.0.0", ImageDefect.None, 300_000);
        await using FileServer server = new((request, stream) => FileServer.ServeAsync(request, stream, image), authority.Issue("localhost"));
        await using FileStation station = await FileStation.StartAsync("--ca", file);
        await station.CallAsync("UpdateFirmware", new { location = server.Url + "/fw.bin", retrieveDate = Now });
        Assert.AreEqual(Installed, await station.UntilToldAsync(Status, "Installed"));
    }

    [TestMethod]
    public async Task A_broken_image_is_refused_and_one_that_does_not_start_is_rolled_back()
    {
        byte[] image = FirmwareImage.Build("2.0.0", ImageDefect.Broken);
        await using FileServer server = new((request, stream) => FileServer.ServeAsync(request, stream, image));
        await using FileStation station = await FileStation.StartAsync();
        await station.CallAsync("UpdateFirmware", new { location = server.Url + "/fw.bin", retrieveDate = Now });
        Assert.AreEqual("Downloading Downloaded Installing InstallationFailed", await station.UntilToldAsync(Status, "InstallationFailed"));
        Assert.AreEqual("0.1.0", string.Join(' ', station.BootVersions), "nothing has restarted");

        image = FirmwareImage.Build("2.0.0", ImageDefect.DoesNotStart);
        await station.CallAsync("UpdateFirmware", new { location = server.Url + "/fw.bin", retrieveDate = Now });
        await station.Simulator.LogAsync("the new firmware did not work");
        await station.Simulator.OnlineAsync();
        Assert.AreEqual("0.1.0 0.1.0", string.Join(' ', station.BootVersions));

        image = FirmwareImage.Build("3.0.0");
        await station.CallAsync("UpdateFirmware", new { location = server.Url + "/fw.bin", retrieveDate = Now });
        await station.UntilToldAsync(Status, "Installed");
        Assert.AreEqual(
            "Downloading Downloaded Installing InstallationFailed Downloading Downloaded Installing InstallationFailed " + Installed, station.Told(Status));
        Assert.AreEqual("3.0.0", (await station.Simulator.OnlineAsync()).Version);
        station.AssertNoViolation();
    }

    [TestMethod]
    public async Task A_version_that_is_not_accepted_before_it_ends_is_rolled_back()
    {
        byte[] image = FirmwareImage.Build("2.0.0");
        await using FileServer server = new((request, stream) => FileServer.ServeAsync(request, stream, image));
        await using FileStation station = await FileStation.StartAsync();
        station.CentralSystem.System.Responder.Boot = new BootAnswer("Pending", 1000);
        await station.CallAsync("UpdateFirmware", new { location = server.Url + "/fw.bin", retrieveDate = Now });
        await station.UntilToldAsync(Status, "Installing");
        await station.Simulator.UntilAsync("the new version is pending", status => status is { Version: "2.0.0", Registration: "Pending" });
        station.CentralSystem.System.Responder.Boot = new BootAnswer("Accepted", 300);
        await station.KillAndRestartAsync();
        Assert.AreEqual("0.1.0 2.0.0 0.1.0", string.Join(' ', station.BootVersions));
        Assert.AreEqual("Downloading Downloaded Installing InstallationFailed", await station.UntilToldAsync(Status, "InstallationFailed"));
    }

    [TestMethod]
    public async Task A_version_that_is_never_accepted_gives_up_by_itself()
    {
        byte[] image = FirmwareImage.Build("2.0.0");
        await using FileServer server = new((request, stream) => FileServer.ServeAsync(request, stream, image));
        await using FileStation station = await FileStation.StartAsync();
        station.CentralSystem.System.Responder.Boot = new BootAnswer("Pending", 100_000);
        await station.CallAsync("UpdateFirmware", new { location = server.Url + "/fw.bin", retrieveDate = Now });
        await station.Simulator.UntilAsync("the new version is pending", status => status is { Version: "2.0.0", Registration: "Pending" });
        station.CentralSystem.System.Responder.Boot = new BootAnswer("Accepted", 300);
        await station.Simulator.DoAsync("sim skip 1740");
        Assert.AreEqual("2.0.0", (await station.Simulator.StatusAsync()).Version);
        await station.Simulator.DoAsync("sim skip 120");
        await station.UntilToldAsync(Status, "InstallationFailed");
        Assert.AreEqual("0.1.0", (await station.Simulator.OnlineAsync()).Version);
    }

    [TestMethod]
    public async Task A_download_that_is_cut_goes_on_where_it_ended()
    {
        byte[] image = FirmwareImage.Build("2.0.0", ImageDefect.None, 200_000);
        int served = 0;
        await using FileServer server = new(async (request, stream) =>
        {
            if (++served > 3)
            {
                await FileServer.ServeAsync(request, stream, image);
                return;
            }

            int start = request.RangeStart;
            string range = start == 0 ? "200 OK\r\n" : $"206 Partial Content\r\nContent-Range: bytes {start}-{image.Length - 1}/{image.Length}\r\n";
            await FileServer.TextAsync(stream, $"HTTP/1.1 {range}ETag: \"v1\"\r\nContent-Length: {image.Length - start}\r\n\r\n");
            await stream.WriteAsync(image.AsMemory(start, 50_000));
        });
        await using FileStation station = await FileStation.StartAsync();
        await station.CallAsync("UpdateFirmware", new { location = server.Url + "/fw.bin", retrieveDate = Now, retries = 1, retryInterval = 1 });
        Assert.AreEqual(Installed, await station.UntilToldAsync(Status, "Installed"));
        Assert.AreEqual("0 50000 100000 150000", string.Join(' ', server.Requests.Select(r => r.RangeStart)));
        Assert.AreEqual("\"v1\"", server.Requests.Last().Headers["if-range"]);
    }

    [TestMethod]
    public async Task A_kill_in_the_download_costs_nothing_but_time()
    {
        byte[] image = FirmwareImage.Build("2.0.0", ImageDefect.None, 200_000);
        bool holds = true;
        TaskCompletionSource half = new();
        await using FileServer server = new(async (request, stream) =>
        {
            if (!holds)
            {
                await FileServer.ServeAsync(request, stream, image);
                return;
            }

            await FileServer.TextAsync(stream, $"HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: {image.Length}\r\n\r\n");
            await stream.WriteAsync(image.AsMemory(0, 100_000));
            half.SetResult();
            await Task.Delay(TimeSpan.FromSeconds(3));
        });
        await using FileStation station = await FileStation.StartAsync();
        await station.CallAsync("UpdateFirmware", new { location = server.Url + "/fw.bin", retrieveDate = Now });
        await half.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await Task.Delay(500);
        holds = false;
        await station.KillAndRestartAsync();
        await station.Simulator.DoAsync("sim skip 10");
        Assert.AreEqual("Downloading " + Installed, await station.UntilToldAsync(Status, "Installed"));
        Assert.AreEqual(100_000, server.Requests.Last().RangeStart);
    }

    [TestMethod]
    [DataRow("no range")]
    [DataRow("chunked")]
    [DataRow("to the end of the connection")]
    [DataRow("redirect")]
    [DataRow("in drops")]
    public async Task Servers_that_are_odd_but_right_do(string kind)
    {
        byte[] image = FirmwareImage.Build("2.0.0", ImageDefect.None, 20_000);
        int served = 0;
        await using FileServer server = new(async (request, stream) =>
        {
            served++;
            switch (kind)
            {
                case "no range" when served == 1:
                    await FileServer.TextAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {image.Length}\r\n\r\n");
                    await stream.WriteAsync(image.AsMemory(0, 5000));
                    break;
                case "chunked":
                    await FileServer.TextAsync(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    foreach (byte[] chunk in image.Chunk(777))
                    {
                        await FileServer.TextAsync(stream, $"{chunk.Length:x}\r\n");
                        await stream.WriteAsync(chunk);
                        await FileServer.TextAsync(stream, "\r\n");
                    }

                    await FileServer.TextAsync(stream, "0\r\n\r\n");
                    break;
                case "to the end of the connection":
                    await FileServer.TextAsync(stream, "HTTP/1.1 200 OK\r\n\r\n");
                    await stream.WriteAsync(image);
                    break;
                case "redirect" when request.Path == "/fw.bin":
                    await FileServer.SendAsync(stream, "302 Found", null, "Location: /there/fw.bin\r\n");
                    break;
                case "in drops":
                    await FileServer.TextAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {image.Length}\r\n\r\n");
                    foreach (byte[] drop in image.Chunk(500))
                    {
                        await stream.WriteAsync(drop);
                        await stream.FlushAsync();
                        await Task.Delay(2);
                    }

                    break;
                default:
                    await FileServer.SendAsync(stream, "200 OK", image);
                    break;
            }
        });
        await using FileStation station = await FileStation.StartAsync();
        await station.CallAsync("UpdateFirmware", new { location = server.Url + "/fw.bin", retrieveDate = Now, retryInterval = 1 });
        Assert.AreEqual(Installed, await station.UntilToldAsync(Status, "Installed"));
    }

    [TestMethod]
    [DataRow("404 Not Found", 2)]
    [DataRow("500 Internal Server Error", 2)]
    [DataRow("redirect loop", 8)]
    [DataRow("too long", 1)]
    [DataRow("says it is longer than it is", 2)]
    [DataRow("nonsense", 2)]
    [DataRow("gzip", 2)]
    [DataRow("closes at once", 2)]
    public async Task Servers_that_fail_are_given_up_after_the_attempts_that_help(string kind, int requests)
    {
        await using FileServer server = new(async (_, stream) =>
        {
            switch (kind)
            {
                case "redirect loop":
                    await FileServer.SendAsync(stream, "302 Found", null, "Location: /fw.bin\r\n");
                    break;
                case "too long":
                    await FileServer.TextAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n");
                    break;
                case "says it is longer than it is":
                    await FileServer.TextAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nshort");
                    break;
                case "nonsense":
                    await FileServer.TextAsync(stream, "ICY 200 OK\r\n\r\n");
                    break;
                case "gzip":
                    await FileServer.SendAsync(stream, "200 OK", [1, 2, 3], "Content-Encoding: gzip\r\n");
                    break;
                case "closes at once":
                    break;
                default:
                    await FileServer.SendAsync(stream, kind);
                    break;
            }
        });
        await using FileStation station = await FileStation.StartAsync();
        await station.CallAsync("UpdateFirmware", new { location = server.Url + "/fw.bin", retrieveDate = Now, retries = 2, retryInterval = 1 });
        Assert.AreEqual("Downloading DownloadFailed", await station.UntilToldAsync(Status, "DownloadFailed"));
        Assert.HasCount(requests, server.Requests);
        Assert.AreEqual("0.1.0", string.Join(' ', station.BootVersions));
        station.AssertNoViolation();
    }

    [TestMethod]
    public async Task An_endless_file_is_not_taken_beyond_what_fits()
    {
        await using FileServer server = new(async (_, stream) =>
        {
            await FileServer.TextAsync(stream, "HTTP/1.1 200 OK\r\n\r\n");
            byte[] block = new byte[65_536];
            while (true) await stream.WriteAsync(block);
        });
        await using FileStation station = await FileStation.StartAsync();
        await station.CallAsync("UpdateFirmware", new { location = server.Url + "/fw.bin", retrieveDate = Now, retries = 2, retryInterval = 1 });
        Assert.AreEqual("Downloading DownloadFailed", await station.UntilToldAsync(Status, "DownloadFailed"));
        await station.Simulator.LogAsync("the image is longer than 1835008 bytes");
        Assert.HasCount(1, server.Requests);
    }

    [TestMethod]
    public async Task A_file_that_is_cut_short_by_its_length_is_not_installed()
    {
        byte[] image = FirmwareImage.Build("2.0.0");
        await using FileServer server = new((_, stream) => FileServer.SendAsync(stream, "200 OK", image[..1000]));
        await using FileStation station = await FileStation.StartAsync();
        await station.CallAsync("UpdateFirmware", new { location = server.Url + "/fw.bin", retrieveDate = Now });
        Assert.AreEqual("Downloading Downloaded Installing InstallationFailed", await station.UntilToldAsync(Status, "InstallationFailed"));
    }

    [TestMethod]
    public async Task A_session_is_not_interrupted_and_nobody_else_begins_to_charge_meanwhile()
    {
        byte[] image = FirmwareImage.Build("2.0.0");
        await using FileServer server = new((request, stream) => FileServer.ServeAsync(request, stream, image));
        await using FileStation station = await FileStation.StartAsync("--connectors", "2");
        SimulatorProcess simulator = station.Simulator;
        await simulator.DoAllAsync("sim plug 1", "sim tap CARD1");
        await simulator.ChargingAsync();
        await station.CallAsync("UpdateFirmware", new { location = server.Url + "/fw.bin", retrieveDate = Now });
        await station.UntilToldAsync(Status, "Downloaded");
        await simulator.DoAsync("sim skip 600");
        Assert.AreEqual("Downloading Downloaded", station.Told(Status));
        Assert.AreEqual("Charging", (await simulator.StatusAsync())[1].Status);
        Assert.AreEqual("Unavailable", (await simulator.StatusAsync())[2].Status);
        await simulator.DoAsync("sim tap CARD3");
        Assert.AreEqual("Rejected", (await station.CallAsync("RemoteStartTransaction", new { idTag = "CARD2", connectorId = 2 })).Text("status"));

        await simulator.DoAllAsync("sim tap CARD1", "sim skip 30");
        Assert.AreEqual(Installed, await station.UntilToldAsync(Status, "Installed"));
        await simulator.OnlineAsync();
        TransactionRecord transaction = station.CentralSystem.Ledger.Transactions.Single();
        Assert.AreEqual("Local", transaction.Reason);
        Assert.IsTrue(transaction.EnergyWh > 1000);
        await simulator.DoAllAsync("sim unplug 1", "sim plug 2", "sim tap CARD2");
        await simulator.ChargingAsync(2);
        station.AssertNoViolation();
    }

    [TestMethod]
    public async Task If_the_configuration_says_so_a_session_ends_for_the_installation_and_is_told()
    {
        byte[] image = FirmwareImage.Build("2.0.0");
        await using FileServer server = new((request, stream) => FileServer.ServeAsync(request, stream, image));
        await using FileStation station = await FileStation.StartAsync("--set", "ChargePoint.InstallDuringTransaction=true");
        await station.Simulator.DoAllAsync("sim plug 1", "sim tap CARD1");
        await station.Simulator.ChargingAsync();
        await station.CallAsync("UpdateFirmware", new { location = server.Url + "/fw.bin", retrieveDate = Now });
        Assert.AreEqual(Installed, await station.UntilToldAsync(Status, "Installed"));
        await station.Simulator.OnlineAsync();
        Assert.AreEqual("Reboot", station.CentralSystem.Ledger.Transactions.Single().Reason);
    }

    [TestMethod]
    public async Task Retrieve_date_is_waited_for_also_over_a_restart()
    {
        byte[] image = FirmwareImage.Build("2.0.0");
        await using FileServer server = new((request, stream) => FileServer.ServeAsync(request, stream, image));
        await using FileStation station = await FileStation.StartAsync();
        await station.CallAsync("UpdateFirmware", new { location = server.Url + "/fw.bin", retrieveDate = Fixture.Noon.AddSeconds(200).ToString("O", CultureInfo.InvariantCulture) });
        await station.Simulator.DoAsync("sim skip 150");
        Assert.IsEmpty(server.Requests);
        await station.KillAndRestartAsync(); // for it, it is noon again: the Central System's clock stands still
        await station.Simulator.DoAsync("sim skip 150");
        Assert.IsEmpty(server.Requests);
        await station.Simulator.DoAsync("sim skip 100");
        Assert.AreEqual(Installed, await station.UntilToldAsync(Status, "Installed"));
    }
}
