using System.CommandLine;
using System.Net;
using System.CommandLine.Parsing;
using ChargePoint.Features;
using ChargePoint.Ocpp;
using ChargePoint.Simulator.Terminals;

namespace ChargePoint.Simulator;

/// <summary>What the command line asks for.</summary>
public sealed record Options
{
    /// <summary>The word for a board without drivers and chips, whose parts are simulated at the level of the HAL: for long stretches of time.</summary>
    public const string PlainBoard = "plain";

    /// <summary>Address of an external Central System, or null for the built-in one.</summary>
    public string? CentralSystemUrl { get; init; }

    /// <summary>Identity of the charge point.</summary>
    public string Identity { get; init; } = "SIM1";

    /// <summary>Number of connectors, 1 to 8.</summary>
    public int Connectors { get; init; } = 1;

    /// <summary>Folder of the flash, or null for one that is thrown away at the end.</summary>
    public string? Storage { get; init; }

    /// <summary>Configuration values for a factory-new charge point.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Presets { get; init; } = [];

    /// <summary>PEM file of a trusted authority, or null.</summary>
    public string? CaFile { get; init; }

    /// <summary>File of the board description, <see cref="PlainBoard"/>, or null for the standard one.</summary>
    public string? Board { get; init; }

    /// <summary>Attached cables, no sockets.</summary>
    public bool FixedCable { get; init; }

    /// <summary>The board has a supply that outlives the mains.</summary>
    public bool BackupPower { get; init; }

    /// <summary>The process ends when standard input ends.</summary>
    public bool Script { get; init; }

    /// <summary>Shows one session and ends.</summary>
    public bool Demo { get; init; }

    /// <summary>Where the device's terminal listens, or null.</summary>
    public IPEndPoint? Console { get; init; }

    /// <summary>Logs every message.</summary>
    public bool Verbose { get; init; }
}

/// <summary>The command line of the simulator.</summary>
public static class CommandLineParser
{
    /// <summary>Exit code of a wrong command line.</summary>
    public const int UsageError = 2;

    /// <summary>Reads the command line and runs what it asks for.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="run">Runs the simulator.</param>
    /// <param name="makeImage">Makes a firmware image: version, file, what is to be wrong with it.</param>
    /// <returns>Exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, Func<Options, Task<int>> run, Func<string, string, ImageDefect, int> makeImage)
    {
        RootCommand root = Build(run, makeImage);
        ParseResult result = root.Parse(arguments);
        if (result.Errors.Count > 0)
        {
            await System.Console.Error.WriteLineAsync("error: " + result.Errors[0].Message.ReplaceLineEndings(" ").Trim());
            return UsageError;
        }

        return await result.InvokeAsync();
    }

    private static RootCommand Build(Func<Options, Task<int>> run, Func<string, string, ImageDefect, int> makeImage)
    {
        Option<string?> url = new("--central-system") { Description = "ws:// or wss:// address of a Central System; the identity is appended. Without it, the built-in one is used", HelpName = "URL" };
        Option<string> id = new("--id") { Description = "identity of the charge point", DefaultValueFactory = _ => "SIM1" };
        Option<int> connectors = new("--connectors") { Description = "number of connectors, 1 to 8", DefaultValueFactory = _ => 1 };
        Option<string?> board = new("--board") { Description = "board description with real drivers on virtual chips (without it, one for as many connectors as asked for), or 'plain' for a board without drivers", HelpName = "FILE" };
        Option<string?> storage = new("--storage") { Description = "folder of the flash; an empty one is a factory-new charge point", HelpName = "FOLDER" };
        Option<string[]> set = new("--set") { Description = "presets a configuration value on a factory-new charge point (repeatable)", HelpName = "KEY=VALUE" };
        Option<string?> ca = new("--ca") { Description = "PEM file of an authority that is trusted", HelpName = "FILE" };
        Option<bool> fixedCable = new("--fixed-cable") { Description = "connectors with attached cables" };
        Option<bool> backup = new("--backup-power") { Description = "the board outlives the mains" };
        Option<bool> script = new("--script") { Description = "ends when standard input ends" };
        Option<bool> demo = new("--demo") { Description = "shows one charging session and ends" };
        Option<string?> console = new("--console") { Description = "the device's terminal on a TCP port of this machine, or of an address of it (unprotected); it takes one client", HelpName = "tcp:[ADDRESS:]PORT" };
        Option<bool> verbose = new("--verbose") { Description = "logs for developers" };
        url.Validators.Add(r => Check(r, CheckUrl(r.GetValueOrDefault<string?>())));
        id.Validators.Add(r => Check(r, CheckIdentity(r.GetValueOrDefault<string>())));
        connectors.Validators.Add(r => Check(r, r.Tokens.Count == 0 || int.TryParse(r.Tokens[0].Value, out int n) && n is >= 1 and <= 8 ? null : "--connectors takes a number from 1 to 8"));
        set.Validators.Add(r => Check(r, r.Tokens.Select(t => CheckPreset(t.Value)).FirstOrDefault(e => e != null)));
        ca.Validators.Add(r => Check(r, CheckCa(r.GetValueOrDefault<string?>())));
        board.Validators.Add(r => Check(r, CheckBoard(r.GetValueOrDefault<string?>())));
        console.Validators.Add(r => Check(r, CheckConsole(r.GetValueOrDefault<string?>())));
        storage.Validators.Add(r => Check(r, CheckStorage(r.GetValueOrDefault<string?>())));

        RootCommand root = new("A charge point on a virtual board: its firmware, a vehicle, a card reader and, unless told otherwise, a Central System.")
        {
            url, id, connectors, board, storage, set, ca, fixedCable, backup, script, demo, console, verbose,
        };
        root.Validators.Add(r =>
        {
            bool describes = r.GetValue(board) is not (null or Options.PlainBoard);
            if (describes && (r.GetValue(fixedCable) || r.GetResult(connectors) is { Implicit: false })) r.AddError("--board describes connectors and cables: leave --connectors and --fixed-cable out");
            if (r.GetValue(demo) && r.GetValue(url) != null) r.AddError("--demo uses the built-in Central System: leave --central-system out");
        });
        root.SetAction((parsed, _) => run(new Options
        {
            CentralSystemUrl = parsed.GetValue(url),
            Identity = parsed.GetValue(id)!,
            Connectors = parsed.GetValue(connectors),
            Board = parsed.GetValue(board),
            Storage = parsed.GetValue(storage),
            Presets = [.. (parsed.GetValue(set) ?? []).Select(Split)],
            CaFile = parsed.GetValue(ca),
            FixedCable = parsed.GetValue(fixedCable),
            BackupPower = parsed.GetValue(backup),
            Script = parsed.GetValue(script),
            Demo = parsed.GetValue(demo),
            Console = parsed.GetValue(console) is { } address ? ConsoleListener.Parse(address) : null,
            Verbose = parsed.GetValue(verbose),
        }));
        root.Add(MakeImage(makeImage));
        root.Add(BoardCheck.Command());
        return root;
    }

