using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using ChargePoint.Simulator.CentralSystem;
using ChargePoint.Simulator.Tests.Files;
using ChargePoint.Simulator.Tests.Network;
using ChargePoint.Simulator.Tests.Security;
using static ChargePoint.Simulator.Tests.Conformance.Expected;

namespace ChargePoint.Simulator.Tests.Conformance;

/// <summary>Certificates of both sides, security log and signed firmware, all over TLS.</summary>
[TestClass]
public sealed class CertificateCases : ConformanceTest
{
    private const string CentralSystemRoot = "CentralSystemRootCertificate";
    private const string ManufacturerRoot = "ManufacturerRootCertificate";
    private const string Firmware = "SignedFirmwareStatusNotification";
    private const int RequestId = 4711;

    [TestMethod]
    public async Task TC_074_CS_Update_charge_point_certificate_by_request_of_Central_System()
    {
        SecureSite site = new();
        ConformanceStation station = await StartWithCertificateAsync(site);
        X509Certificate2 before = site.Logins[^1].Certificate!;
        using X509Certificate2 renewed = await station.RenewAsync(site.Authority);
        Assert.IsNull(site.Logins[^1].Password);
        Assert.AreEqual(renewed.Thumbprint, site.Logins[^1].Certificate!.Thumbprint);
        Assert.AreNotEqual(before.GetPublicKeyString(), renewed.GetPublicKeyString(), "the key pair is new");
        Assert.AreEqual(before.Subject, renewed.Subject);
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public Task TC_075_1_CS_Install_a_certificate_manufacturer_root_certificate() => InstallAsync(ManufacturerRoot);

    [TestMethod]
    public Task TC_075_2_CS_Install_a_certificate_Central_System_root_certificate() => InstallAsync(CentralSystemRoot);

    [TestMethod]
    public async Task TC_076_CS_Delete_a_specific_certificate_from_the_charge_point()
    {
        using TestAuthority second = new("Second CA");
        ConformanceStation station = await StartAsync(new SecureSite(), 2);
        await station.CallAsync("InstallCertificate", new { certificateType = CentralSystemRoot, certificate = second.Pem }, "Accepted");
        JsonElement certificateHashData = (await station.InstalledAsync(CentralSystemRoot)).Single(installed => IsOf(installed, second));
        await station.CallAsync("DeleteCertificate", new { certificateHashData }, "Accepted");
        Assert.IsFalse((await station.InstalledAsync(CentralSystemRoot)).Any(installed => IsOf(installed, second)));
        await station.CallAsync("DeleteCertificate", new { certificateHashData }, "NotFound");
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_077_CS_Invalid_ChargePointCertificate_security_event()
    {
        SecureSite site = new();
        ConformanceStation station = await StartWithCertificateAsync(site);
        string before = site.Logins[^1].Certificate!.Thumbprint;
        using TestAuthority namesake = new("Conformance CA");
        using X509Certificate2 invalid = await station.SignAsync(namesake, "Rejected");
        await station.TakeEventAsync("InvalidChargePointCertificate");
        await station.NothingMoreAsync();
        int logins = site.Logins.Count;
        station.CentralSystem.Server.Drop(ConformanceCentralSystem.ChargePointId);
        await station.PassUntilLoginAsync(logins, login => login.Certificate?.Thumbprint == before);
    }

    [TestMethod]
    [ConformanceRemark("of another authority, of an authority with the same name, for another host, expired")]
    public async Task TC_078_CS_Invalid_CentralSystemCertificate_security_event()
    {
        using TestAuthority other = new("Some cipher or TLS version"); // a name that could be taken for another failure
        using TestAuthority namesake = new("Conformance CA");
        SecureSite site = new();
        ConformanceStation station = await StartAsync(site, 2);
        using X509Certificate2 valid = site.Authority.Issue("localhost");
        foreach ((string what, X509Certificate2 certificate, string reason) in new[]
        {
            ("another authority", other.Issue("localhost"), "not trusted"),
            ("an authority with the same name", namesake.Issue("localhost"), "refused"),
            ("another host", site.Authority.Issue("elsewhere.example"), "not for localhost"),
            ("an expired one", site.Authority.Issue("localhost", -10, -1), "expired"),
        })
        {
            station.Remark("certificate of the Central System: " + what);
            int logins = site.Logins.Count;
            site.Show(certificate);
            await station.DropUntilRefusedAsync("TLS handshake failed");
            Assert.HasCount(logins, site.Logins, "nothing was told to a server that is not trusted");
            site.Show(valid);
            await station.PassUntilLoginAsync(logins, login => login.Password == SecureSite.Key);
            await station.TakeEventAsync("InvalidCentralSystemCertificate", reason);
            certificate.Dispose();
        }

        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_079_CS_Get_security_log()
    {
        await using FileServer server = new((_, stream) => FileServer.SendAsync(stream, "201 Created"));
        ConformanceStation station = await StartAsync(new SecureSite(), 2);
        JsonElement answer = await station.CallAsync("GetLog", new { logType = "SecurityLog", requestId = RequestId, log = new { remoteLocation = server.Url + "/logs" } });
        Assert.AreEqual("Accepted", answer.Text("status"));
        foreach (string status in new[] { "Uploading", "Uploaded" }) await station.ExpectAsync(WithRequest("LogStatusNotification", status));
        await station.NothingMoreAsync();
        FileRequest upload = server.Requests.Single();
        Assert.AreEqual("/logs/" + answer.Text("filename"), upload.Path);
        Assert.Contains("StartupOfTheDevice", Encoding.UTF8.GetString(upload.Body));
    }

    [TestMethod]
    public async Task TC_080_CS_Secure_firmware_update()
    {
        byte[] image = FirmwareImage.Build("2.0.0");
        await using FileServer server = new((request, stream) => FileServer.ServeAsync(request, stream, image));
        ConformanceStation station = await StartUpdateAsync(server, signed: image);
        foreach (string status in new[] { "Downloading", "Downloaded", "SignatureVerified", "Installing", "InstallRebooting" }) await station.ExpectAsync(WithRequest(Firmware, status));
        ConformanceMessage boot = await station.ExpectAsync(Boot());
        Assert.AreEqual("2.0.0", boot["firmwareVersion"]);
        await station.ExpectAsync(WithRequest(Firmware, "Installed"));
        await station.TakeEventAsync("FirmwareUpdated");
        await station.NothingMoreAsync();
        await station.Simulator.UntilAsync("Available");
    }

    [TestMethod]
    public async Task TC_081_CS_Secure_firmware_update_invalid_signature()
    {
        byte[] image = FirmwareImage.Build("2.0.0");
        await using FileServer server = new((request, stream) => FileServer.ServeAsync(request, stream, image));
        ConformanceStation station = await StartUpdateAsync(server, signed: [.. image, 0]);
        foreach (string status in new[] { "Downloading", "Downloaded", "InvalidSignature" }) await station.ExpectAsync(WithRequest(Firmware, status));
        await station.TakeEventAsync("InvalidFirmwareSignature");
        await station.NothingMoreAsync();
        Assert.AreEqual("0.1.0", (await station.Simulator.UntilAsync("Available")).Version);
    }

    private async Task InstallAsync(string certificateType)
    {
        using TestAuthority authority = new("New CA");
        ConformanceStation station = await StartAsync(new SecureSite(), 2);
        Assert.IsFalse((await station.InstalledAsync(certificateType)).Any(installed => IsOf(installed, authority)));
        await station.CallAsync("InstallCertificate", new { certificateType, certificate = authority.Pem }, "Accepted");
        Assert.AreEqual(1, (await station.InstalledAsync(certificateType)).Count(installed => IsOf(installed, authority)));
        await station.NothingMoreAsync();
    }

    // In profile 3, with a certificate that it was given in profile 2.
    private async Task<ConformanceStation> StartWithCertificateAsync(SecureSite site)
    {
        ConformanceStation station = await StartAsync(site, 2, "--set", "CpoName=OCTT");
        (await station.RenewAsync(site.Authority)).Dispose();
        await station.RaiseProfileAsync(3);
        station.BeginCase();
        return station;
    }

    private async Task<ConformanceStation> StartUpdateAsync(FileServer server, byte[] signed)
    {
        ConformanceStation station = await StartAsync(new SecureSite(), 2);
        station.PassOver("StatusNotification");
        using TestAuthority manufacturer = new("Manufacturer Root");
        using FirmwareSigner signer = new(manufacturer, "ECDSA");
        await station.CallAsync("InstallCertificate", new { certificateType = ManufacturerRoot, certificate = manufacturer.Pem }, "Accepted");
        await station.CallAsync("SignedUpdateFirmware", new
        {
            requestId = RequestId,
            firmware = new { location = server.Url + "/firmware.bin", retrieveDateTime = station.At(0), signingCertificate = signer.Pem, signature = signer.Sign(signed) },
        }, "Accepted");
        return station;
    }

    private static Expected WithRequest(string action, string status) =>
        new(action, status, message => message["status"] == status && message.Request.Whole("requestId") == RequestId);

    // Hashes as the white paper wants them, made by .NET.
    private static bool IsOf(JsonElement installed, TestAuthority authority)
    {
        using X509Certificate2 root = X509Certificate2.CreateFromPem(authority.Pem);
        return installed.Text("hashAlgorithm") == "SHA256"
            && installed.Text("issuerNameHash") == Convert.ToHexStringLower(SHA256.HashData(root.IssuerName.RawData))
            && installed.Text("issuerKeyHash") == Convert.ToHexStringLower(SHA256.HashData(root.PublicKey.EncodedKeyValue.RawData))
            && installed.Text("serialNumber") == root.SerialNumber.TrimStart('0').ToLowerInvariant();
    }
}
