using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using static ChargePoint.Simulator.Tests.Conformance.Expected;

namespace ChargePoint.Simulator.Tests.Conformance;

/// <summary>Security profiles: passwords, TLS of both sides, and the way from one profile to the next.</summary>
[TestClass]
public sealed class SecurityProfileCases : ConformanceTest
{
    [TestMethod]
    [ConformanceRemark("as text of edition 3 and as hex digits of edition 2")]
    public async Task TC_073_CS_Update_charge_point_password_for_HTTP_basic_authentication()
    {
        SecureSite site = new();
        ConformanceStation station = await StartAsync(site, 2);
        await ChangePasswordAsync("a new password of 40 bytes, the longest.");
        await ChangePasswordAsync("4F43415F4F4354545F61646D696E5F74657374");

        // The bytes that the digits stand for.
        int logins = site.Logins.Count;
        site.Password = "OCA_OCTT_admin_test";
        station.Remark("Central System knows the bytes only");
        await station.DropUntilRefusedAsync("HTTP 401");
        await station.PassUntilLoginAsync(logins, login => login.Password == site.Password);
        await station.NothingMoreAsync();

        async Task ChangePasswordAsync(string key)
        {
            int before = site.Logins.Count;
            site.Password = key;
            await station.ConfigureAsync("AuthorizationKey", key);
            Login login = await station.PassUntilLoginAsync(before, login => login.Password == key);
            Assert.AreEqual(ConformanceCentralSystem.ChargePointId, login.Identity);
            await station.TakeEventAsync("ReconfigurationOfSecurityParameters", "AuthorizationKey");
        }
    }

    [TestMethod]
    [ConformanceRemark("from 1 over 2 to 3")]
    public async Task TC_083_CS_Upgrade_security_profile()
    {
        SecureSite site = new();
        ConformanceStation station = await StartAsync(site, 1, "--set", "CpoName=OCTT");
        await station.CallAsync("ChangeConfiguration", new { key = "SecurityProfile", value = "3" }, "Rejected"); // without a certificate
        await station.RaiseProfileAsync(2);
        Assert.AreEqual(SecureSite.Key, site.Logins[^1].Password);
        using X509Certificate2 certificate = await station.RenewAsync(site.Authority);
        await station.RaiseProfileAsync(3);
        AssertShown(site.Logins[^1], certificate);
        await ResetAsync(station);
        AssertShown(site.Logins[^1], certificate);
        Assert.AreEqual("3", await station.ReadAsync("SecurityProfile"));
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_084_CS_Downgrade_security_profile_rejected()
    {
        SecureSite site = new();
        ConformanceStation station = await StartAsync(site, 2);
        foreach (string lower in new[] { "1", "0" }) await station.CallAsync("ChangeConfiguration", new { key = "SecurityProfile", value = lower }, "Rejected");
        Assert.AreEqual("2", await station.ReadAsync("SecurityProfile"));
        await station.NothingMoreAsync();
        Assert.HasCount(1, site.Logins, "the connection stays");
    }

    [TestMethod]
    public async Task TC_085_CS_Basic_authentication_valid_username_password_combination()
    {
        SecureSite site = new(isPlain: true);
        ConformanceStation station = await StartAsync(site, 1);
        await ResetAsync(station);
        Assert.AreEqual(new Login(ConformanceCentralSystem.ChargePointId, SecureSite.Key, null), site.Logins[^1]);

        station.Remark("Central System asks for another password");
        site.Password = "somebody else's password";
        await station.DropUntilRefusedAsync("HTTP 401");
        int logins = site.Logins.Count;
        site.Password = SecureSite.Key;
        await station.PassUntilLoginAsync(logins, login => login.Password == SecureSite.Key);
        await station.TakeEventAsync("FailedToAuthenticateAtCentralSystem", "HTTP 401");
        await station.NothingMoreAsync();
    }

    [TestMethod]
    [ConformanceRemark("TLS 1.3, TLS 1.2, and none with TLS 1.1")]
    public async Task TC_086_CS_TLS_server_side_certificate_valid_certificate()
    {
        SecureSite site = new();
        ConformanceStation station = await StartAsync(site, 2);
        await ResetAsync(station);
        Assert.AreEqual(new Login(ConformanceCentralSystem.ChargePointId, SecureSite.Key, null), site.Logins[^1]);
        Assert.AreEqual(SslProtocols.Tls13, Version());

        station.Remark("Central System offers TLS 1.2 only");
        site.Protocols = SslProtocols.Tls12;
        await ResetAsync(station);
        Assert.AreEqual(SslProtocols.Tls12, Version());

        station.Remark("Central System speaks TLS 1.1");
        site.SpeaksTls11 = true;
        int logins = site.Logins.Count;
        await station.DropUntilRefusedAsync("TLS handshake failed");
        Assert.HasCount(logins, site.Logins);
        site.SpeaksTls11 = false;
        await station.PassUntilLoginAsync(logins, login => login.Password == SecureSite.Key);
        await station.TakeEventAsync("InvalidTLSVersion");
        await station.NothingMoreAsync();

        SslProtocols Version() => station.CentralSystem.Server.Connections.Snapshot().Last(connection => connection.Connected).Protocol;
    }

    [TestMethod]
    public async Task TC_087_CS_TLS_client_side_certificate_valid_certificate()
    {
        SecureSite site = new();
        ConformanceStation station = await StartAsync(site, 2, "--set", "CpoName=OCTT");
        using X509Certificate2 certificate = await station.RenewAsync(site.Authority);
        await station.RaiseProfileAsync(3);
        station.BeginCase();
        ConformanceMessage boot = await ResetAsync(station);
        AssertShown(site.Logins[^1], certificate);
        string serialNumber = boot["chargePointSerialNumber"];
        Assert.AreEqual(serialNumber.Length == 0 ? ConformanceCentralSystem.ChargePointId : serialNumber, site.Logins[^1].Certificate!.GetNameInfo(X509NameType.SimpleName, false));
        using ECDsa key = certificate.GetECDsaPublicKey()!;
        Assert.AreEqual(256, key.KeySize);
        await station.NothingMoreAsync();
    }

    // Gives the BootNotification after it.
    private static async Task<ConformanceMessage> ResetAsync(ConformanceStation station)
    {
        await station.CallAsync("Reset", new { type = "Hard" }, "Accepted");
        ConformanceMessage boot = await station.ExpectAsync(Boot());
        await station.ExpectAllAsync(Status(0, "Available"), Status(1, "Available"));
        return boot;
    }

    private static void AssertShown(Login login, X509Certificate2 certificate)
    {
        Assert.IsNull(login.Password, "profile 3 has no password");
        Assert.AreEqual(certificate.Thumbprint, login.Certificate?.Thumbprint);
    }
}
