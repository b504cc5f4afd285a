using ChargePoint.Hal.Simulated;

namespace ChargePoint.Simulator.World;

/// <summary>
/// Keeps a board's outside world in a file: takes it from there at the start, saves it at every change, before the firmware
/// gets to see a new value of an energy register, and every second while a vehicle charges.
/// </summary>
public sealed class WorldKeeper : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly SimulatedBoard _board;
    private readonly WorldFile _file;
    private readonly Action<string> _report;
    private readonly Timer _timer;
    private readonly Lock _gate = new();
    private string? _reported;

    /// <summary>Puts the board into the world of the file and keeps that up to date from now on.</summary>
    /// <param name="board">Board whose world is kept.</param>
    /// <param name="file">Where it is kept.</param>
    /// <param name="report">Told, in one line, what is wrong with the file. Called from any thread; a problem that stays is told once.</param>
    public WorldKeeper(SimulatedBoard board, WorldFile file, Action<string> report)
    {
        _board = board;
        _file = file;
        _report = report;
        board.ImportWorld(file.Load(board.ConnectorCount, out string? problem));
        Report(problem);
        Save();
        board.WorldChanged += Save;
        _timer = new Timer(_ => SaveWhileCharging(), null, Period, Period);
    }

    /// <summary>Saves the world now.</summary>
    public void Save()
    {
        // The copy is made under the lock: what is written last is also the newest.
        lock (_gate)
        {
            _file.Save(_board.ExportWorld(), out string? problem);
            Report(problem);
        }
    }

    /// <summary>Saves a last time and stops keeping.</summary>
    public void Dispose()
    {
        _board.WorldChanged -= Save;
        _timer.Dispose();
        Save();
    }

    private void SaveWhileCharging()
    {
        for (int id = 1; id <= _board.ConnectorCount; id++)
        {
            if (_board.Connector(id).DrawnMilliamps == 0) continue;
            Save();
            return;
        }
    }

    private void Report(string? problem)
    {
        if (problem != null && problem != _reported) _report(problem);
        _reported = problem;
    }
}
