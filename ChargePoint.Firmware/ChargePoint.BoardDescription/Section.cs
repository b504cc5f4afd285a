using System;
using ChargePoint.Hal;

namespace ChargePoint.Boards;

/// <summary>The values of one section of a board description; missing fields have their default.</summary>
public sealed class Section
{
    private readonly SectionRule _rule;
    private readonly int[] _numbers;
    private readonly string?[] _texts;
    private readonly Section[]?[] _sections;
    private readonly bool[] _present;

    /// <summary>Makes a section in which every field is missing.</summary>
    /// <param name="rule">Its fields.</param>
    /// <param name="path">Where it stands, for error messages: "" for the root, else such as <c>connectors[0].pilot</c>.</param>
    internal Section(SectionRule rule, string path)
    {
        _rule = rule;
        Path = path;
        int count = rule.Fields.Length;
        _numbers = new int[count];
        _texts = StringArray.OfNull(count);
        _sections = new Section[]?[count];
        _present = new bool[count];
        for (int i = 0; i < count; i++) _numbers[i] = rule.Fields[i].Default;
    }

    /// <summary>Where it stands in the file.</summary>
    public string Path { get; }

    internal SectionRule Rule => _rule;

    /// <summary>Whether a field is in the file.</summary>
    /// <param name="name">Its name.</param>
    public bool Has(string name) => _present[IndexOf(name)];

    /// <summary>A number, the index of a word, or a pin (-1 if it is not wired).</summary>
    /// <param name="name">Its name.</param>
    public int Number(string name) => _numbers[IndexOf(name)];

    /// <summary>A flag.</summary>
    /// <param name="name">Its name.</param>
    public bool Flag(string name) => _numbers[IndexOf(name)] != 0;

    /// <summary>A text, or null if it is missing.</summary>
    /// <param name="name">Its name.</param>
    public string? Text(string name) => _texts[IndexOf(name)];

    /// <summary>A section, or null if it is missing.</summary>
    /// <param name="name">Its name.</param>
    public Section? Part(string name)
    {
        Section[]? there = _sections[IndexOf(name)];
        return there == null ? null : there[0];
    }

    /// <summary>The sections of a list.</summary>
    /// <param name="name">Its name.</param>
    public Section[] List(string name) => _sections[IndexOf(name)] ?? new Section[0];

    /// <summary>Where a field of this section stands in the file.</summary>
    /// <param name="name">Its name.</param>
    public string PathOf(string name) => Path.Length == 0 ? name : Path + "." + name;

    internal bool IsPresent(int field) => _present[field];

    internal int NumberAt(int field) => _numbers[field];

    internal Section[]? SectionsAt(int field) => _sections[field];

    internal void Set(int field, int number)
    {
        _numbers[field] = number;
        _present[field] = true;
    }

    internal void Set(int field, string text)
    {
        _texts[field] = text;
        _present[field] = true;
    }

    internal void Set(int field, Section[] sections)
    {
        _sections[field] = sections;
        _present[field] = true;
    }

    private int IndexOf(string name)
    {
        int index = _rule.Find(name);
        if (index < 0) throw new ArgumentException(name);
        return index;
    }
}
