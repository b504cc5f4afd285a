using System.Globalization;
using ChargePoint.Simulator.Tests.Bench;
using ChargePoint.Simulator.Tests.Documents;

namespace ChargePoint.Simulator.Tests.Flash;

/// <summary>flash.ps1 with a stand-in for "dotnet" that notes what it is asked for and fails where it is told to.</summary>
[TestClass]
public sealed class FlashRunTests
{
    private const string Dotnet = """
        #!/bin/sh
        echo "dotnet $*" >> "$FLASH_TEST/calls.txt"
        case "$*" in
          --version) echo 10.0.100 ;;
          build*) mkdir -p "$FLASH_TEST/artifacts/device/bin/ChargePoint.Device/debug" && echo image > "$FLASH_TEST/artifacts/device/bin/ChargePoint.Device/debug/ChargePoint.Firmware.bin" ;;
          *--filedeployment*)
            cp "$3" "$FLASH_TEST/files.txt"
            dirname "$3" > "$FLASH_TEST/folder.txt"
            ls -ld "$(dirname "$3")" | cut -c1-10 > "$FLASH_TEST/rights.txt"
            sed -n 's/.*"SourceFilePath": *"\(.*provision.json\)".*/\1/p' "$3" | while read -r source; do { cat "$source"; echo; } >> "$FLASH_TEST/provisions.txt"; done
            printf '%s\n' 'Deploying file x to I:\board.json...OK'
            if [ -z "$FLASH_TEST_UNWRITTEN" ]; then printf '%s\n' 'Deploying file x to I:\provision.json...OK'; else printf '%s\n' 'Error deploying content file x to I:\provision.json'; fi ;;
        esac
        case "$*" in
          $FLASH_TEST_FAILS) echo "it failed"; exit 3 ;;
        esac
        exit 0

        """;

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment = [];
    private readonly string _inputs = Path.Combine(Path.GetDirectoryName(DocumentFile.Find("flash.ps1"))!, "ChargePoint.Simulator.Tests", "Flash", "Inputs");

    [TestInitialize]
    public void CopyTheScript()
    {
        PowerShell.Require();
        if (OperatingSystem.IsWindows()) Assert.Inconclusive("the stand-in for dotnet is a shell script");
        string root = Path.GetDirectoryName(DocumentFile.Find("flash.ps1"))!;
        foreach (string file in (string[])["flash.ps1", .. Directory.EnumerateFiles(Path.Combine(root, "build", "flash")).Select(f => Path.GetRelativePath(root, f)), "boards/single-phase.json"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.At(file))!);
            File.Copy(Path.Combine(root, file), _folder.At(file));
        }

