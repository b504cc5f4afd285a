using System.Threading.Channels;
using ChargePoint.Boards;
using ChargePoint.Console;
using ChargePoint.Features;
using ChargePoint.Hal.Esp32;
using ChargePoint.Hal.Simulated;
using ChargePoint.Runtime;
using ChargePoint.Security;
using ChargePoint.Simulator.Bench;
using ChargePoint.Simulator.CentralSystem;
using ChargePoint.Simulator.Terminals;
using ChargePoint.Simulator.World;
using ChargePoint.VirtualBoard;

namespace ChargePoint.Simulator;

/// <summary>Puts board, firmware, Central System and terminal together as the command line asks for, and runs them.</summary>
public static class Simulation
{
    private static readonly TimeSpan FirstBootLimit = TimeSpan.FromSeconds(3);

    /// <summary>Runs until <c>quit</c>, a signal, the end of a script or of the demo.</summary>
    /// <param name="options">What the command line asks for.</param>
    /// <returns>Exit code.</returns>
    public static async Task<int> RunAsync(Options options)
    {
        bool hasKeys = KeyPort.IsThere && !options.Script && !options.Demo;
        TextWriter error = System.Console.Error;
        using NoticeWriter notices = new(error);
        if (hasKeys && !System.Console.IsErrorRedirected) System.Console.SetError(notices);
        try
        {
            return await RunAsync(options, hasKeys, notices);
        }
        finally
        {
            notices.Detach();
            System.Console.SetError(error);
        }
    }

    private static async Task<int> RunAsync(Options options, bool hasKeys, NoticeWriter notices)
    {
        TextWriter log = TextWriter.Synchronized(System.Console.Error);
        SimulatorClock clock = new();
        using Storage? storage = Storage.TryOpen(options.Storage, out string storageProblem);
        if (storage == null)
        {
            await log.WriteLineAsync($"error: --storage: {storageProblem}");
            return CommandLineParser.UsageError;
        }

        FolderFlash flash = new(storage.FlashFolder);
        HostTls tls = new();
        HostSecureElement element = new(Path.Combine(storage.Folder, "keys"));
        byte[][]? authorities = CaFile.Read(options.CaFile, out string caProblem);
        if (authorities == null)
        {
            await System.Console.Error.WriteLineAsync($"error: --ca: {caProblem}");
            return CommandLineParser.UsageError;
        }

        if (!TryDescribe(options, flash, out Section? description, out string[] boardProblems))
        {
            foreach (string problem in boardProblems) await log.WriteLineAsync("error: board description: " + problem);
            return CommandLineParser.UsageError;
        }

        HostSocketPlatform sockets = new(tls);
        SimulatedBoardOptions kind = description != null ? VirtualHardware.WorldOf(description) : new SimulatedBoardOptions { ConnectorCount = options.Connectors, FixedCable = options.FixedCable };
        SimulatedBoard board = new(clock, new SystemRandom(), flash, () => new SocketTransport(sockets), kind) { Trust = new HostTrustStore(tls, element), SecureElement = element };
        using WorldKeeper world = new(board, new WorldFile(Path.Combine(storage.Folder, "world.json")), problem => log.WriteLine("world: " + problem));
        bool interactive = !System.Console.IsErrorRedirected;
        await using BuiltInCentralSystem? centralSystem = await StartCentralSystemAsync(options, clock);
        string url = options.CentralSystemUrl ?? centralSystem!.Server.Url.ToString();
        StderrLog sink = new(clock, log);
        Machine machine = new(board, description);
        using FirmwareHost host = new(machine, clock, options.BackupPower, MakeLog, Prepare);
        FolderFirmwareStore firmware = new(storage.FirmwareFolder, board.Identity.FirmwareVersion);
        board.Firmware = firmware;
        host.Boot = () =>
        {
            bool starts = firmware.Boot();
            board.Identity.FirmwareVersion = firmware.RunningVersion;
            if (!starts) log.WriteLine("boot: the new firmware has ended, the controller starts again");
            return starts;
        };
        BenchCommands bench = new(board, host);
        using CancellationTokenSource ending = new();
        using IDisposable signals = Signals.CancelOnTermination(ending);
        host.Start(url, options.Identity);

        HostTerminals terminals = new(host, bench, centralSystem, () => Quit(ending));
        string consoleProblem = "";
        using ConsoleListener? console = options.Console == null ? null : ConsoleListener.TryStart(options.Console, terminals, host, out consoleProblem);
        if (consoleProblem.Length > 0)
        {
            await log.WriteLineAsync($"error: --console: {consoleProblem}");
            return CommandLineParser.UsageError;
        }

        if (console != null) await log.WriteLineAsync($"console: tcp:{console.Address}");
        TerminalSession session = new(host, bench, centralSystem, System.Console.Out);
        if (options.Demo) return await new Demo(session, host, centralSystem!, options.Identity, log).RunAsync(ending.Token);
        if (interactive && !System.Console.IsInputRedirected) await log.WriteLineAsync("A charge point with a Central System. Try: sim plug 1, sim tap CARD1, sim skip 600, status, help, quit.");
        await host.WaitForFirstBootAsync(FirstBootLimit);
        if (hasKeys) return await TakeKeysAsync(terminals, host, notices, ending);
        await ReadLinesAsync(session, options.Script, host, ending.Token);
        return 0;

        void Prepare(Firmware.ChargePoint chargePoint)
        {
            Preset(chargePoint.Configuration, options, log);
            foreach (byte[] authority in authorities) chargePoint.Certificates.AddBuiltIn(CertificateUse.CentralSystemRootCertificate, authority);
        }

        Log MakeLog() => new(clock) { Sink = sink, Threshold = options.Verbose ? LogLevel.Debug : LogLevel.Info };
    }

