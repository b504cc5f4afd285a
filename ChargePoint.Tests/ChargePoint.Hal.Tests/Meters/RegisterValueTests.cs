using ChargePoint.Hal.Meters;
using nanoFramework.TestFramework;

namespace ChargePoint.Hal.Tests;

/// <summary>Registers become exact integers.</summary>
[TestClass]
public class RegisterValueTests
{
    [TestMethod]
    [DataRow(0x3DFBE76D, 3, 123)] // 0.123, which is a little less than that in single precision
    [DataRow(0x00000000, 3, 0)]
    [DataRow(unchecked((int)0x80000000), 3, 0)]
    [DataRow(0x3F800000, 3, 1000)]
    [DataRow(unchecked((int)0xBF800000), 3, -1000)]
    [DataRow(0x43664CCD, 3, 230300)] // 230.3
    [DataRow(0x497423F0, 3, 999999000)] // 999,999
    [DataRow(0x497FFFFF, 3, 1048575938)] // 1,048,575.9375: half a watt-hour is rounded up
    [DataRow(0x3A03126F, 3, 1)] // 0.0005, a little more than half
    [DataRow(0x3A03126E, 3, 0)] // the next below
    [DataRow(0x45E60000, 0, 7360)]
    [DataRow(0x3F000000, 0, 1)] // one half away from zero
    [DataRow(unchecked((int)0xBF000000), 0, -1)]
    [DataRow(0x3EFFFFFF, 0, 0)]
    [DataRow(0x00000001, 9, 0)] // the smallest number there is
    [DataRow(0x49742400, -2, 10000)] // 1,000,000
    public void Single_precision_is_rounded_to_the_nearest_integer(int bits, int exponent, int expected)
    {
        byte[] registers = new byte[6];
        Put(registers, 1, bits);
        Assert.IsTrue(RegisterValue.Read(registers, 1, RegisterType.Float32, exponent, out long value) == RegisterRead.Ok);
        Assert.IsTrue(value == expected);
    }

    [TestMethod]
    [DataRow(0x7FC00000)] // not a number
    [DataRow(0x7F800001)]
    [DataRow(0x7F800000)] // infinite
    [DataRow(unchecked((int)0xFF800000))]
    [DataRow(0x7F7FFFFF)] // the largest
    [DataRow(0x5F000000)] // 2 to the 63rd
    public void Single_precision_that_is_no_number_or_too_large_is_absurd(int bits)
    {
        byte[] registers = new byte[4];
        Put(registers, 0, bits);
        Assert.IsTrue(RegisterValue.Read(registers, 0, RegisterType.Float32, 0, out long value) == RegisterRead.Absurd);
        Assert.IsTrue(value == 0);
    }

    [TestMethod]
    public void Rounding_never_runs_backwards()
    {
        byte[] registers = new byte[4];
        long before = -1;
        for (int bits = 0; bits < 0x4B000000; bits += 54321)
        {
            Put(registers, 0, bits);
            RegisterValue.Read(registers, 0, RegisterType.Float32, 3, out long value);
            Assert.IsTrue(value >= before);
            before = value;
        }
    }

    [TestMethod]
    public void Integers_are_scaled_and_rounded()
    {
        Check(RegisterType.UInt16, 1, 0x00, 0x09, 1, 90);
        Check(RegisterType.UInt16, 1, 0xFF, 0xFE, 0, 65534);
        Check(RegisterType.Int16, 1, 0xFF, 0xFE, 2, -200);
        Check(RegisterType.Int32, 3, 0xFF, 0x9C, -2, -1); // -100
        Check(RegisterType.Int32, 3, 0xFF, 0xCE, -2, -1); // -50: half away from zero
        Check(RegisterType.Int32, 3, 0xFF, 0xCF, -2, 0); // -49
        Check(RegisterType.Int64, 7, 0xFF, 0xFF, 3, -1000);
    }

    [TestMethod]
    public void Numbers_that_mean_nothing_are_missing()
    {
        CheckMissing(RegisterType.UInt16, 0xFF);
        CheckMissing(RegisterType.UInt32, 0xFF);
        CheckMissing(RegisterType.UInt64, 0xFF);
        CheckMissing(RegisterType.Int16, 0x7F);
        CheckMissing(RegisterType.Int32, 0x7F);
        CheckMissing(RegisterType.Int64, 0x7F);
    }

    [TestMethod]
    public void Unsigned_number_beyond_the_range_is_absurd()
    {
        byte[] registers = new byte[8];
        registers[0] = 0x80;
        Assert.IsTrue(RegisterValue.Read(registers, 0, RegisterType.UInt64, 0, out long _) == RegisterRead.Absurd);
        registers[0] = 0x7F;
        Assert.IsTrue(RegisterValue.Read(registers, 0, RegisterType.UInt64, 0, out long _) == RegisterRead.Ok);
        Assert.IsTrue(RegisterValue.Read(registers, 0, RegisterType.UInt64, 1, out long _) == RegisterRead.Absurd);
        registers[0] = 0x80;
        Assert.IsTrue(RegisterValue.Read(registers, 0, RegisterType.Int64, 0, out long _) == RegisterRead.Absurd);
    }

    // A number whose bytes are all ones (negative) or zero, but for the last two
    private static void Check(RegisterType type, int negativeFrom, int high, int low, int exponent, long expected)
    {
        byte[] registers = new byte[8];
        int count = RegisterValue.Registers(type) * 2;
        for (int i = 0; i < count - 2; i++) registers[i] = (byte)(negativeFrom > 1 ? 0xFF : 0);
        registers[count - 2] = (byte)high;
        registers[count - 1] = (byte)low;
        Assert.IsTrue(RegisterValue.Read(registers, 0, type, exponent, out long value) == RegisterRead.Ok);
        Assert.IsTrue(value == expected);
    }

    private static void CheckMissing(RegisterType type, int first)
    {
        byte[] registers = new byte[8];
        for (int i = 0; i < registers.Length; i++) registers[i] = 0xFF;
        registers[0] = (byte)first;
        Assert.IsTrue(RegisterValue.Read(registers, 0, type, 0, out long value) == RegisterRead.Missing);
        Assert.IsTrue(value == 0);
    }

    private static void Put(byte[] registers, int offset, int bits)
    {
        for (int i = 0; i < 4; i++) registers[offset + i] = (byte)(bits >> (24 - (8 * i)));
    }
}
