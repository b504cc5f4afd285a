namespace ChargePoint.Ocpp;

/// <summary>What a <see cref="JsonReader"/> stands on.</summary>
public enum JsonToken
{
    /// <summary>Nothing was read yet.</summary>
    None,

    /// <summary>The brace that opens an object.</summary>
    StartObject,

    /// <summary>The brace that closes an object.</summary>
    EndObject,

    /// <summary>The bracket that opens an array.</summary>
    StartArray,

    /// <summary>The bracket that closes an array.</summary>
    EndArray,

    /// <summary>The name of an object's member; its value comes next.</summary>
    Name,

    /// <summary>A string value.</summary>
    String,

    /// <summary>A number.</summary>
    Number,

    /// <summary>The literal <c>true</c>.</summary>
    True,

    /// <summary>The literal <c>false</c>.</summary>
    False,

    /// <summary>The literal <c>null</c>.</summary>
    Null,

    /// <summary>The root value is complete and nothing but white space follows.</summary>
    End,

    /// <summary>The text is not JSON; see <see cref="JsonReader.Error"/>.</summary>
    Error,
}
