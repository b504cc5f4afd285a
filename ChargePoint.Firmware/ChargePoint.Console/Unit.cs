using ChargePoint.Features;

namespace ChargePoint.Console;

/// <summary>The unit of a number, by the end of its name: offeredMilliamps, energyWh, uptimeSeconds.</summary>
internal static class Unit
{
    // Suffix, decimals of the unit that people read, unit
    private static string[] Table =>
    [
        "Milliamps", "3", " A", "Millivolts", "3", " V", "Millihertz", "3", " Hz", "Wh", "3", " kWh", "Watts", "3", " kW", "Seconds", "0", " s", "Ms", "0", " ms",
        "Bytes", "0", " bytes", "TenthsCelsius", "1", " C", "Percent", "0", " %", "Dbm", "0", " dBm", "Permille", "1", " %",
    ];

    public static string SuffixOf(string name)
    {
        string[] table = Table;
        int row = RowOf(table, name);
        return row < 0 ? "" : table[row];
    }

    public static string ToText(string name, long value)
    {
        string[] table = Table;
        int row = RowOf(table, name);
        return row < 0 ? value.ToString() : FixedPoint.ToText(value, int.Parse(table[row + 1])) + table[row + 2];
    }

    private static int RowOf(string[] table, string name)
    {
        for (int i = 0; i < table.Length; i += 3)
        {
            // A name that is nothing but a unit is a name
            if (name.Length > table[i].Length && name.EndsWith(table[i])) return i;
        }

        return -1;
    }
}
