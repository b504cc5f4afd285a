using System.Text.RegularExpressions;
using ChargePoint.Simulator.Tests.Bench;

namespace ChargePoint.Simulator.Tests.EndToEnd;

/// <summary>Options, the ways to end, the demo and make-image.</summary>
[TestClass]
public sealed partial class CommandLineTests
{
    [TestMethod]
    [DataRow("--nonsense")]
    [DataRow("stray")]
    [DataRow("--connectors 0")]
    [DataRow("--connectors 9")]
    [DataRow("--connectors two")]
    [DataRow("--connectors")]
    [DataRow("--central-system http://localhost/ocpp")]
    [DataRow("--central-system ws://")]
    [DataRow("--central-system ws://localhost:99999/ocpp")]
    [DataRow("--central-system")]
    [DataRow("--id ")]
    [DataRow("--set HeartbeatInterval")]
    [DataRow("--set =5")]
    [DataRow("--set NoSuchKey=5")]
    [DataRow("--set HeartbeatInterval=often")]
    [DataRow("--set HeartbeatInterval=0")]
    [DataRow("--set NumberOfConnectors=3")]
    [DataRow("--set AuthorizationKey=short")]
    [DataRow("--ca /no/such/file.pem")]
    [DataRow("--storage ")]
    [DataRow("--id A --id B")]
    [DataRow("make-image")]
    [DataRow("make-image --version 2.0")]
    [DataRow("make-image --version  --out x")]
    [DataRow("--demo --central-system ws://127.0.0.1:9/ocpp")]
    public async Task A_wrong_option_gives_one_line_and_exit_code_2(string arguments)
    {
        (int exitCode, string output, string errors) = await SimulatorProcess.RunAsync(arguments.Split(' '));
        Assert.AreEqual(2, exitCode, errors);
        Assert.AreEqual("", output);
        Assert.MatchesRegex("^error: [^\n]+\n$", errors);
    }

