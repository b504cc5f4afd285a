using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Runtime;
using ChargePoint.Safety;

namespace ChargePoint.Firmware.Tests;

/// <summary>A whole charge point on a simulated board under a virtual clock, with a Central System that a test commands.</summary>
public sealed class Station
{
    public Station(int connectors = 1, bool fixedCable = false, MemoryFlash? flash = null, CuttingFlash? cutting = null, IFlashStore? other = null)
    {
        Flash = flash ?? new MemoryFlash();
        _cutting = cutting;
        Board = new SimulatedBoard(Clock, new SeededRandom(1), other ?? cutting ?? (IFlashStore)Flash, null, new SimulatedBoardOptions { ConnectorCount = connectors, FixedCable = fixedCable });
        Board.RestartRequested += () => Restarts++;
        Log = new Log(Clock, 16384) { Threshold = LogLevel.Debug };
        ChargePoint = new ChargePoint(Board, Log, loop => CentralSystem = new FakeCentralSystem(loop, Clock));
    }

    private readonly CuttingFlash? _cutting;

    public ManualClock Clock { get; } = new();

    public MemoryFlash Flash { get; }

    public SimulatedBoard Board { get; }

    public Log Log { get; }

    public ChargePoint ChargePoint { get; }

    public FakeCentralSystem CentralSystem { get; private set; } = null!;

    public int Restarts { get; private set; }

    /// <summary>True for a board that does not restart when it is told to.</summary>
    public bool IgnoresRestart { get; set; }

    /// <summary>True once its power is cut, or it has restarted: nothing happens any more.</summary>
    public bool IsOver => (Restarts > 0 && !IgnoresRestart) || (_cutting != null && _cutting.IsCut);

    public Connector Connector(int id) => ChargePoint.Connectors[id - 1];

    public string Status(int id) => StatusNames.Of(Connector(id).Status);

    /// <summary>Starts and waits until everything that follows is told.</summary>
    public Station Boot()
    {
        ChargePoint.Start("ws://central.example", "CP1");
        Run(100);
        return this;
    }

    /// <summary>Lets time pass in the steps of the safety supervisor.</summary>
    public void Run(int milliseconds)
    {
        long end = Clock.MonotonicMs + milliseconds;
        while (true)
        {
            for (int i = 0; i < 10000 && !IsOver && ChargePoint.Loop.Step(); i++)
            {
            }

            if (IsOver || Clock.MonotonicMs >= end) return;
            Clock.Advance(SafetySupervisor.PeriodMs);
            ChargePoint.Safety.Step();
        }
    }

    public void Plug(int id)
    {
        Board.Connector(id).Plug();
        Run(100);
    }

    public void Unplug(int id)
    {
        Board.Connector(id).Unplug();
        Run(100);
    }

    public void Tap(string idTag)
    {
        Board.Reader.Present(idTag);
        Run(100);
    }

    /// <summary>Calls the charge point and gives its answer.</summary>
    public string Call(string action, string payload)
    {
        string id = CentralSystem.Call(action, payload);
        Run(100);
        return CentralSystem.AnswerTo(id);
    }

    /// <summary>True if an entry of the log contains this text.</summary>
    public bool Logged(string text)
    {
        for (int i = 0; i < Log.Count; i++)
        {
            if (Log.TryRead(i, out _, out _, out _, out string message) && message.IndexOf(text) >= 0) return true;
        }

        return false;
    }
}
