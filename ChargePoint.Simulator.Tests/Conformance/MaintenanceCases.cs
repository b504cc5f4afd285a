using ChargePoint.Simulator.CentralSystem;
using ChargePoint.Simulator.Tests.EndToEnd;
using ChargePoint.Simulator.Tests.Files;
using static ChargePoint.Simulator.Tests.Conformance.Expected;

namespace ChargePoint.Simulator.Tests.Conformance;

/// <summary>Firmware update and diagnostics, with a file server of the test.</summary>
[TestClass]
public sealed class MaintenanceCases : ConformanceTest
{
    private const string Firmware = "FirmwareStatusNotification";
    private const string Diagnostics = "DiagnosticsStatusNotification";

    [TestMethod]
    public async Task TC_044_1_CS_Firmware_update_download_and_install()
    {
        byte[] image = FirmwareImage.Build("2.0.0");
        await using FileServer server = new((request, stream) => FileServer.ServeAsync(request, stream, image));
        ConformanceStation station = await StartAsync();
        station.PassOver("StatusNotification");
        await station.CallAsync("UpdateFirmware", new { location = server.Url + "/firmware.bin", retrieveDate = station.At(0) });
        foreach (string status in new[] { "Downloading", "Downloaded", "Installing" }) await station.ExpectAsync(Of(Firmware, status));
        ConformanceMessage boot = await station.ExpectAsync(Boot());
        Assert.AreEqual("2.0.0", boot["firmwareVersion"]);
        await station.ExpectAsync(Of(Firmware, "Installed"));
        await station.NothingMoreAsync();
        Assert.AreEqual("2.0.0", (await station.Simulator.StatusAsync()).Version);
        await station.Simulator.UntilAsync("Available");
    }

    [TestMethod]
    public async Task TC_044_2_CS_Firmware_update_download_failed()
    {
        await using FileServer server = new((_, stream) => FileServer.SendAsync(stream, "404 Not Found"));
        ConformanceStation station = await StartAsync();
        station.PassOver("StatusNotification");
        await station.CallAsync("UpdateFirmware", new { location = server.Url + "/does_not_exist_firmware.bin", retrieveDate = station.At(0), retries = 0 });
        await station.ExpectAsync(Of(Firmware, "Downloading"));
        await station.ExpectAsync(Of(Firmware, "DownloadFailed"));
        await station.NothingMoreAsync();
        await StaysAsync(station);
    }

    [TestMethod]
    public async Task TC_044_3_CS_Firmware_update_installation_failed()
    {
        byte[] image = FirmwareImage.Build("2.0.0", ImageDefect.Broken);
        await using FileServer server = new((request, stream) => FileServer.ServeAsync(request, stream, image));
        ConformanceStation station = await StartAsync();
        station.PassOver("StatusNotification");
        await station.CallAsync("UpdateFirmware", new { location = server.Url + "/invalid_firmware.bin", retrieveDate = station.At(0) });
        foreach (string status in new[] { "Downloading", "Downloaded", "Installing", "InstallationFailed" }) await station.ExpectAsync(Of(Firmware, status));
        await station.NothingMoreAsync();
        await StaysAsync(station);
    }

    [TestMethod]
    public async Task TC_045_1_CS_Get_diagnostics()
    {
        await using FileServer server = new((_, stream) => FileServer.SendAsync(stream, "201 Created"));
        ConformanceStation station = await StartAsync();
        string fileName = (await station.CallAsync("GetDiagnostics", new { location = server.Url + "/logs" })).Text("fileName");
        await station.ExpectAsync(Of(Diagnostics, "Uploading"));
        await station.ExpectAsync(Of(Diagnostics, "Uploaded"));
        await station.NothingMoreAsync();
        FileRequest upload = server.Requests.Single();
        Assert.AreEqual("/logs/" + fileName, upload.Path);
        Assert.IsNotEmpty(upload.Body);
    }

    [TestMethod]
    public async Task TC_045_2_CS_Get_diagnostics_upload_failed()
    {
        await using FileServer server = new((_, stream) => FileServer.SendAsync(stream, "500 Internal Server Error"));
        ConformanceStation station = await StartAsync();
        await station.CallAsync("GetDiagnostics", new { location = server.Url + "/does_not_exist", retries = 0 });
        await station.ExpectAsync(Of(Diagnostics, "Uploading"));
        await station.ExpectAsync(Of(Diagnostics, "UploadFailed"));
        await station.NothingMoreAsync();
    }

    // The old firmware goes on working.
    private static async Task StaysAsync(ConformanceStation station)
    {
        StatusReport status = await station.Simulator.UntilAsync("Available");
        Assert.AreEqual("0.1.0", status.Version);
        station.LookAt("StatusNotification");
        await station.ChargeAsync();
    }
}
