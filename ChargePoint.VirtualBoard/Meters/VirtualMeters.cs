using System.Buffers.Binary;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.NanoHost;

namespace ChargePoint.VirtualBoard.Meters;

/// <summary>Registers of a meter type over a meter of the world: a slave that is dead while that meter is silent.</summary>
/// <param name="unit">Unit address.</param>
/// <param name="meter">What it measures.</param>
public abstract class VirtualMeter(int unit, IEnergyMeter meter) : VirtualModbusSlave(unit)
{
    private readonly MeterReading _reading = new();

    /// <summary>What the meter showed before it was built in, in watt-hours.</summary>
    public long OffsetWh { get; set; }

    /// <summary>Serial number.</summary>
    public uint SerialNumber { get; set; } = 12345678;

    /// <inheritdoc/>
    protected override bool IsSilent => !meter.TryRead(_reading);

    /// <inheritdoc/>
    protected override bool TryRead(int function, int address, byte[] registers)
    {
        bool known = false;
        for (int i = 0; i < registers.Length; i += 2)
        {
            int? value = Register(function, address + (i / 2), _reading, meter.Phases);
            known |= value != null;
            BinaryPrimitives.WriteUInt16BigEndian(registers.AsSpan(i), (ushort)(value ?? Gap));
        }

        return known;
    }

    /// <summary>What registers between two values read as.</summary>
    protected virtual int Gap => 0;

    /// <summary>Value of a register, or null for one that the meter does not have.</summary>
    protected abstract int? Register(int function, int address, MeterReading reading, int phases);

    /// <summary>A register of a value that takes some of them, the highest first.</summary>
    protected static int Part(long value, int registers, int index) => (int)(value >> (16 * (registers - 1 - index))) & 0xFFFF;
}

/// <summary>An Eastron SDM120, SDM230 (one phase) or SDM630 (three): single-precision numbers in input registers.</summary>
/// <param name="unit">Unit address.</param>
/// <param name="meter">What it measures.</param>
/// <param name="tellsSerial">False for an older one.</param>
public sealed class VirtualEastronMeter(int unit, IEnergyMeter meter, bool tellsSerial = true) : VirtualMeter(unit, meter)
{
    /// <inheritdoc/>
    protected override int? Register(int function, int address, MeterReading reading, int phases)
    {
        if (function == 3) return tellsSerial && address is 0xFC00 or 0xFC01 ? Part(SerialNumber, 2, address - 0xFC00) : null;
        int phase = address / 2 % 3;
        float? value = (address / 2) switch
        {
            < 3 => phase < phases ? reading.VoltageMillivolts[phase] / 1000f : 0,
            < 6 => phase < phases ? reading.CurrentMilliamps[phase] / 1000f : 0,
            < 9 => phase < phases ? PhaseWatts(reading, phase) : 0,
            0x34 / 2 => reading.PowerW,
            0x48 / 2 => (float)((reading.EnergyWh + OffsetWh) / 1000m),
            < 0x4E / 2 => 0,
            _ => null,
        };
        return value is { } number ? Part(BitConverter.SingleToUInt32Bits(number), 2, address % 2) : null;
    }

    private static float PhaseWatts(MeterReading reading, int phase)
    {
        long all = reading.CurrentMilliamps.Sum(c => (long)c);
        return all == 0 ? 0 : (float)reading.PowerW * reading.CurrentMilliamps[phase] / all;
    }
}

/// <summary>An ABB B21 (one phase) or B23 (three): whole numbers in holding registers, all ones for what it does not measure.</summary>
/// <param name="unit">Unit address.</param>
/// <param name="meter">What it measures.</param>
public sealed class VirtualAbbMeter(int unit, IEnergyMeter meter) : VirtualMeter(unit, meter)
{
    /// <inheritdoc/>
    protected override int Gap => 0xFFFF;

    /// <inheritdoc/>
    protected override int? Register(int function, int address, MeterReading reading, int phases)
    {
        if (function != 3) return null;
        int voltage = (address - 0x5B00) / 2;
        int current = (address - 0x5B0C) / 2;
        return address switch
        {
            >= 0x5000 and < 0x5004 => Part((reading.EnergyWh + OffsetWh) / 10, 4, address - 0x5000),
            >= 0x5B00 and < 0x5B06 => Part(voltage < phases ? reading.VoltageMillivolts[voltage] / 100 : 0xFFFFFFFF, 2, address % 2),
            >= 0x5B0C and < 0x5B12 => Part(current < phases ? reading.CurrentMilliamps[current] / 10 : 0xFFFFFFFF, 2, address % 2),
            0x5B14 or 0x5B15 => Part(reading.PowerW * 100L, 2, address % 2),
            0x8900 or 0x8901 => Part(SerialNumber, 2, address % 2),
            _ => null,
        };
    }
}

/// <summary>A meter with a pulse output at a pin: as many pulses as the energy makes.</summary>
public sealed class VirtualPulseMeter
{
    private readonly SimulatedMeter _meter;
    private readonly int _pulsesPerKwh;
    private readonly long _startWh;
    private long _last;

    /// <summary>Connects it.</summary>
    /// <param name="pin">Pin that counts.</param>
    /// <param name="meter">What it measures.</param>
    /// <param name="pulsesPerKwh">Pulses for a kilowatt-hour.</param>
    public VirtualPulseMeter(VirtualPin pin, SimulatedMeter meter, int pulsesPerKwh)
    {
        _meter = meter;
        _pulsesPerKwh = pulsesPerKwh;
        _startWh = meter.EnergyWh;
        pin.PulseInput = () => Pulses;
    }

    /// <summary>Pulses of noise that were put on the line in addition.</summary>
    public long Noise { get; set; }

    // A meter that is silent has its wire cut: what is counted is what was counted when that happened.
    private long Pulses
    {
        get
        {
            if (!_meter.Silent) _last = ((_meter.EnergyWh - _startWh) * _pulsesPerKwh / 1000) + Noise;
            return _last;
        }
    }
}
