namespace ChargePoint.Hal.Meters;

/// <summary>How a value lies in the registers of a meter. Registers are 16 bits, high byte first.</summary>
public enum RegisterType
{
    /// <summary>IEEE 754 single precision, 2 registers.</summary>
    Float32,

    /// <summary>Signed, 1 register.</summary>
    Int16,

    /// <summary>Unsigned, 1 register.</summary>
    UInt16,

    /// <summary>Signed, 2 registers.</summary>
    Int32,

    /// <summary>Unsigned, 2 registers.</summary>
    UInt32,

    /// <summary>Signed, 4 registers.</summary>
    Int64,

    /// <summary>Unsigned, 4 registers; values above the largest Int64 count as missing.</summary>
    UInt64,
}

/// <summary>Outcome of reading a value out of registers.</summary>
public enum RegisterRead
{
    /// <summary>A number.</summary>
    Ok,

    /// <summary>The meter says that it does not measure this: all ones, or the largest signed number (as ABB does).</summary>
    Missing,

    /// <summary>Not a number, infinite, or too large for the scaled result.</summary>
    Absurd,
}

/// <summary>
/// Registers to scaled integers, without floating point: a single-precision number is mantissa x 2^n, which is multiplied by a power
/// of ten and rounded to the nearest integer, half away from zero, exactly. So 0.123 kWh, which the format can only approximate, is
/// 123 Wh. A single has 24 significant bits: an energy in kWh steps by 1 Wh up to 16,384 kWh, by 2 Wh up to 32,768 kWh, by 8 Wh up to
/// 131,072 kWh and by 63 Wh up to 1 GWh, whatever the meter counts inside.
/// </summary>
public static class RegisterValue
{
    private const int FractionBits = 23;
    private const int HiddenBit = 1 << FractionBits;
    private const int ExponentMask = 255;
    private const int Bias = 127 + FractionBits;
    private const long Largest = long.MaxValue;

    /// <summary>Number of registers that a value takes.</summary>
    /// <param name="type">Its type.</param>
    public static int Registers(RegisterType type)
    {
        if (type == RegisterType.Int16 || type == RegisterType.UInt16) return 1;
        return type == RegisterType.Int64 || type == RegisterType.UInt64 ? 4 : 2;
    }

    /// <summary>Reads a value.</summary>
    /// <param name="bytes">Holds the registers.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="type">Type.</param>
    /// <param name="exponent">Power of ten that the value is multiplied by, -9 to 9.</param>
    /// <param name="value">The result, 0 unless it is a number.</param>
    public static RegisterRead Read(byte[] bytes, int offset, RegisterType type, int exponent, out long value)
    {
        value = 0;
        if (type == RegisterType.Float32) return ReadFloat(Word(bytes, offset, 4), exponent, out value);
        int count = Registers(type) * 2;
        bool signed = type == RegisterType.Int16 || type == RegisterType.Int32 || type == RegisterType.Int64;
        long raw = Word(bytes, offset, count);
        if (IsMissing(raw, count, signed)) return RegisterRead.Missing;
        if (type == RegisterType.Int16) raw = (short)raw;
        if (type == RegisterType.Int32) raw = (int)raw;
        if (type == RegisterType.UInt64 && raw < 0) return RegisterRead.Absurd;
        return Scale(raw, 0, exponent, out value);
    }

    private static RegisterRead ReadFloat(long bits, int exponent, out long value)
    {
        value = 0;
        int power = (int)(bits >> FractionBits) & ExponentMask;
        if (power == ExponentMask) return RegisterRead.Absurd;
        long mantissa = bits & (HiddenBit - 1);
        if (power == 0) power = 1;
        else mantissa |= HiddenBit;
        RegisterRead read = Scale(mantissa, power - Bias, exponent, out value);
        if ((bits & 0x80000000) != 0) value = -value;
        return read;
    }

    // magnitude x 2^shift x 10^exponent, to the nearest integer. Each step that might leave 63 bits is refused before it is made.
    private static RegisterRead Scale(long number, int shift, int exponent, out long value)
    {
        value = 0;
        if (number == 0) return RegisterRead.Ok;
        if (number == long.MinValue) return RegisterRead.Absurd;
        long magnitude = number < 0 ? -number : number;
        for (; exponent > 0; exponent--)
        {
            if (magnitude > Largest / 10) return RegisterRead.Absurd;
            magnitude *= 10;
        }

        for (; shift > 0; shift--)
        {
            if (magnitude > Largest / 2) return RegisterRead.Absurd;
            magnitude *= 2;
        }

        long divisor = 1;
        for (; exponent < 0; exponent++) divisor *= 10;
        for (; shift < 0; shift++)
        {
            // more than twice the magnitude: the quotient is below one half
            if (divisor > Largest / 4 || divisor / 2 > magnitude) return RegisterRead.Ok;
            divisor *= 2;
        }

        long quotient = magnitude / divisor;
        long rest = magnitude % divisor;
        if (rest >= divisor - rest) quotient++;
        value = number < 0 ? -quotient : quotient;
        return RegisterRead.Ok;
    }

    private static long Word(byte[] bytes, int offset, int count)
    {
        long word = 0;
        for (int i = 0; i < count; i++) word = (word << 8) | bytes[offset + i];
        return word;
    }

    private static bool IsMissing(long raw, int count, bool signed)
    {
        long ones = count == 8 ? -1 : (1L << (count * 8)) - 1;
        if (!signed) return raw == ones;
        return raw == (count == 8 ? long.MaxValue : ones >> 1);
    }
}
