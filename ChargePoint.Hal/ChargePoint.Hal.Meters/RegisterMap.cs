using System;

namespace ChargePoint.Hal.Meters;

/// <summary>What a value in a meter's registers is.</summary>
public enum RegisterUse
{
    /// <summary>Imported active energy; scaled to watt-hours.</summary>
    Energy,

    /// <summary>Active power; scaled to watts. Several of them are added up (phases).</summary>
    Power,

    /// <summary>Current of L1; scaled to milliamperes. L2 and L3 follow.</summary>
    Current,

    /// <summary>Voltage of L1 against neutral; scaled to millivolts. L2 and L3 follow.</summary>
    Voltage = Current + 3,

    /// <summary>Serial number, unscaled.</summary>
    Serial = Voltage + 3,
}

/// <summary>
/// The register map of a meter type: data, so that a further meter is a line of text in the board description and no code.
/// <para>
/// The text is words with one space between them. The first is the number of phases, 1 or 3. <c>R4:0048:2</c> begins a request:
/// function 3 (holding registers) or 4 (input registers), address of the first register as it stands in the frame (4 hexadecimal
/// digits), number of registers (1 to 40). The words behind it are values in its answer: <c>E:f32:0:3</c> is use, type, register
/// counted from the request's first, and the power of ten that makes it Wh, W, mA or mV. Uses: E energy, P power (several are added
/// up), C1 C2 C3 currents, V1 V2 V3 voltages, N serial number. Types: f32, i16, u16, i32, u32, i64, u64.
/// </para>
/// <para>
/// Two requests must differ in function or number of registers: an answer tells neither its address nor its request, so a late
/// answer to one could be taken for the other's.
/// </para>
/// </summary>
public sealed class RegisterMap
{
    /// <summary>Most registers of a request; Eastron's meters refuse more than 80.</summary>
    public const int MaximumRegisters = 40;

    /// <summary>Most requests of a map.</summary>
    public const int MaximumRequests = 6;

    /// <summary>Most values of a map.</summary>
    public const int MaximumValues = 16;

    private const int RequestBytes = 5;
    private const int ValueBytes = 4;

    // per request: function, address high, address low, registers, index of its first value; per value: use, type, register, exponent
    private readonly byte[] _requests;
    private readonly byte[] _values;

    private RegisterMap(int phases, byte[] requests, byte[] values)
    {
        Phases = phases;
        _requests = requests;
        _values = values;
    }

    /// <summary>Phases that the meter measures: 1 or 3.</summary>
    public int Phases { get; }

    /// <summary>Number of requests that a whole measurement takes, with that for the serial number.</summary>
    public int Requests => _requests.Length / RequestBytes;

    /// <summary>Reads a map.</summary>
    /// <param name="text">Text as described at the class.</param>
    /// <param name="error">What is wrong with it, or "".</param>
    /// <returns>The map, or null if the text is not one.</returns>
    public static RegisterMap? Parse(string text, out string error)
    {
        string[] words = text.Split(' ');
        byte[] requests = new byte[MaximumRequests * RequestBytes];
        byte[] values = new byte[MaximumValues * ValueBytes];
        int requestCount = 0;
        int valueCount = 0;
        error = words[0] == "1" || words[0] == "3" ? "" : "a map begins with 1 or 3 phases";
        for (int i = 1; i < words.Length && error.Length == 0; i++)
        {
            string[] parts = words[i].Split(':');
            bool isRequest = parts.Length == 3;
            bool fits = isRequest ? requestCount < MaximumRequests : parts.Length == 4 && requestCount > 0 && valueCount < MaximumValues;
            if (fits && isRequest) fits = ParseRequest(parts, requests, requestCount++, valueCount);
            else if (fits) fits = ParseValue(parts, values, valueCount++, requests[((requestCount - 1) * RequestBytes) + 3]);
            if (!fits) error = "wrong word " + words[i];
        }

        if (error.Length == 0) error = Check(requests, requestCount, values, valueCount, words[0] == "3" ? 3 : 1);
        if (error.Length > 0) return null;
        return new RegisterMap(words[0] == "3" ? 3 : 1, Cut(requests, requestCount * RequestBytes), Cut(values, valueCount * ValueBytes));
    }

    internal int Function(int request) => _requests[request * RequestBytes];

    internal int Address(int request) => (_requests[(request * RequestBytes) + 1] << 8) | _requests[(request * RequestBytes) + 2];

    internal int Registers(int request) => _requests[(request * RequestBytes) + 3];

