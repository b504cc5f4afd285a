namespace ChargePoint.Simulator.CentralSystem.Schemas;

/// <summary>Who may send the call of an operation.</summary>
[Flags]
public enum Sender
{
    /// <summary>The charge point, OCPP 1.6 §4.</summary>
    ChargePoint = 1,

    /// <summary>The Central System, OCPP 1.6 §5.</summary>
    CentralSystem = 2,

    /// <summary>Either side (DataTransfer).</summary>
    Both = ChargePoint | CentralSystem,
}

/// <summary>One operation of OCPP 1.6 with its two messages.</summary>
public sealed record OcppOperation(string Name, Sender Sender, ObjectType Request, ObjectType Reply);

/// <summary>The type of a field.</summary>
public abstract record FieldType;

/// <summary>Text of at most <paramref name="MaxLength"/> characters (null: no limit), or of a JSON schema format.</summary>
public sealed record StringType(int? MaxLength, string? Format) : FieldType;

/// <summary>One of a list of values.</summary>
public sealed record EnumType(string Name, IReadOnlyList<string> Values) : FieldType;

/// <summary>A whole number.</summary>
public sealed record IntegerType : FieldType;

/// <summary>A multiple of 0.1.</summary>
public sealed record DecimalType : FieldType;

/// <summary>true or false.</summary>
public sealed record BooleanType : FieldType;

/// <summary>A list of values of one type.</summary>
public sealed record ListType(FieldType Item, int? MinItems) : FieldType;

/// <summary>An object; no fields but these are allowed.</summary>
public sealed record ObjectType(string Name, IReadOnlyList<Field> Fields) : FieldType;

/// <summary>A field of an object.</summary>
public sealed record Field(string Name, FieldType Type, bool Required);
