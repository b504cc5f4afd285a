using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChargePoint.Simulator.CentralSystem;
using ChargePoint.Simulator.CentralSystem.Schemas;
using ChargePoint.Simulator.Tests.Bench;
using ChargePoint.Simulator.Tests.CentralSystem;
using ChargePoint.Simulator.Tests.EndToEnd;

namespace ChargePoint.Simulator.Tests.Files;

/// <summary>Everything that a charge point sent, logged, showed or stored in a session with known secrets: none is where it should not be.</summary>
[TestClass]
public sealed class SecretsTests
{
    private const string Identity = "S1";
    private const string OldKey = "oldkey-7f3a91c4d2";
    private const string NewKey = "newkey-c81e55b0a9";
    private const string PathToken = "pathtoken4471aa";
    private const string OtherPathToken = "pathtoken98c0e3";
    private const string QueryToken = "querytoken92bd10";
    private const string UploadPassword = "uploadpw-61ee";
    private const string UploadSignature = "uploadsig-3d07";
    private const string FtpPassword = "ftppw-5b27";
    private const string UpdatePassword = "updatepw-88c2";
    private const string Pin = "918273645";
    private const string WrongPin = "564738291";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(40);

    [TestMethod]
    public async Task No_secret_is_where_it_should_not_be()
    {
        using TemporaryFolder folder = new();
        await using Fixture centralSystem = await Fixture.StartAsync(new OcppServerOptions { Path = "/ocpp/" + PathToken });
        await using FileServer files = new((request, stream) => FileServer.SendAsync(stream, request.Method == "GET" ? "404 Not Found" : "201 Created"));
        await using FtpServer ftp = new(FtpPassword);
        StringBuilder said = new();
        string errors;
        string url = $"ws://localhost:{centralSystem.Server.Url.Port}/ocpp/{PathToken}?t={QueryToken}";
        await using (SimulatorProcess simulator = SimulatorProcess.StartPlain(
            "--central-system", url, "--id", Identity, "--storage", folder.At("storage"), "--verbose", "--set", "AuthorizationKey=" + OldKey,
            "--set", $"CentralSystemUrl=wss://elsewhere.example/{OtherPathToken}?t={QueryToken}"))
        {
            await simulator.OnlineAsync();
            await CallAsync(centralSystem, "ChangeConfiguration", new { key = "AuthorizationKey", value = NewKey });
            for (int i = 0; i < 400 && centralSystem.Server.Connections.Snapshot().Count(c => c.Connected) < 2; i++) await Task.Delay(50);
            await simulator.OnlineAsync();
            await SessionAsync(centralSystem, files, ftp);
            string[] commands =
            [
                "config", "status", "status --json", "certificate", "clock", "queue", "config get AuthorizationKey", "config get CentralSystemUrl", $"service set {Pin}", "service end",
                $"service {WrongPin}", $"service {Pin}", "service", "config", "security", "log 500", "help", "ocpp call Heartbeat",
            ];
            foreach (string command in commands)
            {
                ConsoleAnswer answer = await simulator.AskAsync(command);
                said.AppendLine(answer.Text).AppendLine(answer.Error);
            }

            errors = simulator.Errors;
        }

        string sent = string.Join('\n', centralSystem.Server.Frames.Snapshot().Where(frame => frame.From == Sender.ChargePoint).Select(frame => frame.Text));
        Assert.Contains("BootNotification", sent);
        string delivered = string.Join('\n', [.. files.Requests.Select(request => Encoding.UTF8.GetString(request.Body)), .. ftp.Files.Values]);
        Assert.Contains("[charge point]", delivered);
        Assert.Contains("StartupOfTheDevice", delivered, "the security log, too");
        Assert.HasCount(1, ftp.Files);
        Assert.Contains("AuthorizationKey = (set, not shown)", said.ToString());
        string[] ownKeys = [OldKey, NewKey, PathToken, OtherPathToken, QueryToken, Pin, WrongPin, .. PrivateKeyForms(folder.At("storage"))];
        foreach (string secret in ownKeys.Concat([UploadPassword, UploadSignature, FtpPassword, UpdatePassword]).SelectMany(FormsOf))
        {
            Assert.DoesNotContain(secret, errors, "log");
            Assert.DoesNotContain(secret, said.ToString(), "console");
            Assert.DoesNotContain(secret, sent, "OCPP");
            Assert.DoesNotContain(secret, delivered, "diagnostics and security log");
        }

        // A file server is told what is meant for it, and nothing else.
        string asked = string.Join('\n', files.Requests.Select(request => request.Path + " " + string.Join(' ', request.Headers)).Concat(ftp.Commands));
        Assert.Contains("PASS " + FtpPassword, asked);
        foreach (string secret in ownKeys.SelectMany(FormsOf)) Assert.DoesNotContain(secret, asked, "requests for files");
        AssertStored(folder.At("storage"));
    }

    [TestMethod]
    public void The_trace_hides_keys_and_what_is_secret_in_addresses()
    {
        JsonElement change = JsonSerializer.SerializeToElement(new { key = "authorizationkey", value = NewKey });
        Assert.DoesNotContain(NewKey, Wording.Request("ChangeConfiguration", change));
        JsonElement get = JsonSerializer.SerializeToElement(new { location = $"ftp://me:{UploadPassword}@files.example:21/in?sig={UploadSignature}", retries = 1 });
        string words = Wording.Request("GetDiagnostics", get);
        Assert.Contains("files.example:21/in", words);
        Assert.DoesNotContain(UploadPassword, words);
        Assert.DoesNotContain(UploadSignature, words);
    }