        string stand = _folder.At("bin/dotnet");
        Directory.CreateDirectory(_folder.At("bin"));
        File.WriteAllText(stand, Dotnet.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(stand, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        // PowerShell itself may be started by the real one
        string real = Environment.GetEnvironmentVariable("PATH") ?? "";
        _environment["PATH"] = _folder.At("bin") + Path.PathSeparator + real;
        _environment["FLASH_TEST"] = _folder.Path;
        _environment["FLASH_TEST_FAILS"] = "nothing";
    }

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public async Task Files_are_on_the_board_before_its_image_starts_and_what_is_secret_is_deleted()
    {
        (int exitCode, string output, string errors) = await RunAsync("", "-Port", "COM5", "-Board", _folder.At("boards/single-phase.json"), "-Provision", Input("provision.json"));

        Assert.AreEqual(0, exitCode, errors);
        CollectionAssert.AreEqual(
            new[] { "--version", "tool", "run", "build", "nanoff --update", "nanoff --filedeployment", "nanoff --target" },
            Calls().Select(call => string.Join(' ', call.Split(' ').Skip(1).Take(call.Contains("nanoff", StringComparison.Ordinal) ? 2 : 1))).ToArray());
        Assert.Contains("""{"identity":"CP-0001","centralSystem":"wss:""", File.ReadAllText(_folder.At("provisions.txt")).Replace("\\/", "/", StringComparison.Ordinal));
        Assert.Contains("\"password\":\"central-system-secret\"", File.ReadAllText(_folder.At("provisions.txt")));
        Assert.Contains("-----BEGIN CERTIFICATE-----\\n", File.ReadAllText(_folder.At("provisions.txt")));
        Assert.AreEqual("drwx------", File.ReadAllText(_folder.At("rights.txt")).Trim());
        Assert.IsFalse(Directory.Exists(File.ReadAllText(_folder.At("folder.txt")).Trim()));
        Assert.DoesNotContain("-secret", output + errors);
        Assert.Contains("'status' tells the rest", output);
    }

    [TestMethod]
    [DataRow("--version", "the .NET SDK that global.json asks for is missing")]
    [DataRow("tool restore", "'fetch the flash tool' failed (exit code 3), see above. It comes from nuget.org")]
    [DataRow("*check-board*", "'check the board description' failed (exit code 3), see above. Nothing was written to the board.")]
    [DataRow("build*", "'build the deployment image' failed (exit code 3), see above. Nothing was written to the board.")]
    [DataRow("*--update*", "'write the runtime ESP32_PSRAM_REV3' failed (exit code 3), see above. Check the cable")]
    [DataRow("*--filedeployment*", "'write the files' failed (exit code 3), see above. Check the cable")]
    [DataRow("*--deploy *", "'write the charge point to 0x1E0000' failed (exit code 3), see above. Check the cable")]
    public async Task A_step_that_fails_ends_it_and_says_what_to_do(string step, string said)
    {
        _environment["FLASH_TEST_FAILS"] = step;
        (int exitCode, string output, string errors) = await RunAsync("", "-Port", "COM5", "-Board", _folder.At("boards/single-phase.json"), "-Provision", Input("provision.json"));

        Assert.AreEqual(1, exitCode, output);
        Assert.Contains(said, errors);
        Assert.DoesNotContain("Done.", output);
        Assert.DoesNotContain("-secret", output + errors);
        if (File.Exists(_folder.At("folder.txt"))) Assert.IsFalse(Directory.Exists(File.ReadAllText(_folder.At("folder.txt")).Trim()));
    }

    [TestMethod]
    public async Task A_file_that_nanoff_could_not_write_is_noticed_although_it_ends_with_0()
    {
        _environment["FLASH_TEST_UNWRITTEN"] = "1";
        (int exitCode, _, string errors) = await RunAsync("", "-Port", "COM5", "-Provision", Input("provision.json"));

        Assert.AreEqual(1, exitCode);
        Assert.Contains(@"I:\provision.json could not be written", errors);
        Assert.IsFalse(Directory.Exists(File.ReadAllText(_folder.At("folder.txt")).Trim()));
    }

    [TestMethod]
    public async Task A_batch_goes_on_after_a_board_that_failed_and_writes_a_line_for_each()
    {
        File.Copy(Input("identities.csv"), _folder.At("identities.csv"));
        _environment["FLASH_TEST_FAILS"] = "*--update*COM7*";
        (int exitCode, string output, string errors) = await RunAsync("\n", "-Provision", Input("provision.json"), "-Batch", _folder.At("identities.csv"));

        Assert.AreEqual(1, exitCode, output);
        string results = File.ReadAllText(_folder.At("identities.results.csv"));
        string[] lines = [.. results.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..])];
        Assert.AreEqual("identity,port,result,reason", lines[0]);
        Assert.AreEqual("""
            "CP-0001","COM5","ok",""
            """, lines[1]);
        Assert.AreEqual("""
            "CP-0002","COM5","ok",""
            """, lines[2]);
        Assert.StartsWith("""
            "CP-0003","COM7","failed","'write the runtime ESP32_PSRAM_REV3' failed (exit code 3)
            """, lines[3]);
        Assert.Contains("3 of 3 boards written or tried, 1 failed", output);
        Assert.DoesNotContain("-secret", output + errors + results);
        string[] provisions = File.ReadAllLines(_folder.At("provisions.txt"));
        Assert.HasCount(2, provisions);
        Assert.Contains("""
            "password":"board-1-secret;\"quoted\""
            """, provisions[0]);
        Assert.Contains("\"identity\":\"CP-0002\"", provisions[1]);
        Assert.HasCount(1, Calls().Where(call => call.StartsWith("dotnet build", StringComparison.Ordinal)).ToArray());
    }

    [TestMethod]
    [DataRow("s\n", 1, "left out")]
    [DataRow("x\nq\n", 1, "")]
    [DataRow("", 1, "")]
    public async Task A_board_of_a_batch_can_be_left_out_and_the_end_of_the_input_ends_it(string typed, int writtenAtCom5, string result)
    {
        File.Copy(Input("identities.csv"), _folder.At("identities.csv"));
        string results = _folder.At("results.csv");
        (int exitCode, _, string errors) = await RunAsync(typed, "-Batch", _folder.At("identities.csv"), "-Results", results, "-AppOnly");

        Assert.AreEqual(0, exitCode, errors);
        Assert.HasCount(writtenAtCom5, Calls().Where(call => call.Contains("--deploy", StringComparison.Ordinal) && call.Contains("COM5", StringComparison.Ordinal)).ToArray());
        if (result.Length > 0) Assert.Contains("\"CP-0002\",\"COM5\",\"left out\",\"\"", File.ReadAllText(results));
        else Assert.DoesNotContain("CP-0002", File.ReadAllText(results));
    }

    [TestMethod]
    public async Task No_board_of_a_batch_is_touched_when_its_result_could_not_be_written()
    {
        File.Copy(Input("identities.csv"), _folder.At("identities.csv"));
        (int exitCode, _, string errors) = await RunAsync("", "-Batch", _folder.At("identities.csv"), "-Results", _folder.At("boards"));

        Assert.AreEqual(1, exitCode);
        Assert.Contains("the results cannot be written to ", errors);
        Assert.IsFalse(File.Exists(_folder.At("calls.txt")));
    }

    [TestMethod]
    [DataRow("boot\\r\\n> ready: CP-0001, firmware 0.1.0\\r\\n", "CP-0001", "ready: CP-0001, firmware 0.1.0")]
    [DataRow("\\e[2Kready: CP-0001, firmware 0.1.0\\n", "CP-0001", "ready: CP-0001, firmware 0.1.0")]
    [DataRow("ready: CP-00012, firmware 0.1.0\\n", "CP-0001", "is ready, but as 'CP-00012, firmware 0.1.0' and not as 'CP-0001': type 'provision'")]
    [DataRow("ready: SIM1, firmware 0.1.0\\n", "", "ready: SIM1, firmware 0.1.0")]
    [DataRow("ready: SIM1, firmware 0.1.0, provision.json is refused: identity: has to be a text in quotes\\r\\n", "SIM1", "is ready, but refuses its provision.json: identity: has to be a text in quotes")]
    [DataRow("boot\\r\\nnot ready\\r\\nready", "", "was not ready within 1 s. Its console said at last:\n  boot\n  not ready\n")]
    [DataRow("", "", "nothing came from the console at COM6 within 1 s. Press RESET.")]
    public async Task It_waits_for_the_line_that_begins_with_ready(string sent, string identity, string said)
    {
        string script = _folder.At("wait.ps1");
        string text = sent.Replace("\\r", "$([char]13)", StringComparison.Ordinal).Replace("\\n", "$([char]10)", StringComparison.Ordinal).Replace("\\e", "$([char]27)", StringComparison.Ordinal);
        await File.WriteAllTextAsync(script, string.Create(CultureInfo.InvariantCulture, $$"""
            Set-StrictMode -Version 2.0
            . (Join-Path $PSScriptRoot 'build/flash/Console.ps1')
            $console = New-Object PSObject -Property @{ Text = "{{text}}"; Position = 0 }
            $console | Add-Member ScriptMethod ReadExisting { if ($this.Position -ge $this.Text.Length) { return '' }; $this.Position += 3; return $this.Text.Substring($this.Position - 3, [Math]::Min(3, $this.Text.Length - $this.Position + 3)) }
            try { Wait-Ready $console 'COM6' 1 '{{identity}}' } catch { $_.Exception.Message }
            """));
        (int exitCode, string output, string errors) = await PowerShell.RunAsync(script, [], _folder.Path);

        Assert.AreEqual(0, exitCode, errors);
        Assert.Contains(said, output);
    }

    private string Input(string name) => Path.Combine(_inputs, name);

    private string[] Calls() => File.ReadAllLines(_folder.At("calls.txt"));

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(string input, params string[] arguments) =>
        PowerShell.RunAsync(_folder.At("flash.ps1"), arguments, _folder.Path, input, _environment);
}
