using System.Device.Gpio;
using ChargePoint.Hal.Readers;
using ChargePoint.Hal.Simulated;
using ChargePoint.NanoHost;
using ChargePoint.VirtualBoard.Readers;

namespace ChargePoint.VirtualBoard.Tests.Readers;

/// <summary>A reader under a virtual clock, polled every 20 ms, and what all readers have in common.</summary>
internal abstract class ReaderBench : IDisposable
{
    public const int ResetPin = 9;

    private readonly IDisposable _use;

    protected ReaderBench()
    {
        Controller = new VirtualEsp32(() => Clock.MonotonicMs);
        _use = VirtualEsp32.Use(Controller);
    }

    public ManualClock Clock { get; } = new(1000);

    public VirtualEsp32 Controller { get; }

    public abstract IPolledReader Reader { get; }

    public abstract VirtualField Field { get; }

    /// <summary>Bytes over the bus in the busiest poll.</summary>
    public long MostBusBytes { get; private set; }

    /// <summary>Cards that were taken.</summary>
    public List<string> Cards { get; } = [];

    protected abstract long BusBytes { get; }

    public static ReaderBench Make(string kind) => kind switch
    {
        "MFRC522" => new Mfrc522Bench(),
        "PN532 I2C" => new Pn532Bench(serial: false),
        _ => new Pn532Bench(serial: true),
    };

    public abstract void Break(bool broken);

    public abstract void LosePower();

    public void Run(long ms, bool take = true)
    {
        for (long end = Clock.MonotonicMs + ms; Clock.MonotonicMs < end;)
        {
            Clock.Advance(20);
            long before = BusBytes;
            Reader.Poll();
            MostBusBytes = Math.Max(MostBusBytes, BusBytes - before);
            while (take && Reader.TakeCard() is { } card) Cards.Add(card);
        }
    }

    public void Dispose() => _use.Dispose();
}

internal sealed class Mfrc522Bench : ReaderBench
{
    public Mfrc522Bench(bool resetPin = false)
    {
        Chip = new VirtualMfrc522(() => Clock.MonotonicMs, resetPin ? Controller.Pin(ResetPin) : null);
        Controller.AttachSpi(1, 5, Chip);
        Mfrc522Options options = new() { SpiBus = 1, ChipSelectPin = 5, ResetPin = resetPin ? ResetPin : -1 };
        Reader = new Mfrc522Reader(Clock, new GpioController(), options);
    }

    public VirtualMfrc522 Chip { get; }

    public override IPolledReader Reader { get; }

    public override VirtualField Field => Chip.Field;

    protected override long BusBytes => Chip.BusBytes;

    public override void Break(bool broken) => Chip.IsDisconnected = broken;

    public override void LosePower() => Chip.PowerOn();
}

internal sealed class Pn532Bench : ReaderBench
{
    public Pn532Bench(bool serial, bool resetPin = false)
    {
        VirtualPin? reset = resetPin ? Controller.Pin(ResetPin) : null;
        Chip = new VirtualPn532(() => Clock.MonotonicMs, serial ? Controller.Uart("COM3") : null, reset);
        if (!serial) Controller.AttachI2c(1, Pn532I2cLink.Address, Chip);
        Pn532Link link = serial ? new Pn532SerialLink("COM3") : new Pn532I2cLink(1);
        Reader = new Pn532Reader(Clock, link, new GpioController(), resetPin ? ResetPin : -1);
    }

    public VirtualPn532 Chip { get; }

    public override IPolledReader Reader { get; }

    public override VirtualField Field => Chip.Field;

    protected override long BusBytes => Chip.BusBytes;

    public override void Break(bool broken) => Chip.IsDead = broken;

    public override void LosePower() => Chip.PowerOn();
}
