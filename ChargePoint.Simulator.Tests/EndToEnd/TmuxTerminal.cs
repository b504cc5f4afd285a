using System.Diagnostics;
using System.Globalization;
using System.Text;
using ChargePoint.Simulator.Tests.Bench;

namespace ChargePoint.Simulator.Tests.EndToEnd;

/// <summary>
/// The built simulator in a real terminal of 80 columns (tmux), as a technician sees it: keys go in, screens come out. Its log goes to a
/// file, so that the screen shows the console alone. Whatever takes time is waited for by looking at the screen until a deadline.
/// </summary>
internal sealed class TmuxTerminal : IAsyncDisposable
{
    /// <summary>Width of the screen in characters.</summary>
    public const int Columns = 80;

    private const int Rows = 50;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(40);

    private readonly TemporaryFolder _folder = new();
    private readonly string _socket = "charge-point-" + Guid.NewGuid().ToString("N")[..12];

    private int _process; // of the simulator

    private TmuxTerminal()
    {
    }

    /// <summary>Storage of the charge point, kept until the terminal is disposed of.</summary>
    public string Storage => _folder.At("storage");

    private string LogFile => _folder.At("log.txt");

    /// <summary>True if there is a terminal to run in.</summary>
    public static bool IsInstalled
    {
        get
        {
            try
            {
                using Process tmux = Process.Start(new ProcessStartInfo("tmux", "-V") { RedirectStandardOutput = true })!;
                tmux.WaitForExit();
                return tmux.ExitCode == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false;
            }
        }
    }

    /// <summary>Starts the simulator with a factory-new storage and waits for its prompt.</summary>
    public static async Task<TmuxTerminal> StartAsync(params string[] arguments)
    {
        TmuxTerminal terminal = new();
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string program = Path.Combine(AppContext.BaseDirectory, "ChargePoint.Simulator.dll");
        string[] command = [dotnet, program, "--storage", terminal.Storage, .. arguments];
        string line = string.Join(' ', command.Select(Quoted)) + " 2>" + Quoted(terminal.LogFile);
        await terminal.TmuxAsync("-f", "/dev/null", "new-session", "-d", "-s", "t", "-x", $"{Columns}", "-y", $"{Rows}", "env TERM=xterm DOTNET_TieredPGO=0 sh -c " + Quoted("exec " + line));
        terminal._process = int.Parse(await terminal.TmuxAsync("display-message", "-p", "-t", "t", "#{pane_pid}"), CultureInfo.InvariantCulture);
        await terminal.TmuxAsync("set-option", "-g", "history-limit", "5000");
        await terminal.UntilAsync("the prompt", screen => screen.EndsWith("\n>", StringComparison.Ordinal) || screen == ">");
        return terminal;
    }

    /// <summary>Types text as it is.</summary>
    public Task TypeAsync(string text) => TmuxAsync("send-keys", "-t", "t", "-l", "--", text);

    /// <summary>Presses keys that have names: Enter, Tab, Up, BSpace, C-c ...</summary>
    public Task PressAsync(params string[] keys) => TmuxAsync(["send-keys", "-t", "t", .. keys]);

    /// <summary>Clears the screen and what was scrolled off it.</summary>
    public async Task ClearAsync()
    {
        await PressAsync("C-l");
        await UntilAsync("an empty screen", screen => screen == ">", false);
        await TmuxAsync("clear-history", "-t", "t");
    }

    /// <summary>Types a command into a cleared screen and waits for its end.</summary>
    /// <returns>The screen from the command to <c>ok</c> or <c>error: reason</c>.</returns>
    public async Task<string> RunAsync(string command)
    {
        await ClearAsync();
        await TypeAsync(command);
        await PressAsync("Enter");
        string screen = await UntilAsync($"the end of '{command}'", HasEnded);
        int start = screen.LastIndexOf("> " + command, StringComparison.Ordinal);
        return screen[(start < 0 ? 0 : start)..screen.LastIndexOf('\n')].TrimEnd();
    }

    /// <summary>Types an answer to a question, or a line of a paste.</summary>
    public async Task AnswerAsync(string text)
    {
        if (text.Length > 0) await TypeAsync(text);
        await PressAsync("Enter");
    }

    /// <summary>Waits until a text stands on the screen.</summary>
    public Task<string> SeeAsync(string text) => UntilAsync($"'{text}'", screen => screen.Contains(text, StringComparison.Ordinal));

    /// <summary>Waits until the screen is as it should be.</summary>
    /// <returns>The screen, without blanks at the ends of its lines and without empty lines at its end.</returns>
    public async Task<string> UntilAsync(string what, Func<string, bool> isThere, bool withHistory = true)
    {
        Stopwatch watch = Stopwatch.StartNew();
        string screen = "";
        while (watch.Elapsed < Deadline)
        {
            screen = await ScreenAsync(withHistory);
            if (isThere(screen)) return screen;
            await Task.Delay(PollInterval);
        }

        throw new AssertFailedException($"{what} did not come\n--- screen ---\n{screen}\n--- log ---\n{(File.Exists(LogFile) ? await File.ReadAllTextAsync(LogFile) : "")}");
    }

    /// <summary>The screen, with what was scrolled off it since it was cleared.</summary>
    public async Task<string> ScreenAsync(bool withHistory = true)
    {
        string text = await TmuxAsync("capture-pane", "-p", "-t", "t", "-S", withHistory ? "-5000" : "0");
        return string.Join('\n', text.Split('\n').Select(line => line.TrimEnd())).TrimEnd();
    }

    public async ValueTask DisposeAsync()
    {
        await TmuxAsync("kill-server");
        try
        {
            // It writes to its storage as long as it runs
            using Process simulator = Process.GetProcessById(_process);
            await simulator.WaitForExitAsync().WaitAsync(Deadline);
        }
        catch (ArgumentException)
        {
            // It has ended already.
        }

        _folder.Dispose();
    }

    private static bool HasEnded(string screen)
    {
        string[] lines = screen.Split('\n');
        return lines.Length > 2 && lines[^1] == ">" && (lines[^2] == "ok" || lines.SkipWhile(line => !line.StartsWith("error: ", StringComparison.Ordinal)).Any());
    }

    private static string Quoted(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    private async Task<string> TmuxAsync(params string[] arguments)
    {
        ProcessStartInfo start = new("tmux") { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        start.ArgumentList.Add("-L");
        start.ArgumentList.Add(_socket);
        start.ArgumentList.Add("-u");
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        start.Environment.Remove("TMUX");
        using Process tmux = Process.Start(start)!;
        Task<string> output = tmux.StandardOutput.ReadToEndAsync();
        Task<string> errors = tmux.StandardError.ReadToEndAsync();
        await tmux.WaitForExitAsync();
        if (tmux.ExitCode != 0) throw new AssertFailedException($"tmux {string.Join(' ', arguments)}: {await errors}");
        return await output;
    }
}
