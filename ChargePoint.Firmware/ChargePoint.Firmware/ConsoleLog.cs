using ChargePoint.Runtime;

namespace ChargePoint.Firmware;

/// <summary>Writes log entries to the debug console, which on a device is seen with a debugger or nanoff's monitor only.</summary>
public sealed class ConsoleLog : ILogSink
{
    private static string[] Levels => ["debug", "info ", "warn ", "ERROR"];

    /// <inheritdoc/>
    public void Write(long monotonicMs, LogLevel level, string room, string message) =>
        System.Console.WriteLine($"{monotonicMs} {Levels[(int)level]} {room} {message}");
}
