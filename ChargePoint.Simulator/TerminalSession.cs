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

    /// <summary>True once <c>quit</c> was typed.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Carries out one line and writes its answer.</summary>
    /// <param name="line">The line.</param>
    public async Task ExecuteAsync(string line)
    {
        Answer answer = await RouteAsync(line);
        foreach (string text in answer.Lines) await output.WriteLineAsync(text);
        if (answer.Waits) return;
        await output.WriteLineAsync(answer.Error == null ? "ok" : "error: " + answer.Error.ReplaceLineEndings(" "));
        await output.FlushAsync();
    }

    private async Task<Answer> RouteAsync(string line)
    {
        if (line.Length > LongestLine) return new Answer([], "the line is too long");
        string[] words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        string first = words.Length == 0 ? "" : words[0];
        switch (first)
        {
            case "quit":
                if (words.Length > 1) return new Answer([], "usage: quit");
                IsOver = true;
                return new Answer([], null);
            case "sim":
                return await host.RunAsync(_ => bench.Execute(words[1..]) is var r ? new Answer(r.Lines, r.Error) : null!);
            case "cs":
                return await CentralSystemAsync(line.TrimStart()[2..].Trim());
            case "help" when words.Length == 1:
                Answer help = await FirmwareAsync(line);
                return help with { Lines = [.. help.Lines, "sim         bench: what happens around the charge point ('sim help')", .. HelpOfCentralSystem(), "quit        ends the simulator"] };
            default:
                return await FirmwareAsync(line);
        }
    }

    private string[] HelpOfCentralSystem() => centralSystem == null ? [] : ["cs          the built-in Central System ('cs help')"];

    private async Task<Answer> CentralSystemAsync(string command)
    {
        if (centralSystem == null) return new Answer([], "there is no built-in Central System: an external one is used");
        (IReadOnlyList<string> lines, string? error) = await centralSystem.Commands.ExecuteAsync(command);
        return new Answer(lines, error);
    }

    private async Task<Answer> FirmwareAsync(string line)
    {
        Reply reply = new();
        bool waits = await host.RunAsync(chargePoint =>
        {
            if (chargePoint == null)
            {
                reply.Fail("the charge point has no supply");
                return false;
            }

            chargePoint.Console.Execute(line, reply);
            return chargePoint.Console.IsTakingLines;
        });
        return waits ? new Answer([], null, true) : await reply.Answer;
    }

    private sealed record Answer(IReadOnlyList<string> Lines, string? Error, bool Waits = false);

    private sealed class Reply : IConsoleReply
    {
        private readonly List<string> _lines = [];
        private readonly TaskCompletionSource<Answer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        // A restart of the firmware can swallow the answer of a command: the line is answered all the same.
        public Task<Answer> Answer => Task.WhenAny(_answer.Task, Task.Delay(TimeSpan.FromSeconds(60)).ContinueWith(_ => new Answer([], "no answer"), TaskScheduler.Default)).Unwrap();

        public void Line(string text) => _lines.Add(text);

        public void Done() => _answer.TrySetResult(new Answer(_lines, null));

        public void Fail(string reason) => _answer.TrySetResult(new Answer(_lines, reason));
    }
}
