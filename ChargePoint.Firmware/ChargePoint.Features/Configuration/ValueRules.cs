namespace ChargePoint.Features;

/// <summary>Tells whether a value fits a configuration key, and brings it into its one form.</summary>
public static class ValueRules
{
    /// <summary>Checks a value.</summary>
    /// <param name="key">Definition of the key.</param>
    /// <param name="value">The value; on success in its one form ("true", no leading zeros or blanks).</param>
    /// <returns>"" if it fits, otherwise why it does not, in one line.</returns>
    public static string Check(KeyTable key, ref string value)
    {
        switch (key.Type)
        {
            case KeyType.Boolean:
                value = value.Trim().ToLower();
                return value == "true" || value == "false" ? "" : "must be true or false";
            case KeyType.Integer:
                return CheckInteger(key, ref value);
            case KeyType.Measurands:
                return CheckMeasurands(key, ref value);
            default:
                return CheckText(key, value);
        }
    }

    private static string CheckInteger(KeyTable key, ref string value)
    {
        string limits = $"must be an integer from {key.Minimum} to {key.Maximum}";
        string digits = value.Trim();
        if (digits.Length == 0 || digits.Length > 9) return limits;
        foreach (char c in digits.ToCharArray())
        {
            if (c < '0' || c > '9') return limits;
        }

        int number = int.Parse(digits);
        if (number < key.Minimum || number > key.Maximum) return limits;
        value = number.ToString();
        return "";
    }

    private static string CheckText(KeyTable key, string value)
    {
        if (value.Length < key.Minimum) return $"must have at least {key.Minimum} characters";
        if (value.Length > key.Maximum) return $"must have at most {key.Maximum} characters";
        foreach (char c in value.ToCharArray())
        {
            if (c < ' ' || c == '\x7F') return "must not have control characters";
        }

        return "";
    }

    private static string CheckMeasurands(KeyTable key, ref string value)
    {
        string trimmed = value.Trim();
        if (trimmed.Length == 0)
        {
            value = "";
            return "";
        }

        string[] names = trimmed.Split(',');
        if (names.Length > key.Maximum) return $"must have at most {key.Maximum} measurands";
        string clean = "";
        int seen = 0;
        foreach (string name in names)
        {
            int measurand = Measurands.Find(name.Trim());
            if (measurand < 0) return $"{name.Trim()} is not measured here";
            if ((seen & (1 << measurand)) != 0) return $"{Measurands.NameOf(measurand)} is named twice";
            seen |= 1 << measurand;
            if (clean.Length > 0) clean += ",";
            clean += Measurands.NameOf(measurand);
        }

        value = clean;
        return "";
    }
}