    internal int FirstValue(int request) =>
        request == Requests ? _values.Length / ValueBytes : _requests[(request * RequestBytes) + 4];

    internal RegisterUse Use(int value) => (RegisterUse)_values[value * ValueBytes];

    internal RegisterType Type(int value) => (RegisterType)_values[(value * ValueBytes) + 1];

    internal int Register(int value) => _values[(value * ValueBytes) + 2];

    internal int Exponent(int value) => (sbyte)_values[(value * ValueBytes) + 3];

    // the request that tells the serial number, which is made once and may fail
    internal bool IsSerial(int request) => Use(FirstValue(request)) == RegisterUse.Serial;

    private static bool ParseRequest(string[] parts, byte[] requests, int request, int firstValue)
    {
        if (parts[0] != "R3" && parts[0] != "R4") return false;
        int address = Number(parts[1], 16, 0xFFFF);
        int registers = Number(parts[2], 10, MaximumRegisters);
        if (address < 0 || registers < 1 || parts[1].Length != 4) return false;
        int at = request * RequestBytes;
        requests[at] = (byte)(parts[0] == "R3" ? 3 : 4);
        requests[at + 1] = (byte)(address >> 8);
        requests[at + 2] = (byte)address;
        requests[at + 3] = (byte)registers;
        requests[at + 4] = (byte)firstValue;
        return true;
    }

    private static bool ParseValue(string[] parts, byte[] values, int value, int registers)
    {
        int use = Index("E P C1 C2 C3 V1 V2 V3 N", parts[0]);
        int type = Index("f32 i16 u16 i32 u32 i64 u64", parts[1]);
        int register = Number(parts[2], 10, MaximumRegisters);
        bool negative = parts[3].Length > 1 && parts[3][0] == '-';
        int exponent = Number(negative ? parts[3].Substring(1) : parts[3], 10, 9);
        if (use < 0 || type < 0 || register < 0 || exponent < 0) return false;
        if (register + RegisterValue.Registers((RegisterType)type) > registers) return false;
        int at = value * ValueBytes;
        values[at] = (byte)use;
        values[at + 1] = (byte)type;
        values[at + 2] = (byte)register;
        values[at + 3] = (byte)(negative ? -exponent : exponent);
        return true;
    }

    private static string Check(byte[] requests, int requestCount, byte[] values, int valueCount, int phases)
    {
        int uses = 0;
        for (int i = 0; i < valueCount; i++)
        {
            int bit = 1 << values[i * ValueBytes];
            if ((uses & bit) != 0 && bit != 1 << (int)RegisterUse.Power) return "a value stands twice";
            uses |= bit;
        }

        for (int i = 0; i < requestCount; i++)
        {
            int first = requests[(i * RequestBytes) + 4];
            int end = i + 1 < requestCount ? requests[((i + 1) * RequestBytes) + 4] : valueCount;
            if (end == first) return "a request without a value";
            if (values[first * ValueBytes] == (int)RegisterUse.Serial && end - first > 1) return "the serial number wants a request of its own";
            for (int k = first + 1; k < end; k++)
            {
                if (values[k * ValueBytes] == (int)RegisterUse.Serial) return "the serial number wants a request of its own";
            }

            for (int k = 0; k < i; k++)
            {
                bool same = requests[k * RequestBytes] == requests[i * RequestBytes] && requests[(k * RequestBytes) + 3] == requests[(i * RequestBytes) + 3];
                if (same) return "two requests of one function and length";
            }
        }

        int current = 1 << (int)RegisterUse.Current;
        int voltage = 1 << (int)RegisterUse.Voltage;
        int wanted = 3 | (phases == 3 ? 7 * current : current) | (phases == 3 ? 7 * voltage : voltage);
        return (uses & wanted) == wanted ? "" : "energy, power, currents and voltages of all phases are needed";
    }

    private static byte[] Cut(byte[] bytes, int count)
    {
        byte[] cut = new byte[count];
        Array.Copy(bytes, cut, count);
        return cut;
    }

    private static int Index(string words, string word)
    {
        string[] all = words.Split(' ');
        for (int i = 0; i < all.Length; i++)
        {
            if (all[i] == word) return i;
        }

        return -1;
    }

    // -1 for what is no number from 0 to a limit
    private static int Number(string text, int numberBase, int limit)
    {
        if (text.Length == 0 || text.Length > 4) return -1;
        int number = 0;
        foreach (char c in text.ToCharArray())
        {
            int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : numberBase;
            if (digit >= numberBase) return -1;
            number = (number * numberBase) + digit;
        }

        return number <= limit ? number : -1;
    }
}
