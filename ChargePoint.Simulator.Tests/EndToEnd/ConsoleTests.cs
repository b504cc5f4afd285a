using System.Text.Json;
using ChargePoint.Simulator.Tests.Bench;
using ChargePoint.Simulator.Tests.Network;

namespace ChargePoint.Simulator.Tests.EndToEnd;

/// <summary>The technician's console and what wrong commands do: nothing.</summary>
[TestClass]
public sealed class ConsoleTests
{
    private static readonly string[] WrongCommands =
    [
        "nonsense", "Status", "status --xml", "status --json now", "config set", "config get NoSuchKey", "config set NoSuchKey 1", "config set HeartbeatInterval often",
        "config set NumberOfConnectors 4", "config frobnicate", "ocpp", "ocpp call", "ocpp call Reset {}", "ocpp call Heartbeat {", "ocpp call Heartbeat []",
        "certificate import rubbish", "certificate frobnicate", "log many", "log 0", "reboot now", "quit now", "sim", "sim frobnicate", "sim plug", "sim plug 0", "sim plug 2",
        "sim plug one", "sim plug 1 2", "sim unplug 1 car", "sim tap", "sim tap 123456789012345678901", "sim tap A B", "sim suspend 1", "sim resume 1", "sim load 1",
        "sim load 1 -4", "sim load 1 81", "sim load 1 1.2345", "sim load 1 NaN", "sim fault 1", "sim fault 1 Broken", "sim fault 2 GroundFailure", "sim lock 1", "sim lock 1 open",
        "sim link sideways", "sim mains", "sim mains on", "sim skip", "sim skip 0", "sim skip -5", "sim skip forever", "sim power-cycle now",
        "cs frobnicate", "cs remote-start", "cs remote-start one TAG", "cs remote-stop", "cs remote-stop 5", "cs reset", "cs reset warm", "cs trigger Nothing", "cs set HeartbeatInterval",
        "cs call", "cs call Reset {", "cs call Reset []", "cs call Reset {\"type\":\"Warm\"}", "cs boot maybe", "cs use NOBODY", "\u0001\u0002", "help nonsense", new('x', 5000),
    ];

    [TestMethod]
    public async Task A_wrong_command_is_refused_in_one_line_and_changes_nothing()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync();
        string before = (await simulator.StatusAsync()).Json;
        string configuration = (await simulator.DoAsync("config")).Text;
        foreach (string command in WrongCommands)
        {
            ConsoleAnswer answer = await simulator.AskAsync(command);
            Assert.IsNotNull(answer.Error, $"'{command}' was carried out: {answer.Text}");
            Assert.AreEqual("", answer.Text, command);
            Assert.IsFalse(answer.Error.Any(char.IsControl), command);
            Assert.IsTrue(answer.Error.Length is > 5 and < 500, $"{command}: {answer.Error}");
        }

        Assert.AreEqual(before, (await simulator.StatusAsync()).Json);
        Assert.AreEqual(configuration, (await simulator.DoAsync("config")).Text);
    }

    [TestMethod]
    public async Task Every_command_of_help_is_there_and_blank_lines_do_nothing()
    {
        await using SimulatorProcess simulator = SimulatorProcess.Start();
        ConsoleAnswer help = await simulator.DoAsync("help");
        foreach (string name in new[] { "status", "config", "ocpp", "certificate", "log", "reboot", "sim", "cs", "quit" })
            Assert.IsTrue(help.Lines.Any(line => line.StartsWith(name, StringComparison.Ordinal)), name);
        Assert.IsGreaterThan(10, (await simulator.DoAsync("sim help")).Lines.Count);
        Assert.IsGreaterThan(8, (await simulator.DoAsync("cs help")).Lines.Count);
        Assert.AreEqual("", (await simulator.DoAsync("")).Text);
        Assert.AreEqual("", (await simulator.DoAsync("   ")).Text);
        Assert.Contains("connector 1", (await simulator.DoAsync("  status  ")).Text);
        Assert.IsGreaterThan(0, (await simulator.DoAsync("log 5")).Lines.Count);
    }

    [TestMethod]
    public async Task Without_the_built_in_Central_System_cs_says_so()
    {
        await using SimulatorProcess simulator = SimulatorProcess.Start("--central-system", "ws://127.0.0.1:9/ocpp");
        Assert.Contains("external", (await simulator.AskAsync("cs transactions")).Error!);
        Assert.IsFalse((await simulator.DoAsync("help")).Lines.Any(line => line.StartsWith("cs ", StringComparison.Ordinal)));
        Assert.IsFalse((await simulator.StatusAsync()).Online);
        Assert.Contains("not connected", (await simulator.AskAsync("ocpp call Heartbeat")).Error!);
        await simulator.QuitAsync();
    }

    [TestMethod]
    public async Task Ocpp_call_sends_a_call_and_prints_the_answer()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync();
        ConsoleAnswer heartbeat = await simulator.DoAsync("ocpp call Heartbeat");
        using JsonDocument time = JsonDocument.Parse(heartbeat.Lines.Single());
        Assert.IsTrue(time.RootElement.GetProperty("currentTime").TryGetDateTimeOffset(out _));
        ConsoleAnswer transfer = await simulator.DoAsync("""ocpp call DataTransfer {"vendorId":"org.example","messageId":"Grüße","data":"{ \"a\" : 1 }"}""");
        Assert.AreEqual("""{"status":"Accepted"}""", transfer.Text);
        await simulator.AssertNoViolationAsync();

        // A call that breaks OCPP is sent as it is, and the Central System's refusal is shown.
        Assert.Contains("ViolatioN", (await simulator.AskAsync("""ocpp call Authorize {"idTag":5}""")).Error!, StringComparison.OrdinalIgnoreCase);
    }

    [TestMethod]
    public async Task A_certificate_is_imported_from_one_line_or_pasted_and_is_kept()
    {
        using TemporaryFolder folder = new();
        string[] arguments = ["--storage", folder.At("storage")];
        using TestAuthority first = new("First CA");
        using TestAuthority second = new("Second CA");
        await using (SimulatorProcess simulator = SimulatorProcess.StartPlain(arguments))
        {
            Assert.AreEqual("", (await simulator.DoAsync("certificate")).Text);
            await simulator.DoAsync("certificate import " + first.Pem.ReplaceLineEndings(" "));
            await simulator.TypeAsync("certificate import\n" + second.Pem.TrimEnd() + "\n");
            Assert.IsNull((await simulator.AnswerAsync("pasted certificate")).Error);
            AssertListed(await simulator.DoAsync("certificate list"));

            await simulator.TypeAsync("certificate import\n\n");
            Assert.IsNotNull((await simulator.AnswerAsync("nothing pasted")).Error);
            await simulator.TypeAsync("certificate import\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
            Assert.IsNotNull((await simulator.AnswerAsync("rubbish pasted")).Error);
            AssertListed(await simulator.DoAsync("certificate list"));
            await simulator.KillAsync();
        }

        await using SimulatorProcess again = SimulatorProcess.StartPlain(arguments);
        ConsoleAnswer kept = await again.DoAsync("certificate");
        Assert.HasCount(4, kept.Lines);

        static void AssertListed(ConsoleAnswer list)
        {
            Assert.HasCount(4, list.Lines);
            Assert.Contains("First CA", list.Lines[0]);
            Assert.Contains("Second CA", list.Lines[2]);
        }
    }
}
