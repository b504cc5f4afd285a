using ChargePoint.Runtime;

namespace ChargePoint.Simulator;

/// <summary>Writes log entries to standard error, one line each, with simulated time.</summary>
public sealed class StderrLog(SimulatorClock clock, TextWriter writer) : ILogSink
{
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public void Write(long monotonicMs, LogLevel level, string room, string message)
    {
        string mark = level switch { LogLevel.Debug => "debug", LogLevel.Info => "info ", LogLevel.Warning => "warn ", _ => "ERROR" };
        lock (_gate) writer.WriteLine($"{clock.Now:HH:mm:ss.fff} {mark} {room,-8} {message}");
    }
}
