using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Console;

/// <summary>system: how the charge point itself does: uptime, restarts, memory, event loop, flash.</summary>
public sealed class SystemCommand : IConsoleCommand
{
    private readonly ChargingRoom _room;
    private readonly ResetReason _reset;
    private readonly MemoryProbe _lowest;

    /// <summary>Makes the command.</summary>
    /// <param name="room">What connectors share.</param>
    /// <param name="reset">Why the charge point was restarted.</param>
    /// <param name="lowest">Lowest free memory that was seen; -1 if nobody measures it.</param>
    public SystemCommand(ChargingRoom room, ResetReason reset, MemoryProbe lowest)
    {
        _room = room;
        _reset = reset;
        _lowest = lowest;
    }

    /// <inheritdoc/>
    public string Forms =>
        "system [--json] -- uptime, restarts, memory, event loop, flash by store\n" +
        "system reset -- the figures of the event loop begin anew";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (form == 1) _room.Loop.ForgetDelays();
        else Show(line, reply);
        reply.Done();
    }

    private void Show(CommandLine line, IConsoleReply reply)
    {
        Report report = new(line, reply);
        EventLoop loop = _room.Loop;
        report.Text("firmware", _room.Board.Identity.FirmwareVersion);
        if (report.IsJson) report.Number("uptimeSeconds", loop.UptimeMs / 1000);
        else report.Text("uptime", Words.Duration(loop.UptimeMs));
        report.Number("boots", _room.Clock.Boot);
        report.Text("lastRestart", _reset.WasCommanded ? Transaction.NameOf(_reset.Present) : "power or crash");
        int free = _room.Board.FreeMemoryBytes;
        if (free >= 0) report.Number("freeMemoryBytes", free);
        int lowest = _lowest();
        if (lowest >= 0) report.Number("lowestMemoryBytes", free >= 0 && free < lowest ? free : lowest);
        report.Number("outOfMemoryErrors", _room.Log.OutOfMemory);
        report.Number("loopFailures", loop.Failures);
        report.Number("timersFired", loop.Fired);
        report.Number("longestDelayMs", loop.LongestDelayMs);
        report.Number("meanDelayMs", loop.Fired == 0 ? 0 : loop.DelaysMs / loop.Fired);
        string[] names = _room.Board.Flash.List();
        int[] bytes = new int[names.Length];
        int total = 0;
        for (int i = 0; i < names.Length; i++)
        {
            int length = _room.Board.Flash.Length(names[i]);
            bytes[i] = length < 0 ? 0 : length;
            total += bytes[i];
        }

        report.Number("flashFiles", names.Length);
        report.Number("flashBytes", total);
        report.End();
        Report stores = new(line, reply, true);
        for (int i = 0; i < names.Length; i++) ShowStore(names, bytes, i, stores);
    }

    // Files of one store have the same name up to the dot; the first of them speaks for all.
    private static void ShowStore(string[] names, int[] bytes, int index, Report report)
    {
        string store = StoreOf(names[index]);
        int used = 0;
        int files = 0;
        for (int i = 0; i < names.Length; i++)
        {
            if (StoreOf(names[i]) != store) continue;
            if (i < index) return;
            used += bytes[i];
            files++;
        }

        report.Key("store", store);
        report.Number("files", files);
        report.Number("usedBytes", used);
        report.End();
    }

    private static string StoreOf(string name)
    {
        int dot = name.IndexOf('.');
        return dot > 0 ? name.Substring(0, dot) : name;
    }
}