    // Not on the firmware's thread, which is waited for then
    private static void Quit(CancellationTokenSource ending) => _ = ending.CancelAsync();

    private static async Task<int> TakeKeysAsync(HostTerminals terminals, FirmwareHost host, NoticeWriter notices, CancellationTokenSource ending)
    {
        using KeyPort keys = new();
        Terminal terminal = await host.RunAsync(_ => terminals.Open(keys, true, () => Quit(ending)));
        notices.Attach(host, terminal);
        keys.Start();
        try
        {
            await host.Ended.WaitAsync(ending.Token);
        }
        catch (OperationCanceledException)
        {
            // quit, Ctrl-D or a signal: the end that was asked for.
            notices.Detach();
            await host.RunAsync(_ =>
            {
                terminals.Close(terminal);
                return true;
            });
        }

        return 0;
    }

    // The flash's own description wins, as on a device; that of the command line is put there on a charge point that has none.
    private static bool TryDescribe(Options options, FolderFlash flash, out Section? description, out string[] problems)
    {
        description = null;
        problems = [];
        if (options.Board == Options.PlainBoard) return true;
        byte[] text;
        int length = flash.Length(DescriptionReader.FileName);
        if (length > 0)
        {
            text = new byte[length];
            flash.Read(DescriptionReader.FileName, 0, text, 0, length);
        }
        else if (options.Board != null)
        {
            text = File.ReadAllBytes(options.Board);
        }
        else
        {
            text = Machine.Standard(options.Connectors, options.FixedCable);
        }

        description = Machine.Read(text, out problems);
        if (description != null && length <= 0 && options.Board != null) flash.Write(DescriptionReader.FileName, text, 0, text.Length);
        return description != null;
    }

    private static async Task<BuiltInCentralSystem?> StartCentralSystemAsync(Options options, SimulatorClock clock)
    {
        if (options.CentralSystemUrl != null) return null;
        TraceView trace = TraceView.OnStandardError();
        trace.ShowsReceipts = !options.Demo; // the demo prints its own
        BuiltInCentralSystem centralSystem = new(new OcppServerOptions(), () => clock.Now, trace);
        await centralSystem.StartAsync();
        return centralSystem;
    }

    private static void Preset(ConfigurationStore configuration, Options options, TextWriter log)
    {
        if (!configuration.IsFactoryNew) return;
        int[] keys = [.. options.Presets.Select(preset => KeyTable.Find(preset.Key))];
        string[] values = [.. options.Presets.Select(preset => preset.Value)];
        if (!configuration.Preset(keys, values, out string problem)) log.WriteLine("error: --set: " + problem);
    }

    // Lines are read on a thread of their own: a read of standard input cannot be called off.
    private static async Task ReadLinesAsync(TerminalSession session, bool script, FirmwareHost host, CancellationToken ending)
    {
        Channel<string> lines = Channel.CreateBounded<string>(64);
        Thread reader = new(() =>
        {
            while (System.Console.In.ReadLine() is string line) lines.Writer.WriteAsync(line).AsTask().Wait();
            lines.Writer.Complete();
        })
        { IsBackground = true, Name = "stdin" };
        reader.Start();
        try
        {
            await foreach (string line in lines.Reader.ReadAllAsync(ending))
            {
                Task command = session.ExecuteAsync(line);
                if (await Task.WhenAny(command, host.Ended).WaitAsync(ending) != command) await host.Ended; // the firmware has failed: a bug
                await command;
                if (session.IsOver) return;
            }

            if (!script) await host.Ended.WaitAsync(ending);
        }
        catch (OperationCanceledException)
        {
            // A signal: the end that was asked for.
        }
    }
}
