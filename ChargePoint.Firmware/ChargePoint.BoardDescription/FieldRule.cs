namespace ChargePoint.Boards;

/// <summary>What a field of the board description holds.</summary>
public enum FieldKind
{
    /// <summary>GPIO number of a pin that is driven.</summary>
    Output,

    /// <summary>GPIO number of a pin that is read.</summary>
    Input,

    /// <summary>GPIO number of a pin whose voltage is measured (a channel of ADC1: those of ADC2 do not work while Wi-Fi does).</summary>
    Analog,

    /// <summary>Whole number between two limits.</summary>
    Number,

    /// <summary>true or false; false if it is missing.</summary>
    Flag,

    /// <summary>Text with a longest length.</summary>
    Text,

    /// <summary>One of several words.</summary>
    Word,

    /// <summary>An object of its own.</summary>
    Section,

    /// <summary>An array of objects.</summary>
    List,
}

/// <summary>One field of the board description: a line of the table in <see cref="Schema"/>.</summary>
public sealed class FieldRule
{
    private FieldRule(string name, FieldKind kind, string text)
    {
        Name = name;
        Kind = kind;
        Text = text;
    }

    /// <summary>Name in the file.</summary>
    public string Name { get; }

    /// <summary>What it holds.</summary>
    public FieldKind Kind { get; }

    /// <summary>What it means, in one line for the documents.</summary>
    public string Text { get; }

    /// <summary>True if it must be there.</summary>
    public bool IsRequired { get; private set; }

    /// <summary>Lowest number, or shortest text or list.</summary>
    public int Minimum { get; private set; }

    /// <summary>Highest number, or longest text or list.</summary>
    public int Maximum { get; private set; }

    /// <summary>Number if the field is missing; for a word the index; -1 for a pin that is not wired.</summary>
    public int Default { get; private set; }

    /// <summary>The words that are allowed; empty for other kinds.</summary>
    public string[] Words { get; private set; } = new string[0];

    /// <summary>What a section, or each element of a list, holds; null for other kinds.</summary>
    public SectionRule? Section { get; private set; }

    /// <summary>The same field, which now must be there.</summary>
    public FieldRule Required()
    {
        IsRequired = true;
        return this;
    }

    internal static FieldRule Pin(string name, FieldKind kind, string text) => new(name, kind, text) { Default = -1 };

    internal static FieldRule Number(string name, int minimum, int maximum, int standard, string text) =>
        new(name, FieldKind.Number, text) { Minimum = minimum, Maximum = maximum, Default = standard };

    internal static FieldRule Flag(string name, string text) => new(name, FieldKind.Flag, text);

    internal static FieldRule Line(string name, int longest, string text) => new(name, FieldKind.Text, text) { Minimum = 1, Maximum = longest };

    internal static FieldRule Word(string name, string[] words, string text) => new(name, FieldKind.Word, text) { Words = words };

    internal static FieldRule Part(string name, SectionRule section) => new(name, FieldKind.Section, section.Text) { Section = section };

    internal static FieldRule List(string name, int most, SectionRule section) =>
        new(name, FieldKind.List, section.Text) { Section = section, Minimum = 1, Maximum = most };
}

/// <summary>One kind of section of the board description.</summary>
public sealed class SectionRule
{
    internal SectionRule(string text, FieldRule[] fields)
    {
        Text = text;
        Fields = fields;
    }

    /// <summary>What it describes, in one line for the documents.</summary>
    public string Text { get; }

    /// <summary>Its fields.</summary>
    public FieldRule[] Fields { get; }

    /// <summary>Finds a field.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its index, or -1.</returns>
    public int Find(string name)
    {
        for (int i = 0; i < Fields.Length; i++)
        {
            if (Fields[i].Name == name) return i;
        }

        return -1;
    }
}