    [TestMethod]
    public async Task A_ca_file_without_a_certificate_is_a_wrong_option()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.At("ca.pem"), "no certificate\n");
        (int exitCode, _, string errors) = await SimulatorProcess.RunAsync(["--ca", folder.At("ca.pem")]);
        Assert.AreEqual(2, exitCode);
        Assert.MatchesRegex("^error: [^\n]+\n$", errors);
    }

    [TestMethod]
    public async Task Storage_that_is_a_file_or_cannot_be_made_is_a_wrong_option()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.At("file"), "");
        foreach (string path in new[] { folder.At("file"), Path.Combine(folder.At("file"), "below") })
        {
            (int exitCode, _, string errors) = await SimulatorProcess.RunAsync(["--storage", path]);
            Assert.AreEqual(2, exitCode, errors);
            Assert.MatchesRegex("^error: [^\n]+\n$", errors);
        }
    }

    [TestMethod]
    public async Task Help_and_version_end_with_0()
    {
        (int exitCode, string output, _) = await SimulatorProcess.RunAsync(["--help"]);
        Assert.AreEqual(0, exitCode);
        foreach (string option in new[] { "--central-system", "--connectors", "--storage", "--set", "--ca", "--fixed-cable", "--backup-power", "--script", "--demo", "make-image" })
            Assert.Contains(option, output);
        (exitCode, output, _) = await SimulatorProcess.RunAsync(["--version"]);
        Assert.AreEqual(0, exitCode);
        Assert.MatchesRegex(@"^\d+\.\d+\.\d+", output);
    }

    [TestMethod]
    public async Task The_demo_shows_a_whole_session_with_a_plausible_energy()
    {
        (int exitCode, string output, string errors) = await SimulatorProcess.RunAsync(["--demo"]);
        Assert.AreEqual(0, exitCode, errors);
        string[] story = ["BootNotification", "Authorize", "StartTransaction", "MeterValues", "StopTransaction"];
        int at = 0;
        foreach (string message in story)
        {
            int found = errors.IndexOf(message, at, StringComparison.Ordinal);
            Assert.IsGreaterThanOrEqualTo(0, found, $"{message} is missing in:\n{errors}");
            at = found;
        }

        Match energy = Kilowatthours().Match(output);
        Assert.IsTrue(energy.Success, output);
        double kilowatthours = double.Parse(energy.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.IsTrue(kilowatthours is >= 3.6 and <= 3.8, $"{kilowatthours} kWh in 30 minutes at 7.4 kW");
    }

    [TestMethod]
    public async Task A_script_ends_with_its_input_and_every_line_is_answered()
    {
        (int exitCode, string output, _) = await SimulatorProcess.RunAsync(["--script"], "sim plug 1\n\nnonsense\nsim unplug 1");
        Assert.AreEqual(0, exitCode);
        string[] answers = output.Split('\n');
        Assert.HasCount(4, answers);
        Assert.AreEqual("ok", answers[0]);
        Assert.AreEqual("ok", answers[1]);
        Assert.StartsWith("error: unknown command", answers[2]);
        Assert.AreEqual("ok", answers[3]);
    }

    [TestMethod]
    public async Task A_script_ends_at_quit_and_nothing_behind_it_is_done()
    {
        (int exitCode, string output, _) = await SimulatorProcess.RunAsync(["--script"], "quit\nsim plug 1\n");
        Assert.AreEqual(0, exitCode);
        Assert.AreEqual("ok", output);
    }

    [TestMethod]
    public async Task Without_script_the_end_of_input_is_not_the_end()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync();
        simulator.EndInput();
        await simulator.LogAsync("→ StatusNotification     connector 1");
        await Task.Delay(300); // the end of input has nothing to show that one could wait for
        Assert.IsTrue(simulator.IsRunning);
        await simulator.TerminateAsync();
        Assert.AreEqual(0, await simulator.ExitCodeAsync());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task SIGTERM_ends_with_0_also_in_a_session(bool charging)
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync();
        if (charging)
        {
            await simulator.DoAllAsync("sim plug 1", "sim tap CARD1");
            await simulator.ChargingAsync();
        }

        await simulator.TerminateAsync();
        Assert.AreEqual(0, await simulator.ExitCodeAsync());
        Assert.Contains("the simulator ends", simulator.Errors);
    }

    [TestMethod]
    public async Task SIGTERM_ends_with_0_also_while_a_year_is_skipped()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync();
        await simulator.TypeAsync("sim skip 31536000\n");
        await simulator.LogAsync("→ Heartbeat");
        await simulator.TerminateAsync();
        Assert.AreEqual(0, await simulator.ExitCodeAsync());
    }

    [TestMethod]
    public async Task Make_image_writes_an_image_that_the_board_accepts_or_refuses()
    {
        using TemporaryFolder folder = new();
        (int exitCode, _, string errors) = await SimulatorProcess.RunAsync(["make-image", "--version", "2.0.0", "--out", folder.At("good.bin")]);
        Assert.AreEqual(0, exitCode, errors);
        Assert.IsTrue(FirmwareImage.TryRead(await File.ReadAllBytesAsync(folder.At("good.bin")), out string version, out bool starts));
        Assert.IsTrue(starts);
        Assert.AreEqual("2.0.0", version);

        (exitCode, _, _) = await SimulatorProcess.RunAsync(["make-image", "--version", "2.0.0", "--broken", "--out", folder.At("bad.bin")]);
        Assert.AreEqual(0, exitCode);
        Assert.IsFalse(FirmwareImage.TryRead(await File.ReadAllBytesAsync(folder.At("bad.bin")), out _, out _));

        (exitCode, _, errors) = await SimulatorProcess.RunAsync(["make-image", "--version", "2.0.0", "--out", Path.Combine(folder.At("none"), "x.bin")]);
        Assert.AreNotEqual(0, exitCode);
        Assert.MatchesRegex("^error: [^\n]+\n$", errors);
    }

    [GeneratedRegex(@"(\d+\.\d+) kWh")]
    private static partial Regex Kilowatthours();
}
