using ChargePoint.Hal.Simulated;

namespace ChargePoint.Hal.Tests;

/// <summary>A simulated board under a virtual clock, and the HAL's view of its first connector.</summary>
internal sealed class BoardFixture : IBoardListener
{
    public const long HourMs = 3600000;

    public BoardFixture(SimulatedBoardOptions? options = null, TransportMaker? makeTransport = null)
    {
        Clock = new ManualClock(1000);
        Flash = new MemoryFlash();
        Board = new SimulatedBoard(Clock, new SeededRandom(1), Flash, makeTransport, options);
        Hal = Board;
        One = Board.Connector(1);
        Hardware = Hal.Connectors[0];
        Board.Listen(this);
    }

    public ManualClock Clock { get; }

    public MemoryFlash Flash { get; }

    public SimulatedBoard Board { get; }

    public IBoard Hal { get; }

    public SimulatedConnector One { get; }

    public IConnectorHardware Hardware { get; }

    public MeterReading Reading { get; } = new MeterReading();

    public int Changes { get; private set; }

    public void OnBoardChanged() => Changes++;

    /// <summary>A vehicle that is offered a current through closed contacts.</summary>
    public void StartCharging(int offeredMilliamps = 32000)
    {
        One.Plug();
        Hardware.Pilot.OfferedMilliamps = offeredMilliamps;
        Hardware.Contactor.Close();
    }

    public long EnergyWh()
    {
        return Hardware.Meter.TryRead(Reading) ? Reading.EnergyWh : -1;
    }
}
