using ChargePoint.Simulator.Tests.Documents;

namespace ChargePoint.Simulator.Tests.EndToEnd;

/// <summary>
/// What a technician does at a real terminal, and the screens that the documents show of it: a factory-new charge point is commissioned,
/// charges once, and says by <c>status</c> alone what is wrong with it.
/// </summary>
[TestClass]
public sealed class TerminalTests
{
    private const string QuickStart = "docs/quick-start.md";
    private const string Troubleshooting = "docs/troubleshooting.md";

    [TestInitialize]
    public void NeedsTerminal()
    {
        if (!TmuxTerminal.IsInstalled) Assert.Inconclusive("there is no tmux on this machine");
    }

    [TestMethod]
    public async Task A_factory_new_charge_point_is_commissioned_and_charges_once()
    {
        await using TmuxTerminal terminal = await TmuxTerminal.StartAsync("--board", BoardFile("single-phase"));
        await terminal.TypeAsync("setup");
        await terminal.PressAsync("Enter");
        await AnswerAsync(terminal, "board", "yes");
        await AnswerAsync(terminal, "service PIN", "123456");
        await AnswerAsync(terminal, "network", "wifi");
        await AnswerAsync(terminal, "wireless network", "Depot");
        await AnswerAsync(terminal, "password (empty for an open network)", "charge-here");
        await AnswerAsync(terminal, "address", "");
        await AnswerAsync(terminal, "identity", "CP-0042");
        await AnswerAsync(terminal, "password", "at-least-16-bytes");
        await AnswerAsync(terminal, "profile", "1");
        await AnswerAsync(terminal, "offline", "list");
        await AnswerAsync(terminal, "free vend", "off");
        await AnswerAsync(terminal, "card", "yes");
        await AnswerAsync(terminal, "card", "sim tap 04A1B2C3");
        await AnswerAsync(terminal, "self test", "yes");
        await SelfTestAsync(terminal);
        await AnswerAsync(terminal, "test session", "yes");
        await terminal.SeeAsync("plug in the vehicle and present a card");
        await AnswerAsync(terminal, "test session", "sim plug 1");
        await AnswerAsync(terminal, "test session", "sim tap 04A1B2C3");
        await terminal.SeeAsync("End the session now?");
        await AnswerAsync(terminal, "test session", "yes");
        string screen = await terminal.UntilAsync("the end of setup", text => text.EndsWith("\nok\n>", StringComparison.Ordinal));
        Assert.DoesNotContain("at-least-16", screen);
        Assert.DoesNotContain("charge-here", screen);
        Assert.Contains("the charge point is ready", screen);
        string setup = screen[screen.IndexOf("> setup", StringComparison.Ordinal)..screen.LastIndexOf('\n')];
        DocumentScreens.Check(QuickStart, "setup", string.Join('\n', setup.Split('\n').Where(line => !IsPassingState(line))));
    }

    [TestMethod]
    [DataRow("status-free", "")]
    [DataRow("status-leak", "sim leak 1 on")]
    [DataRow("status-weld", "sim weld 1 on;sim tap 04A1B2C3")]
    [DataRow("status-meter", "sim meter 1 silent")]
    [DataRow("status-diode", "sim diode 1 missing")]
    [DataRow("status-lock", "sim unplug 1;sim lock 1 jam;sim plug 1;sim tap 04A1B2C3")]
    [DataRow("status-coil", "sim emergency on")]
    [DataRow("status-supply", "sim supply 150")]
    [DataRow("status-link", "sim link down")]
    public async Task Status_alone_says_what_is_wrong(string name, string causes)
    {
        await using TmuxTerminal terminal = await TmuxTerminal.StartAsync("--board", BoardFile("single-phase"));
        if (causes.Length > 0)
        {
            await DoAsync(terminal, "sim plug 1");
            await DoAsync(terminal, "sim tap 04A1B2C3");
            await terminal.RunAsync("sim skip 30");
            Assert.Contains("connector 1: charging: 04A1B2C3 takes", await terminal.RunAsync("status"));
            foreach (string cause in causes.Split(';')) await DoAsync(terminal, cause);
            await DoAsync(terminal, "sim skip 30");
        }

        DocumentScreens.Check(Troubleshooting, name, await terminal.RunAsync("status"));
    }

    [TestMethod]
    public async Task Keys_edit_recall_and_complete_a_line()
    {
        await using TmuxTerminal terminal = await TmuxTerminal.StartAsync();
        await terminal.TypeAsync("confg get Hear");
        await terminal.PressAsync("Home", "Right", "Right", "Right", "Right");
        await terminal.TypeAsync("i");
        await terminal.PressAsync("End", "Tab", "Enter");
        await terminal.SeeAsync("> config get HeartbeatInterval\nHeartbeatInterval = ");
        await terminal.RunAsync("clock");
        await terminal.PressAsync("Up", "Up", "Enter");
        await terminal.UntilAsync("the line before", screen => screen.Contains("\n> config get HeartbeatInterval\nHeartbeatInterval = ", StringComparison.Ordinal));
        await terminal.ClearAsync();
        await terminal.TypeAsync("co");
        await terminal.PressAsync("Tab", "Tab", "Tab");
        await terminal.SeeAsync("config");
        await terminal.SeeAsync("connector");
        await terminal.PressAsync("C-c");
        await terminal.TypeAsync(new string('x', 10_000));
        await terminal.PressAsync("Enter");
        await terminal.SeeAsync("error: the line is longer than 4096 bytes");
        Assert.Contains("\nok", await terminal.RunAsync("clock"));
    }

    private static async Task DoAsync(TmuxTerminal terminal, string command)
    {
        string screen = await terminal.RunAsync(command);
        Assert.EndsWith("\nok", screen, command);
    }

    // Waits for the question, and answers it.
    private static async Task AnswerAsync(TmuxTerminal terminal, string prompt, string answer)
    {
        await terminal.UntilAsync($"the question '{prompt}:'", screen => screen.EndsWith("\n" + prompt + ":", StringComparison.Ordinal));
        await terminal.AnswerAsync(answer);
    }

    // Answers yes as long as it is the self test that asks, and presents a card when it wants one.
    private static async Task SelfTestAsync(TmuxTerminal terminal)
    {
        const string YesOrNo = "(y/n, Enter skips)";
        const string AnyCard = "present any card";
        int asked = 0;
        bool hasTapped = false;
        while (true)
        {
            bool IsAsking(string text) => Count(Flat(text), YesOrNo) > asked || (!hasTapped && text.Contains(AnyCard, StringComparison.Ordinal));
            bool IsOver(string text) => text.EndsWith("\ntest session:", StringComparison.Ordinal);
            string screen = await terminal.UntilAsync("the self test", text => IsAsking(text) || IsOver(text));
            if (IsOver(screen)) return;
            bool wantsAnswer = Count(Flat(screen), YesOrNo) > asked;
            if (wantsAnswer) asked++;
            else hasTapped = true;
            await terminal.AnswerAsync(wantsAnswer ? "y" : "sim tap 04A1B2C3");
        }
    }

    // Which states of the connector are seen on the way to Charging is a matter of half seconds
    private static bool IsPassingState(string line) => line is "  connector 1 Available" or "  connector 1 Preparing" or "  connector 1 Charging";

    // Long lines are broken at 80 columns
    private static string Flat(string screen) => string.Join(' ', screen.Split('\n').Select(line => line.Trim()));

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static string BoardFile(string name) => DocumentFile.Find($"boards/{name}.json");
}
