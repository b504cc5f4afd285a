using ChargePoint.Hal;
using ChargePoint.Hal.Meters;
using ChargePoint.Hal.Simulated;
using ChargePoint.NanoHost;
using ChargePoint.VirtualBoard.Meters;

namespace ChargePoint.VirtualBoard.Tests.Meters;

/// <summary>A Modbus line under a virtual clock, polled every 20 ms.</summary>
internal sealed class MeterBench : IDisposable
{
    private readonly IDisposable _use;
    private readonly VirtualEsp32 _controller;
    private int _requests;

    public MeterBench(ModbusBusOptions? options = null)
    {
        _controller = new VirtualEsp32(() => Clock.MonotonicMs);
        _use = VirtualEsp32.Use(_controller);
        Line = new VirtualModbusLine(_controller.Uart("COM2"));
        Bus = new ModbusBus(Clock, options ?? new ModbusBusOptions());
    }

    public ManualClock Clock { get; } = new(1000);

    public ModbusBus Bus { get; }

    public VirtualModbusLine Line { get; }

    public int MostRequestsInAPoll { get; private set; }

    public static RegisterMap Map(string type)
    {
        RegisterMap? map = RegisterMap.Parse(MeterTypes.Find(type)!, out string error);
        Assert.AreEqual("", error);
        return map!;
    }

    public static VirtualMeter Slave(string type, int unit, IEnergyMeter world) =>
        type[0] == 'S' ? new VirtualEastronMeter(unit, world) : new VirtualAbbMeter(unit, world);

    public ModbusMeter Add(string type, int unit, IEnergyMeter world)
    {
        Line.Attach(Slave(type, unit, world));
        return new ModbusMeter(Bus, unit, Map(type));
    }

    public void Run(long ms, Action? each = null)
    {
        for (long end = Clock.MonotonicMs + ms; Clock.MonotonicMs < end;)
        {
            Clock.Advance(20);
            Bus.Poll();
            MostRequestsInAPoll = Math.Max(MostRequestsInAPoll, Line.Requests - _requests);
            _requests = Line.Requests;
            each?.Invoke();
        }
    }

    public void Dispose() => _use.Dispose();
}

/// <summary>A meter whose measurement is whatever the test says.</summary>
internal sealed class WorldMeter(int phases) : IEnergyMeter
{
    public int Phases => phases;

    public long EnergyWh { get; set; } = 123450;

    public int PowerW { get; set; } = 7360;

    public int[] Currents { get; } = [16010, 15990, 15500];

    public int[] Voltages { get; } = [230100, 231500, 229700];

    public bool TryRead(MeterReading reading)
    {
        reading.EnergyWh = EnergyWh;
        reading.PowerW = PowerW;
        for (int i = 0; i < 3; i++)
        {
            reading.CurrentMilliamps[i] = i < phases ? Currents[i] : 0;
            reading.VoltageMillivolts[i] = i < phases ? Voltages[i] : 0;
        }

        return true;
    }

    public bool Equals(MeterReading reading)
    {
        MeterReading truth = new();
        TryRead(truth);
        return truth.EnergyWh == reading.EnergyWh && Math.Abs(truth.PowerW - reading.PowerW) <= 1
            && truth.CurrentMilliamps.SequenceEqual(reading.CurrentMilliamps) && truth.VoltageMillivolts.SequenceEqual(reading.VoltageMillivolts);
    }
}
