using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace ChargePoint.Build;

/// <summary>
/// How long a method is as the metadata processor writes it: the instructions of the .dll with tokens and branches of two bytes instead of
/// four, a switch with one byte for its count and two for each target, twelve bytes for each exception handler and one for their count.
/// </summary>
internal static class ByteCode
{
    private const int Prefix = 0xFE; // of the instructions of two bytes
    private const int HandlerBytes = 12;

    private static readonly Dictionary<int, OperandType> Operands = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => c.Value & 0xFFFF, c => c.OperandType);

    /// <summary>Length of a method's byte code in bytes.</summary>
    public static int Length(MethodBodyBlock body)
    {
        byte[] code = body.GetILBytes() ?? [];
        int saved = 0;
        for (int i = 0; i < code.Length;)
        {
            int instruction = code[i++];
            if (instruction == Prefix) instruction = (Prefix << 8) | code[i++];
            OperandType operand = Operands[instruction];
            saved += Saved(operand, code, i);
            i += OperandBytes(operand, code, i);
        }

        int handlers = body.ExceptionRegions.Length;
        return code.Length - saved + (handlers == 0 ? 0 : (HandlerBytes * handlers) + 1);
    }

    private static int Saved(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineString or OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineBrTarget => 2,
        OperandType.InlineSwitch => 3 + (2 * Targets(code, at)),
        _ => 0,
    };

    private static int OperandBytes(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * Targets(code, at)),
        _ => 4,
    };

    private static int Targets(byte[] code, int at) => BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at));
}