    private static async Task SessionAsync(Fixture centralSystem, FileServer files, FtpServer ftp)
    {
        await CallAsync(centralSystem, "ExtendedTriggerMessage", new { requestedMessage = "SignChargePointCertificate" });
        await centralSystem.Server.Exchanges.WaitForAsync(e => e.Action == "SignCertificate", Deadline);
        string place = files.Url.Replace("://", $"://me:{UploadPassword}@", StringComparison.Ordinal) + "/in?sig=" + UploadSignature;
        await CallAsync(centralSystem, "GetDiagnostics", new { location = place });
        await UntilAsync(centralSystem, "DiagnosticsStatusNotification", "Uploaded");
        await CallAsync(centralSystem, "GetLog", new { logType = "SecurityLog", requestId = 1, log = new { remoteLocation = place } });
        await UntilAsync(centralSystem, "LogStatusNotification", "Uploaded");
        await CallAsync(centralSystem, "GetLog", new { logType = "DiagnosticsLog", requestId = 3, log = new { remoteLocation = $"ftp://me:{FtpPassword}@localhost:{ftp.Port}/in" } });
        await UntilUploadedAsync(centralSystem, 3);
        await CallAsync(centralSystem, "GetConfiguration", new { });
        string image = files.Url.Replace("://", $"://me:{UpdatePassword}@", StringComparison.Ordinal) + "/image.bin?sig=" + UploadSignature;
        await CallAsync(centralSystem, "UpdateFirmware", new { location = image, retrieveDate = "2020-01-01T00:00:00Z", retries = 1 });
        await UntilAsync(centralSystem, "FirmwareStatusNotification", "DownloadFailed");
        await CallAsync(centralSystem, "GetLog", new { logType = "DiagnosticsLog", requestId = 2, log = new { remoteLocation = place } });
        await UntilUploadedAsync(centralSystem, 2);
    }

    // docs/security.md: where there is no secure store, the flash holds the AuthorizationKey and the address in plain, and the place of a
    // firmware while it is fetched; the slot before the present one, too.
    private static void AssertStored(string storage)
    {
        foreach (string file in Directory.EnumerateFiles(storage, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetFileName(file);
            string content = Encoding.Latin1.GetString(File.ReadAllBytes(file));
            bool isConfiguration = name.StartsWith("config.", StringComparison.Ordinal);
            bool isUpdate = name.StartsWith("update.", StringComparison.Ordinal);
            foreach (string secret in new[] { OldKey, NewKey, PathToken, OtherPathToken, QueryToken }.SelectMany(FormsOf))
            {
                if (!isConfiguration) Assert.DoesNotContain(secret, content, name);
            }

            foreach (string secret in new[] { UpdatePassword, UploadSignature }.SelectMany(FormsOf))
            {
                if (!isUpdate) Assert.DoesNotContain(secret, content, name);
            }

            foreach (string secret in new[] { UploadPassword, FtpPassword, Pin, WrongPin }.SelectMany(FormsOf)) Assert.DoesNotContain(secret, content, name);
            bool isSecureElement = Path.GetFileName(Path.GetDirectoryName(file)) == "keys";
            foreach (string secret in PrivateKeyForms(storage))
            {
                if (!isSecureElement) Assert.DoesNotContain(secret, content, name);
            }
        }
    }

    // How something secret may look that was passed on in another shape: also as the password of Basic authentication.
    private static IEnumerable<string> FormsOf(string secret)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(secret);
        yield return secret;
        yield return Convert.ToBase64String(bytes).TrimEnd('=');
        yield return Convert.ToHexString(bytes);
        yield return Convert.ToHexStringLower(bytes);
        foreach (string user in new[] { Identity, "me" }) yield return Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{secret}")).TrimEnd('=');
    }

    // The private number, in bytes and in text, and each line of the PEM.
    private static IEnumerable<string> PrivateKeyForms(string storage)
    {
        string pem = File.ReadAllText(Directory.GetFiles(Path.Combine(storage, "keys"), "*.pem").Single());
        using ECDsa key = ECDsa.Create();
        key.ImportFromPem(pem);
        byte[] number = key.ExportParameters(true).D!;
        IEnumerable<string> lines = pem.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 20 && !line.StartsWith('-'));
        return [Encoding.Latin1.GetString(number), Convert.ToBase64String(number).TrimEnd('='), Convert.ToHexString(number), Convert.ToHexStringLower(number), .. lines.Take(2)];
    }

    private static Task UntilUploadedAsync(Fixture centralSystem, int requestId) => centralSystem.Server.Exchanges.WaitForAsync(
        e => e.Action == "LogStatusNotification" && e.Request.Text("status") == "Uploaded" && e.Request.Whole("requestId") == requestId, Deadline);

    private static async Task CallAsync(Fixture centralSystem, string action, object payload)
    {
        CallOutcome outcome = await centralSystem.Server.CallAsync(Identity, action, JsonSerializer.Serialize(payload), Deadline);
        Assert.AreEqual(CallEnd.Result, outcome.End, outcome.ErrorCode + " " + outcome.ErrorDescription);
    }

    private static Task UntilAsync(Fixture centralSystem, string action, string status)
        => centralSystem.Server.Exchanges.WaitForAsync(e => e.Action == action && e.Request.Text("status") == status, Deadline);
}
