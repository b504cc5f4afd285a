using ChargePoint.Features;
using ChargePoint.Runtime;
using ChargePoint.Safety;

namespace ChargePoint.Scenario;

/// <summary>A charge point with one connector as on a device, on fakes of the HAL, under a clock that goes from one timer to the next.</summary>
public sealed class Station
{
    private const int SettleMs = 4_000;

    private readonly Board _board;
    private readonly Firmware.ChargePoint _chargePoint;

    /// <summary>Makes the fakes and then the charge point, factory-new.</summary>
    public Station()
    {
        Flash = new PackedFlash(FakeMemory.Shared, FakeMemory.LineOffset);
        _board = new Board(Flash, CentralSystem);
        _chargePoint = new Firmware.ChargePoint(_board, new Log(_board));
    }

    /// <summary>The Central System.</summary>
    public CentralSystem CentralSystem { get; } = new();

    /// <summary>The flash.</summary>
    public PackedFlash Flash { get; }

    /// <summary>Transaction messages that wait.</summary>
    public TransactionQueue Transactions => _chargePoint.Transactions;

    /// <summary>Configuration values.</summary>
    public ConfigurationStore Configuration => _chargePoint.Configuration;

    /// <summary>True once the Central System has accepted the charge point.</summary>
    public bool IsAccepted => _chargePoint.Registration.IsAccepted;

    /// <summary>Status of the connector.</summary>
    public string Status => StatusNames.Of(_chargePoint.Connectors[0].Status);

    /// <summary>Entries of the local list.</summary>
    public int ListEntries => _chargePoint.LocalList.Count;

    /// <summary>Failures that the loop caught: bugs.</summary>
    public int Failures => _chargePoint.Loop.Failures;

    /// <summary>Switches it on.</summary>
    public void Start()
    {
        _chargePoint.Start("ws://central.example", "CP1");
        Pass(1_000);
    }

    /// <summary>Puts the cable in.</summary>
    public void Plug()
    {
        _board.Plug(true);
        Pass(SettleMs, SafetySupervisor.PeriodMs); // as on a device, where the supervisor has a period of its own
    }

    /// <summary>Takes the cable off.</summary>
    public void Unplug()
    {
        _board.Plug(false);
        Pass(SettleMs, SafetySupervisor.PeriodMs); // as on a device, where the supervisor has a period of its own
    }

    /// <summary>Presents a card.</summary>
    /// <param name="idTag">Its number.</param>
    public void Tap(string idTag)
    {
        _board.Present(idTag);
        Pass(SettleMs, SafetySupervisor.PeriodMs); // as on a device, where the supervisor has a period of its own
    }

    /// <summary>Lets time pass: handles all there is, goes to the next timer, steps the safety supervisor.</summary>
    /// <param name="milliseconds">How much.</param>
    /// <param name="longestStepMs">Most of it that passes at once.</param>
    public void Pass(long milliseconds, int longestStepMs = int.MaxValue)
    {
        long end = _board.NowMs + milliseconds;
        while (true)
        {
            while (_chargePoint.Loop.Step()) HeapWatch.Sample();

            long rest = end - _board.NowMs;
            if (rest <= 0) return;
            long wait = _chargePoint.Loop.UntilNextTimerMs;
            if (wait < 0 || wait > rest) wait = rest;
            if (wait > longestStepMs) wait = longestStepMs;
            _board.Advance(wait);
            _chargePoint.Safety.Step();
        }
    }
}
