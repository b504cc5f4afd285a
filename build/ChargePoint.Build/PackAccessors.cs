using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ChargePoint.Build;

/// <summary>
/// Accessors that do nothing but read or write a field. The device keeps 16 bytes and a name in flash and 3 bytes of heap for each method, and calls
/// it where it could read the field: so whoever calls such a method uses the field, and the method is gone.
/// </summary>
internal static class PackAccessors
{
    /// <summary>The field that a method reads or writes and does nothing else; null: the method stays.</summary>
    public static FieldDefinition? FieldOf(MethodDefinition method)
    {
        if (method is not ({ IsGetter: true } or { IsSetter: true }) || method.IsVirtual || !method.HasBody || method.Body.HasVariables) return null;
        Instruction[] body = [.. method.Body.Instructions.Where(i => i.OpCode != OpCodes.Nop)];
        OpCode[] reads = method.IsStatic ? [OpCodes.Ldsfld, OpCodes.Ret] : [OpCodes.Ldarg_0, OpCodes.Ldfld, OpCodes.Ret];
        OpCode[] writes = method.IsStatic ? [OpCodes.Ldarg_0, OpCodes.Stsfld, OpCodes.Ret] : [OpCodes.Ldarg_0, OpCodes.Ldarg_1, OpCodes.Stfld, OpCodes.Ret];
        bool isAccessor = body.Select(i => i.OpCode).SequenceEqual(method.Parameters.Count == 0 ? reads : writes);
        // the field of another object would want another instance than the method's
        return isAccessor && body[^2].Operand is FieldDefinition field && field.DeclaringType == method.DeclaringType ? field : null;
    }

    /// <summary>Instruction that does what a call of the accessor does.</summary>
    public static OpCode InsteadOf(MethodDefinition accessor) => accessor.Parameters.Count == 0
        ? accessor.IsStatic ? OpCodes.Ldsfld : OpCodes.Ldfld
        : accessor.IsStatic ? OpCodes.Stsfld : OpCodes.Stfld;
}