    private static Command MakeImage(Func<string, string, ImageDefect, int> makeImage)
    {
        Option<string> version = new("--version") { Description = "firmwareVersion that the charge point reports afterwards", Required = true };
        Option<string> file = new("--out") { Description = "file to write", Required = true };
        Option<bool> broken = new("--broken") { Description = "makes one that the board refuses" };
        Option<bool> dead = new("--does-not-start") { Description = "makes one that the board installs, and that ends when it is started" };
        version.Validators.Add(r => Check(r, r.GetValueOrDefault<string?>() is { Length: >= 1 and <= 50 } ? null : "--version takes 1 to 50 characters"));
        Command command = new("make-image", "writes a firmware image that the simulated board accepts") { version, file, broken, dead };
        command.Validators.Add(r =>
        {
            if (r.GetValue(broken) && r.GetValue(dead)) r.AddError("--broken and --does-not-start are two different images");
        });
        command.SetAction(parsed => makeImage(parsed.GetValue(version)!, parsed.GetValue(file)!, DefectOf(parsed.GetValue(broken), parsed.GetValue(dead))));
        return command;
    }

    private static ImageDefect DefectOf(bool broken, bool dead) => broken ? ImageDefect.Broken : dead ? ImageDefect.DoesNotStart : ImageDefect.None;

    private static void Check(OptionResult result, string? error)
    {
        if (error != null) result.AddError(error);
    }

    private static string? CheckUrl(string? url)
    {
        if (url == null) return null;
        return WebSocketAddress.Parse(url, out string problem) == null ? $"--central-system: {problem}" : null;
    }

    private static string? CheckIdentity(string? id) =>
        id is { Length: >= 1 and <= 48 } && id.All(c => c > ' ' && c != '\x7F') ? null : "--id takes 1 to 48 characters without blanks";

    private static string? CheckPreset(string preset)
    {
        int equals = preset.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0) return $"--set takes KEY=VALUE, not '{preset}'";
        string name = preset[..equals];
        int key = KeyTable.Find(name);
        if (key < 0) return $"--set: unknown key {name}";
        KeyTable definition = KeyTable.Of(key);
        if (definition.Access == KeyAccess.ReadOnly && key is not (Key.SecurityProfile or Key.ReserveConnectorZeroSupported or Key.AdditionalRootCertificateCheck)) return $"--set: {KeyTable.NameOf(key)} is read-only";
        string value = preset[(equals + 1)..];
        string problem = ValueRules.Check(definition, ref value);
        return problem.Length > 0 ? $"--set: {KeyTable.NameOf(key)} {problem}" : null;
    }

    private static string? CheckCa(string? file)
    {
        if (file == null) return null;
        return File.Exists(file) ? null : $"--ca: there is no file {file}";
    }

    private static string? CheckBoard(string? file) =>
        file is null or Options.PlainBoard || File.Exists(file) ? null : $"--board: there is no file {file}";

    private static string? CheckConsole(string? value) =>
        value == null || ConsoleListener.Parse(value) != null ? null : $"--console takes tcp:PORT or tcp:ADDRESS:PORT, not '{value}'";

    private static string? CheckStorage(string? folder)
    {
        if (folder == null) return null;
        if (folder.Length == 0) return "--storage takes a folder";
        return File.Exists(folder) ? $"--storage: {folder} is a file" : null;
    }

    private static KeyValuePair<string, string> Split(string preset)
    {
        int equals = preset.IndexOf('=', StringComparison.Ordinal);
        return new KeyValuePair<string, string>(preset[..equals], preset[(equals + 1)..]);
    }
}
