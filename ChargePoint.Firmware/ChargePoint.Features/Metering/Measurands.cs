namespace ChargePoint.Features;

/// <summary>The measurands that are offered (OCPP 1.6 section 7.31), with their unit and how many values each has.</summary>
public static class Measurands
{
    /// <summary>Energy.Active.Import.Register, in Wh.</summary>
    public const int EnergyActiveImportRegister = 0;

    /// <summary>Power.Active.Import, in W.</summary>
    public const int PowerActiveImport = 1;

    /// <summary>Current.Import, in A, for each phase.</summary>
    public const int CurrentImport = 2;

    /// <summary>Current.Offered, in A.</summary>
    public const int CurrentOffered = 3;

    /// <summary>Voltage, in V, for each phase.</summary>
    public const int Voltage = 4;

    /// <summary>How many there are.</summary>
    public const int Count = 5;

    /// <summary>Finds a measurand.</summary>
    /// <param name="name">Its name in OCPP, by letter case.</param>
    /// <returns>Its number, or -1 if it is not offered.</returns>
    public static int Find(string name)
    {
        for (int i = 0; i < Count; i++)
        {
            if (NameOf(i) == name) return i;
        }

        return -1;
    }

    /// <summary>Finds a measurand in a list of names, without copying its name.</summary>
    /// <param name="names">The list.</param>
    /// <param name="start">Where the name starts.</param>
    /// <param name="length">Its length.</param>
    /// <returns>Its number, or -1 if it is not offered.</returns>
    public static int Find(string names, int start, int length)
    {
        for (int i = 0; i < Count; i++)
        {
            string name = NameOf(i);
            if (name.Length == length && names.IndexOf(name, start, length) == start) return i;
        }

        return -1;
    }

    /// <summary>A list of names as a set: bit n stands for measurand n.</summary>
    /// <param name="names">Comma-separated names; those that are not offered are passed over.</param>
    public static int SetOf(string names)
    {
        int set = 0;
        for (int start = 0; start < names.Length;)
        {
            int end = names.IndexOf(',', start);
            if (end < 0) end = names.Length;
            int measurand = Find(names, start, end - start);
            if (measurand >= 0) set |= 1 << measurand;
            start = end + 1;
        }

        return set;
    }

    /// <summary>True if a set has a measurand.</summary>
    /// <param name="set">The set.</param>
    /// <param name="measurand">Number of the measurand.</param>
    public static bool Has(int set, int measurand) => (set & (1 << measurand)) != 0;

    /// <summary>True if there is a value for each phase.</summary>
    /// <param name="measurand">Number of the measurand.</param>
    public static bool IsByPhase(int measurand) => measurand == CurrentImport || measurand == Voltage;

    /// <summary>Name in OCPP.</summary>
    /// <param name="measurand">Number of the measurand.</param>
    public static string NameOf(int measurand) => measurand switch
    {
        EnergyActiveImportRegister => "Energy.Active.Import.Register",
        PowerActiveImport => "Power.Active.Import",
        CurrentImport => "Current.Import",
        CurrentOffered => "Current.Offered",
        Voltage => "Voltage",
        _ => throw new System.ArgumentOutOfRangeException(nameof(measurand)),
    };
}
