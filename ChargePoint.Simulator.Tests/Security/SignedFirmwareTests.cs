using System.Globalization;
using ChargePoint.Simulator.CentralSystem;
using ChargePoint.Simulator.Tests.CentralSystem;
using ChargePoint.Simulator.Tests.Files;
using ChargePoint.Simulator.Tests.Network;

namespace ChargePoint.Simulator.Tests.Security;

/// <summary>SignedUpdateFirmware end to end: signatures by .NET, an image from a server, a Central System in the test.</summary>
[TestClass]
public sealed class SignedFirmwareTests
{
    private const string Status = "SignedFirmwareStatusNotification";
    private const string Installed = "Downloading Downloaded SignatureVerified Installing InstallRebooting Installed";

    [TestMethod]
    [DataRow("RSA")]
    [DataRow("ECDSA")]
    public async Task An_image_with_the_right_signature_is_installed(string kind)
    {
        byte[] image = FirmwareImage.Build("3.0.0", fillingLength: 100_000);
        await using FileServer server = new((request, stream) => FileServer.ServeAsync(request, stream, image));
        await using FileStation station = await FileStation.StartAsync();
        using TestAuthority manufacturer = new("Manufacturer Root");
        using FirmwareSigner signer = new(manufacturer, kind);
        await InstallAsync(station, manufacturer);
        Assert.AreEqual("Accepted", await UpdateAsync(station, server, signer.Pem, signer.Sign(image)));
        Assert.AreEqual(Installed, await station.UntilToldAsync(Status, "Installed"));
        Assert.AreEqual("3.0.0", (await station.Simulator.OnlineAsync()).Version);
        Assert.IsTrue(station.CentralSystem.Server.Exchanges.Snapshot().Where(e => e.Action == Status).All(e => e.Request.GetProperty("requestId").GetInt32() == 42));
        station.AssertNoViolation();
    }

    [TestMethod]
    public async Task An_image_with_a_wrong_signature_is_not_installed()
    {
        byte[] image = FirmwareImage.Build("3.0.0");
        await using FileServer server = new((request, stream) => FileServer.ServeAsync(request, stream, image));
        await using FileStation station = await FileStation.StartAsync();
        using TestAuthority manufacturer = new("Manufacturer Root");
        using FirmwareSigner signer = new(manufacturer, "RSA");
        await InstallAsync(station, manufacturer);
        Assert.AreEqual("Accepted", await UpdateAsync(station, server, signer.Pem, signer.Sign([.. image, 0])));
        Assert.AreEqual("Downloading Downloaded InvalidSignature", await station.UntilToldAsync(Status, "InvalidSignature"));
        await station.CentralSystem.Server.Exchanges.WaitForAsync(e => e.Action == "SecurityEventNotification" && e.Request.Text("type") == "InvalidFirmwareSignature", Fixture.Deadline);
        Assert.AreEqual("0.1.0", (await station.Simulator.StatusAsync()).Version);
        station.AssertNoViolation();
    }

    [TestMethod]
    public async Task A_signer_whom_the_manufacturer_has_not_certified_is_refused()
    {
        byte[] image = FirmwareImage.Build("3.0.0");
        await using FileServer server = new((request, stream) => FileServer.ServeAsync(request, stream, image));
        await using FileStation station = await FileStation.StartAsync();
        using TestAuthority manufacturer = new("Manufacturer Root");
        using TestAuthority namesake = new("Manufacturer Root");
        using FirmwareSigner signer = new(namesake, "ECDSA");
        await InstallAsync(station, manufacturer);
        Assert.AreEqual("InvalidCertificate", await UpdateAsync(station, server, signer.Pem, signer.Sign(image)));
        await station.CentralSystem.Server.Exchanges.WaitForAsync(e => e.Action == "SecurityEventNotification" && e.Request.Text("type") == "InvalidFirmwareSigningCertificate", Fixture.Deadline);
        Assert.AreEqual("", station.Told(Status));
    }

    private static async Task InstallAsync(FileStation station, TestAuthority manufacturer) => Assert.AreEqual("Accepted",
        (await station.CallAsync("InstallCertificate", new { certificateType = "ManufacturerRootCertificate", certificate = manufacturer.Pem })).Text("status"));

    private static async Task<string> UpdateAsync(FileStation station, FileServer server, string certificate, string signature) =>
        (await station.CallAsync("SignedUpdateFirmware", new
        {
            requestId = 42,
            firmware = new
            {
                location = server.Url + "/fw.bin",
                retrieveDateTime = Fixture.Noon.ToString("O", CultureInfo.InvariantCulture),
                signingCertificate = certificate,
                signature,
            },
        })).Text("status");
}
