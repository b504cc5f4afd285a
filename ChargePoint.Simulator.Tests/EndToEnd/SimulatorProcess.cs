using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Threading.Channels;
using ChargePoint.Simulator.Tests.Bench;

namespace ChargePoint.Simulator.Tests.EndToEnd;

/// <summary>The answer to a console command: its lines of text, and the reason when it was refused.</summary>
internal sealed record ConsoleAnswer(IReadOnlyList<string> Lines, string? Error)
{
    /// <summary>All lines as one text.</summary>
    public string Text => string.Join('\n', Lines);
}

/// <summary>
/// The built simulator as a process of its own, driven over standard input and output as the drive contract says. Whatever takes
/// time is waited for by asking until a deadline; a failure shows what the process wrote to standard error.
/// </summary>
internal sealed class SimulatorProcess : IAsyncDisposable
{
    /// <summary>Deadline of every step: long enough for a machine that does many other things.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);

    private readonly Process _process;
    private readonly Channel<string> _output = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _errors = new();
    private readonly TemporaryFolder? _ownFolder;
    private readonly Task _reading;

    private SimulatorProcess(Process process, TemporaryFolder? ownFolder)
    {
        _process = process;
        _ownFolder = ownFolder;
        _reading = Task.WhenAll(ReadOutputAsync(), ReadErrorsAsync());
    }

