using System.Collections;
using ChargePoint.Hal;

namespace ChargePoint.Boards;

/// <summary>board.json in flash. What judges it is made for each time, and dropped.</summary>
public sealed class StoredDescription : IBoardDescription
{
    private readonly IFlashStore _flash;

    /// <summary>Names the flash.</summary>
    /// <param name="flash">Where the description is.</param>
    public StoredDescription(IFlashStore flash) => _flash = flash;

    /// <inheritdoc/>
    public int LongestText => DescriptionReader.LongestText;

    /// <inheritdoc/>
    public byte[]? Read()
    {
        int length = _flash.Length(DescriptionReader.FileName);
        if (length <= 0 || length > LongestText) return null;
        byte[] text = new byte[length];
        return _flash.Read(DescriptionReader.FileName, 0, text, 0, length) == length ? text : null;
    }

    /// <inheritdoc/>
    public string[] Check(byte[] text, int count, out string[] sections)
    {
        DescriptionReader reader = new();
        Section? root = reader.Read(text, count);
        string[] errors = new string[reader.ErrorCount];
        for (int i = 0; i < errors.Length; i++) errors[i] = reader.ErrorAt(i);
        ArrayList lines = new();
        if (root != null) Describe(root, lines);
        sections = new string[lines.Count];
        lines.CopyTo(sections);
        return errors;
    }

    /// <inheritdoc/>
    public bool Store(byte[] text, int count) => _flash.Write(DescriptionReader.FileName, text, 0, count);

    private static void Describe(Section section, ArrayList lines)
    {
        FieldRule[] fields = section.Rule.Fields;
        string line = section.Path.Length == 0 ? "board:" : section.Path + ":";
        for (int i = 0; i < fields.Length; i++)
        {
            if (!section.IsPresent(i) || section.SectionsAt(i) != null) continue;
            line += " " + fields[i].Name + "=" + ValueOf(section, i, fields[i]);
        }

        lines.Add(line);
        for (int i = 0; i < fields.Length; i++)
        {
            Section[]? parts = section.SectionsAt(i);
            for (int n = 0; parts != null && n < parts.Length; n++) Describe(parts[n], lines);
        }
    }

    private static string ValueOf(Section section, int index, FieldRule rule) => rule.Kind switch
    {
        FieldKind.Text => section.Text(rule.Name)!,
        FieldKind.Word => rule.Words[section.NumberAt(index)],
        FieldKind.Flag => section.NumberAt(index) != 0 ? "true" : "false",
        _ => section.NumberAt(index).ToString(),
    };
}
