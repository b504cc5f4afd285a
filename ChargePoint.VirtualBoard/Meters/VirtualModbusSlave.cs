using System.Buffers.Binary;
using ChargePoint.Hal.Meters;

namespace ChargePoint.VirtualBoard.Meters;

/// <summary>A Modbus slave that answers functions 3 and 4 with registers, and can be told to do so badly.</summary>
/// <param name="unit">Unit address, 1 to 247.</param>
public abstract class VirtualModbusSlave(int unit)
{
    private const int IllegalFunction = 1;
    private const int IllegalAddress = 2;

    private int _answers;

    /// <summary>Unit address.</summary>
    public int Unit { get; } = unit;

    /// <summary>True while it does not answer.</summary>
    public bool IsDead { get; set; }

    /// <summary>Time from a request to the answer, in milliseconds.</summary>
    public int DelayMs { get; set; } = 30;

    /// <summary>Each how manieth answer has a wrong checksum; 0 for none.</summary>
    public int CrcErrorEvery { get; set; }

    /// <summary>Each how manieth answer does not come; 0 for none.</summary>
    public int SilentEvery { get; set; }

    /// <summary>Unit address that answers tell instead of its own, or 0.</summary>
    public int WrongUnit { get; set; }

    /// <summary>Exception code of all answers, or 0.</summary>
    public int ExceptionCode { get; set; }

    /// <summary>Bytes of noise that come right before an answer.</summary>
    public byte[] NoiseBefore { get; set; } = [];

    /// <summary>Bytes of an answer that come, at most.</summary>
    public int TruncateTo { get; set; } = int.MaxValue;

    /// <summary>Changes an answer with its checksum in it; null takes it away.</summary>
    public Func<byte[], byte[]?>? Mutate { get; set; }

    /// <summary>Changes registers before the checksum is made: a meter that measures nonsense.</summary>
    public Action<byte[]>? MutateRegisters { get; set; }

    /// <summary>True while the world makes it silent; asked before each answer.</summary>
    protected virtual bool IsSilent => false;

    internal byte[]? Answer(byte[] request)
    {
        _answers++;
        if (IsDead || IsSilent || (SilentEvery > 0 && _answers % SilentEvery == 0)) return null;
        int function = request[1];
        int address = BinaryPrimitives.ReadUInt16BigEndian(request.AsSpan(2));
        int count = BinaryPrimitives.ReadUInt16BigEndian(request.AsSpan(4));
        byte[] registers = new byte[Math.Clamp(count, 0, 125) * 2];
        int error = ExceptionCode > 0 ? ExceptionCode
            : function is not (3 or 4) ? IllegalFunction
            : count is < 1 or > 80 || !TryRead(function, address, registers) ? IllegalAddress : 0;
        MutateRegisters?.Invoke(registers);
        byte unit = (byte)(WrongUnit > 0 ? WrongUnit : Unit);
        byte[] body = error > 0 ? [unit, (byte)(function | 0x80), (byte)error] : [unit, (byte)function, (byte)registers.Length, .. registers];
        int crc = ModbusCrc.Of(body, 0, body.Length);
        if (CrcErrorEvery > 0 && _answers % CrcErrorEvery == 0) crc ^= 0x0100;
        byte[] answer = [.. body, (byte)crc, (byte)(crc >> 8)];
        if (answer.Length > TruncateTo) answer = answer[..TruncateTo];
        byte[]? sent = Mutate == null ? answer : Mutate(answer);
        return sent == null ? null : [.. NoiseBefore, .. sent];
    }

    /// <summary>Reads registers.</summary>
    /// <param name="function">3 or 4.</param>
    /// <param name="address">First register.</param>
    /// <param name="registers">Receives two bytes for each register; all 0 at first.</param>
    /// <returns>False for registers that it does not have.</returns>
    protected abstract bool TryRead(int function, int address, byte[] registers);
}