    /// <summary>What it has written to standard error so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors) return _errors.ToString();
        }
    }

    /// <summary>The lines on standard error so far.</summary>
    public IReadOnlyList<string> ErrorLines => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether the process runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Starts it with a factory-new storage of its own.</summary>
    public static SimulatorProcess Start(params string[] arguments)
    {
        TemporaryFolder folder = new();
        return new SimulatorProcess(Launch(["--storage", folder.At("storage"), .. arguments]), folder);
    }

    /// <summary>Starts it with exactly these arguments.</summary>
    public static SimulatorProcess StartPlain(params string[] arguments) => new(Launch(arguments), null);

    /// <summary>Starts it with a factory-new storage of its own and waits until the Central System has accepted it.</summary>
    public static async Task<SimulatorProcess> StartOnlineAsync(params string[] arguments)
    {
        SimulatorProcess simulator = Start(arguments);
        await simulator.OnlineAsync();
        return simulator;
    }

    /// <summary>Runs it to its end and gives exit code, standard output and standard error.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string[] arguments, string input = "")
    {
        await using SimulatorProcess simulator = StartPlain(arguments);
        if (input.Length > 0) await simulator.TypeAsync(input);
        simulator.EndInput();
        int exitCode = await simulator.ExitCodeAsync();
        return (exitCode, string.Join('\n', await simulator.RestOfOutputAsync()), simulator.Errors);
    }

    /// <summary>Types text as it is, without waiting for an answer.</summary>
    public async Task TypeAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Types a command and gives its answer.</summary>
    public async Task<ConsoleAnswer> AskAsync(string command)
    {
        await TypeAsync(command + "\n");
        return await AnswerAsync(command);
    }

    /// <summary>Types a command that has to be carried out, and gives its lines.</summary>
    public async Task<ConsoleAnswer> DoAsync(string command)
    {
        ConsoleAnswer answer = await AskAsync(command);
        if (answer.Error != null) throw Failure($"'{command}' was refused: {answer.Error}");
        return answer;
    }

    /// <summary>Types commands that have to be carried out, one after the other.</summary>
    public async Task DoAllAsync(params string[] commands)
    {
        foreach (string command in commands) await DoAsync(command);
    }

    /// <summary>Gives the answer to what was typed before.</summary>
    public async Task<ConsoleAnswer> AnswerAsync(string command)
    {
        List<string> lines = [];
        using CancellationTokenSource deadline = new(Deadline);
        try
        {
            while (true)
            {
                string line = await _output.Reader.ReadAsync(deadline.Token);
                if (line == "ok") return new ConsoleAnswer(lines, null);
                if (line.StartsWith("error: ", StringComparison.Ordinal)) return new ConsoleAnswer(lines, line["error: ".Length..]);
                lines.Add(line);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            throw Failure($"'{command}' was not answered (lines so far: {string.Join(" | ", lines)})");
        }
    }

    /// <summary>What the charge point says of itself.</summary>
    public async Task<StatusReport> StatusAsync()
    {
        ConsoleAnswer answer = await DoAsync("status --json");
        return answer.Lines.Count == 1 ? StatusReport.Parse(answer.Lines[0]) : throw Failure("status --json gave not one line: " + answer.Text);
    }

    /// <summary>Asks for the status until it is as wanted, and gives it.</summary>
    public async Task<StatusReport> UntilAsync(string what, Func<StatusReport, bool> wanted)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (true)
        {
            StatusReport status = await StatusAsync();
            if (wanted(status)) return status;
            if (watch.Elapsed > Deadline) throw Failure($"not reached: {what}; last status {status.Json}");
            await Task.Delay(PollInterval);
        }
    }

    /// <summary>Waits until a connector has a status.</summary>
    public Task<StatusReport> UntilAsync(string status, int connector = 1) =>
        UntilAsync($"connector {connector} {status}", report => report[connector].Status == status);

    /// <summary>Waits until the Central System has accepted the charge point and has its transaction messages.</summary>
    public Task<StatusReport> OnlineAsync() =>
        UntilAsync("online, accepted, queue empty", status => status is { Online: true, Registration: "Accepted", TransactionMessages: 0 });

    /// <summary>Waits until a transaction at a connector is charging and has its transactionId.</summary>
    public Task<StatusReport> ChargingAsync(int connector = 1) =>
        UntilAsync($"connector {connector} charging", status => status[connector] is { Status: "Charging", TransactionId: not null });

    /// <summary>Waits until standard error holds a line with this text, and gives the line.</summary>
    public async Task<string> LogAsync(string text)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (true)
        {
            string? line = ErrorLines.FirstOrDefault(l => l.Contains(text, StringComparison.Ordinal));
            if (line != null) return line;
            if (watch.Elapsed > Deadline || !IsRunning) throw Failure($"no log line says '{text}'");
            await Task.Delay(PollInterval);
        }
    }

    /// <summary>The transactions as the built-in Central System lists them, once so many have been told and ended.</summary>
    public async Task<IReadOnlyList<string>> StoppedTransactionsAsync(int count)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (true)
        {
            IReadOnlyList<string> lines = (await DoAsync("cs transactions")).Lines;
            if (lines.Count == count && lines.All(line => line.Contains(" to ", StringComparison.Ordinal))) return lines;
            if (watch.Elapsed > Deadline) throw Failure($"not {count} stopped transactions: {string.Join(" | ", lines)}");
            await Task.Delay(PollInterval);
        }
    }

    /// <summary>Fails unless everything that went between charge point and built-in Central System was as OCPP 1.6 says.</summary>
    public async Task AssertNoViolationAsync()
    {
        ConsoleAnswer answer = await DoAsync("cs violations");
        if (answer.Text != "no violation") throw Failure("OCPP 1.6 was broken: " + answer.Text);
    }

    /// <summary>Ends standard input.</summary>
    public void EndInput() => _process.StandardInput.Close();

    /// <summary>Kills the process without any warning (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Deadline);
    }

    /// <summary>Asks the process to end (SIGTERM).</summary>
    public async Task TerminateAsync()
    {
        using Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync().WaitAsync(Deadline);
    }

    /// <summary>Ends the process with <c>quit</c>; it has to end with exit code 0.</summary>
    public async Task QuitAsync()
    {
        await DoAsync("quit");
        int exitCode = await ExitCodeAsync();
        if (exitCode != 0) throw Failure($"quit ended with exit code {exitCode}");
    }

    /// <summary>Waits for the end of the process and gives its exit code.</summary>
    public async Task<int> ExitCodeAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Deadline);
        }
        catch (TimeoutException)
        {
            throw Failure("the process did not end");
        }

        await _reading;
        return _process.ExitCode;
    }

    /// <summary>Lines of standard output that nobody has taken, after the end of the process.</summary>
    public async Task<IReadOnlyList<string>> RestOfOutputAsync()
    {
        await _reading;
        List<string> lines = [];
        while (_output.Reader.TryRead(out string? line)) lines.Add(line);
        return lines;
    }

    /// <summary>A failure that shows what the process said.</summary>
    public AssertFailedException Failure(string reason) => new($"{reason}\n--- standard error ---\n{Errors}");

    /// <summary>Ends the process, however, and removes its own storage.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
        _ownFolder?.Dispose();
    }

    private static Process Launch(IEnumerable<string> arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "ChargePoint.Simulator.dll");
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add(program);
        foreach (string argument in arguments) start.ArgumentList.Add(argument);

        // Several of them run at a time on few cores: quick start counts, throughput does not.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_gcServer"] = "0";
        return Process.Start(start)!;
    }

    private async Task ReadOutputAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line) _output.Writer.TryWrite(line);
        _output.Writer.Complete();
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_errors) _errors.Append(line).Append('\n');
        }
    }
}
