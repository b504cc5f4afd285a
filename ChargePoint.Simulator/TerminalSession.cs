using ChargePoint.Console;
using ChargePoint.Simulator.Bench;
using ChargePoint.Simulator.CentralSystem;

namespace ChargePoint.Simulator;

/// <summary>
/// The drive contract's console: one command a line; each is answered by zero or more lines of text and then exactly one line
/// <c>ok</c> or <c>error: reason</c>. <c>sim</c> goes to the bench, <c>cs</c> to the built-in Central System, the rest to the technician's
/// console of the firmware.
/// </summary>
public sealed class TerminalSession(FirmwareHost host, BenchCommands bench, BuiltInCentralSystem? centralSystem, TextWriter output)
{
    private const int LongestLine = 65_536;
    private const int LookMs = 20;

    /// <summary>True once <c>quit</c> was typed.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Carries out one line and writes its answer, as it comes.</summary>
    /// <param name="line">The line.</param>
    public async Task ExecuteAsync(string line)
    {
        if (line.Length > LongestLine)
        {
            await WriteAsync(new Answer([], "the line is too long"));
            return;
        }

        string[] words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        string first = words.Length == 0 ? "" : words[0];
        switch (first)
        {
            case "quit":
                IsOver = words.Length == 1;
                await WriteAsync(new Answer([], IsOver ? null : "usage: quit"));
                break;
            case "sim":
                BenchResult result = await host.RunAsync(_ => bench.Execute(words[1..]));
                await WriteAsync(new Answer(result.Lines, result.Error));
                break;
            case "cs":
                await WriteAsync(await CentralSystemAsync(line.TrimStart()[2..].Trim()));
                break;
            default:
                await FirmwareAsync(line, first == "help" && words.Length == 1);
                break;
        }
    }

    private string[] HelpOfBench() =>
    [
        "sim           bench: what happens around the charge point ('sim help')",
        .. centralSystem == null ? [] : (string[])["cs            the built-in Central System ('cs help')"],
        "quit          ends the simulator",
    ];

    private async Task<Answer> CentralSystemAsync(string command)
    {
        if (centralSystem == null) return new Answer([], "there is no built-in Central System: an external one is used");
        (IReadOnlyList<string> lines, string? error) = await centralSystem.Commands.ExecuteAsync(command);
        return new Answer(lines, error);
    }

    private async Task FirmwareAsync(string line, bool isHelp)
    {
        Reply reply = new(output, isHelp ? HelpOfBench() : []);
        ConsoleShell? shell = null;
        await host.RunAsync(chargePoint =>
        {
            shell = chargePoint?.Console;
            if (shell == null)
            {
                reply.Fail("the charge point has no supply");
                return false;
            }

            shell.Execute(line, reply);
            while (shell.Pump())
            {
            }

            return true;
        });

        // A command may answer later, or ask for lines; a restart of the firmware can swallow its answer: the line is answered all the same.
        while (!await reply.EndsWithinAsync(LookMs))
        {
            bool goesOn = await host.RunAsync(chargePoint =>
            {
                while (shell != null && shell.Pump())
                {
                }

                return shell != null && chargePoint?.Console == shell && shell.IsBusy;
            });
            bool asks = await host.RunAsync(_ => shell is { IsTakingLines: true });
            if (asks && goesOn)
            {
                if (await host.RunAsync(_ => shell!.Prompt) is { Length: > 0 } prompt) await output.WriteLineAsync(prompt + ":");
                break;
            }

            if (!goesOn) reply.Fail("no answer: the charge point has restarted");
        }

        await output.FlushAsync();
    }

    private async Task WriteAsync(Answer answer)
    {
        foreach (string text in answer.Lines) await output.WriteLineAsync(text);
        await output.WriteLineAsync(answer.Error == null ? "ok" : "error: " + answer.Error.ReplaceLineEndings(" "));
        await output.FlushAsync();
    }

    private sealed record Answer(IReadOnlyList<string> Lines, string? Error);

    // Called on the thread of the firmware, but for an answer that is missing
    private sealed class Reply(TextWriter output, string[] tail) : IConsoleReply
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _ends;

        public async Task<bool> EndsWithinAsync(int milliseconds)
        {
            if (!_ended.Task.IsCompleted) await Task.WhenAny(_ended.Task, Task.Delay(milliseconds));
            return _ended.Task.IsCompleted;
        }

        public void Line(string text) => output.WriteLine(text);

        public void Done()
        {
            foreach (string line in tail) output.WriteLine(line);
            End("ok");
        }

        public void Fail(string reason) => End("error: " + reason);

        private void End(string line)
        {
            if (Interlocked.Increment(ref _ends) > 1) return;
            output.WriteLine(line);
            output.Flush();
            _ended.TrySetResult();
        }
    }
}
