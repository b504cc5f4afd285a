using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using ChargePoint.Simulator.CentralSystem;
using ChargePoint.Simulator.Tests.Network;
using static ChargePoint.Simulator.Tests.Conformance.Expected;

namespace ChargePoint.Simulator.Tests.Conformance;

/// <summary>What several cases about security have in common.</summary>
internal static class SecuritySteps
{
    /// <summary>Value of a configuration key.</summary>
    public static async Task<string> ReadAsync(this ConformanceStation station, string key) =>
        (await station.CallAsync("GetConfiguration", new { key = new[] { key } })).Items("configurationKey").Single().Text("value");

    /// <summary>Has the charge point ask for a certificate and sends it one of an authority that it trusts; returns once it is shown.</summary>
    public static async Task<X509Certificate2> RenewAsync(this ConformanceStation station, TestAuthority authority)
    {
        int logins = station.Site!.Logins.Count;
        X509Certificate2 certificate = await station.SignAsync(authority, "Accepted");
        await station.PassUntilLoginAsync(logins, login => login.Certificate?.Thumbprint == certificate.Thumbprint);
        return certificate;
    }

    /// <summary>Has the charge point ask for a certificate, and sends it one, which it has to answer with this status.</summary>
    public static async Task<X509Certificate2> SignAsync(this ConformanceStation station, TestAuthority authority, string status)
    {
        await station.CallAsync("ExtendedTriggerMessage", new { requestedMessage = "SignChargePointCertificate" }, "Accepted");
        ConformanceMessage request = await station.ExpectAsync(new Expected("SignCertificate", "= Accepted", message => message.Reply.Text("status") == "Accepted"));
        X509Certificate2 certificate = authority.Sign(request["csr"], station.Now.AddDays(-1), station.Now.AddYears(2));
        await station.CallAsync("CertificateSigned", new { certificateChain = certificate.ExportCertificatePem() }, status);
        return certificate;
    }

    /// <summary>Raises the security profile, which makes a new connection that the Central System accepts.</summary>
    public static async Task RaiseProfileAsync(this ConformanceStation station, int profile)
    {
        int logins = station.Site!.Logins.Count;
        await station.ConfigureAsync("SecurityProfile", $"{profile}");
        await station.PassUntilLoginAsync(logins, login => login.Password == null == (profile == 3));
        await station.ExpectAsync(Boot());
    }

    /// <summary>The installed certificates for a purpose; none if the answer is NotFound.</summary>
    public static async Task<JsonElement[]> InstalledAsync(this ConformanceStation station, string certificateType)
    {
        JsonElement answer = await station.CallAsync("GetInstalledCertificateIds", new { certificateType });
        JsonElement[] installed = [.. answer.Items("certificateHashData")];
        Assert.AreEqual(installed.Length == 0 ? "NotFound" : "Accepted", answer.Text("status"));
        return installed;
    }
}
