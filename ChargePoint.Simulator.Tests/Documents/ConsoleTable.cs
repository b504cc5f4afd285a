using System.Globalization;
using System.Text;
using ChargePoint.Console;
using ChargePoint.Hal.Simulated;
using ChargePoint.Runtime;

namespace ChargePoint.Simulator.Tests.Documents;

/// <summary>docs/console.md: what each command says of itself, in groups, behind what is true of all of them.</summary>
internal static class ConsoleTable
{
    private const string Rest = "More";

    private static readonly (string Title, string[] Commands)[] Groups =
    [
        ("What is going on", ["status", "connector", "meter", "watch", "faults", "profiles", "price", "system", "log", "history", "security"]),
        ("Connection to the Central System", ["link", "queue", "trace", "ocpp"]),
        ("Setting up", ["setup", "provision", "board", "network", "clock", "central", "certificate", "config", "service"]),
        ("Who may charge", ["card", "auth", "policy", "availability"]),
        ("Testing and mending", ["selftest", "fault", "firmware", "reboot", "factory-reset"]),
        ("The console itself", ["help", "terminal"]),
    ];

    /// <summary>Writes the document.</summary>
    public static string Write()
    {
        ConsoleShell shell = Shell();
        Dictionary<string, string> forms = Enumerable.Range(0, shell.Count).Select(i => shell[i].Forms).ToDictionary(NameOf);
        StringBuilder text = new(Introduction);
        HashSet<string> written = [];
        foreach ((string title, string[] commands) in Groups) Append(text, title, [.. commands.Where(forms.ContainsKey)], forms, written);
        Append(text, Rest, [.. forms.Keys.Where(name => !written.Contains(name)).Order(StringComparer.Ordinal)], forms, written);
        return text.ToString();
    }

    private static ConsoleShell Shell()
    {
        ManualClock clock = new();
        SimulatedBoard board = new(clock, new SeededRandom(1), new MemoryFlash(), null, new SimulatedBoardOptions());
        return new Firmware.ChargePoint(board, new Log(clock)).NewConsole();
    }

    private static string NameOf(string forms)
    {
        CommandForm form = new(forms);
        form.Next();
        return form.Name;
    }

    private static void Append(StringBuilder text, string title, string[] names, Dictionary<string, string> forms, HashSet<string> written)
    {
        if (names.Length == 0) return;
        text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n| command | what it does | PIN |\n| --- | --- | --- |\n");
        foreach (string name in names)
        {
            written.Add(name);
            CommandForm form = new(forms[name]);
            while (form.Next()) text.Append(CultureInfo.InvariantCulture, $"| `{Cell(form.Usage)}` | {Cell(form.Summary)} | {(form.IsDangerous ? "yes" : "")} |\n");
        }
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string Introduction => $$"""
        # The technician's console

        The same commands are on

        * the board's **serial port** that `console` in its description names: 115,200 baud, 8 data bits, no parity, 1 stop bit (`picocom -b 115200 /dev/ttyUSB0`,
          PuTTY, any terminal program). It has nothing to say until you press Enter, but for one line when the charge point is up: `ready: IDENTITY, firmware VERSION`;
        * the **simulator's terminal**, where `sim`, `cs` and `quit` belong to the simulator and not to the charge point;
        * a **TCP port** of the simulator: `--console tcp:PORT` (`telnet 127.0.0.1 PORT`) listens on this machine only, `--console tcp:ADDRESS:PORT` where you say.
          Nothing protects it but the service PIN: whoever reaches the port stands in front of the open cabinet. One client at a time; another is told `busy`.

        Each command is answered by lines, or none, and then exactly one line: `ok`, or `error: ` and the reason. Words in capitals are yours; what is in brackets may be
        left out; of `on|off`, one is meant; `...` takes the rest of the line. `help` lists the commands, `help COMMAND` all ways to write one.

        ## Keys

        | key | what it does |
        | --- | --- |
        | Tab | completes commands, words and keys; pressed again, lists what is possible |
        | Up, Down | earlier lines (512 bytes of them; none with a secret) |
        | Left, Right, Home, End, Ctrl-A, Ctrl-E | move in the line |
        | Backspace, Delete, Ctrl-W, Ctrl-U, Ctrl-K | delete a character, a word, all before or behind the cursor |
        | Ctrl-C | drops the line, or ends the command that runs |
        | Ctrl-L | clears the screen |
        | Enter | while `watch` runs: ends it |

        A line has at most {{ConsoleShell.LongestLine.ToString("N0", CultureInfo.InvariantCulture)}} bytes. What a command asks for stands in front of the line (`NAME: `); a secret is shown as stars. A certificate
        is pasted as it is; an empty line gives up. While a command runs, what you type waits. After five minutes without a key, everything that was typed is forgotten.

        ## For programs

        * `--json` behind a query makes each record of its answer one JSON object on a line of its own. Numbers carry their unit in their name (`offeredMilliamps`).
        * `terminal plain` turns off prompt, echo and editing, until `terminal edit` or five minutes of silence. A command that asks writes what it asks for as a line
          (`NAME:`) and takes the next one. Send one line at a time and read up to `ok` or `error: `; Ctrl-C (byte 3) first drops whatever was left of a line.
        * The simulator's standard input is like that from the start.
        * Whoever reads too slowly loses whole lines and never a part of one, and is told how many: `... 3 lines lost`.

        ## The service PIN

        Commands marked below, and `config` with values that decide whom the charge point trusts or who charges unasked, need the service PIN once one is set: `service PIN` opens them for ten
        minutes. A factory-new charge point has none; `status` says so. See security.md.

        This document is written by

            CONSOLE_TABLE=$PWD/docs/console.md dotnet test ChargePoint.Simulator.Tests --filter "FullyQualifiedName~ConsoleTable"

        """;
}
