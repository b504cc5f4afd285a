using System;
using ChargePoint.Hal;
using ChargePoint.Ocpp;

namespace ChargePoint.Boards;

/// <summary>
/// Reads a board description. It is judged as a whole: every error is noted, up to <see cref="MostErrors"/>, and each names its field.
/// </summary>
/// <remarks>
/// The text is read with the firmware's own JSON reader and not with nanoFramework.Json: that library takes texts of 18 characters and
/// more for dates, builds a tree of the whole file, and names no field in its errors.
/// </remarks>
public sealed class DescriptionReader
{
    /// <summary>Name of the description in flash.</summary>
    public const string FileName = "board.json";

    /// <summary>Longest description, in bytes.</summary>
    public const int LongestText = 6144;

    /// <summary>Most errors that are told; whoever has mended these sees the next.</summary>
    public const int MostErrors = 10;

    private const int LongestName = 40;

    private readonly JsonReader _json = new();
    private readonly string?[] _errors = StringArray.OfNull(MostErrors);
    private byte[] _text = new byte[0];
    private int _end;

    /// <summary>Number of errors found by the last <see cref="Read"/>.</summary>
    public int ErrorCount { get; private set; }

    /// <summary>An error, in one line that begins with the field.</summary>
    /// <param name="index">0 to <see cref="ErrorCount"/> - 1.</param>
    public string ErrorAt(int index) => _errors[index] ?? "";

    /// <summary>Reads a description.</summary>
    /// <param name="text">Holds it, in UTF-8.</param>
    /// <param name="count">Its length in bytes.</param>
    /// <returns>The description, or null if there is an error in it.</returns>
    public Section? Read(byte[] text, int count)
    {
        ErrorCount = 0;
        if (count > LongestText)
        {
            Note("", $"longer than {LongestText} bytes");
            return null;
        }

        _text = text;
        _end = count;
        _json.Reset(text, 0, count);
        Section root = new(Schema.Root(), "");
        _json.Read();
        ReadSection(root);
        if (_json.Token != JsonToken.Error && _json.Read() == JsonToken.Error) NoteSyntax();
        if (_json.Token == JsonToken.End && root.Has("chip")) DescriptionCheck.Check(root, this);
        _text = new byte[0];
        return ErrorCount == 0 ? root : null;
    }

    internal void Note(string path, string problem)
    {
        if (path.Length > 0 && WasWrong(path)) return;
        if (ErrorCount < MostErrors) _errors[ErrorCount++] = path.Length == 0 ? problem : path + ": " + problem;
    }

    // What is no field may have a name as long as the file.
    private static string Shortened(string name) => name.Length > LongestName ? name.Substring(0, LongestName) + "..." : name;

    private static string Join(string path, string name) => path.Length == 0 ? name : path + "." + name;

    private static bool IsPin(FieldKind kind) => kind == FieldKind.Output || kind == FieldKind.Input || kind == FieldKind.Analog;

    // The reader stands on the first token of the section, and afterwards on its last.
    private void ReadSection(Section section)
    {
        if (_json.Token == JsonToken.Error)
        {
            NoteSyntax();
            return;
        }

        if (_json.Token != JsonToken.StartObject)
        {
            Note(section.Path, "has to be an object { ... }");
            _json.SkipValue();
            return;
        }

        while (_json.Read() == JsonToken.Name)
        {
            string name = _json.GetString();
            int index = section.Rule.Find(name);
            _json.Read();
            if (_json.Token == JsonToken.Error) break;
            if (index < 0) Skip(Join(section.Path, Shortened(name)), "is no field of this section");
            else if (section.IsPresent(index)) Skip(Join(section.Path, name), "stands there twice");
            else ReadField(section, index, section.Rule.Fields[index]);
            if (_json.Token == JsonToken.Error) break;
        }

        if (_json.Token == JsonToken.Error) NoteSyntax();
        else Require(section);
    }

    private void ReadField(Section section, int index, FieldRule rule)
    {
        string path = Join(section.Path, rule.Name);
        switch (rule.Kind)
        {
            case FieldKind.Section:
                Section part = new(rule.Section!, path);
                ReadSection(part);
                section.Set(index, new Section[] { part });
                break;
            case FieldKind.List:
                ReadList(section, index, rule, path);
                break;
            case FieldKind.Text:
                ReadText(section, index, rule, path);
                break;
            case FieldKind.Word:
                ReadWord(section, index, rule, path);
                break;
            case FieldKind.Flag:
                if (_json.Token == JsonToken.True || _json.Token == JsonToken.False) section.Set(index, _json.Token == JsonToken.True ? 1 : 0);
                else Skip(path, "has to be true or false");
                break;
            default:
                ReadNumber(section, index, rule, path);
                break;
        }
    }

    private void ReadNumber(Section section, int index, FieldRule rule, string path)
    {
        bool isPin = IsPin(rule.Kind);
        int minimum = isPin ? 0 : rule.Minimum;
        int maximum = isPin ? 127 : rule.Maximum;
        string what = isPin ? "a GPIO number" : minimum == maximum ? minimum.ToString() : $"a whole number from {minimum} to {maximum}";
        if (_json.Token != JsonToken.Number || !_json.TryGetInt(out int value) || value < minimum || value > maximum) Skip(path, "has to be " + what);
        else section.Set(index, value);
    }

    private void ReadText(Section section, int index, FieldRule rule, string path)
    {
        string text = _json.Token == JsonToken.String && _json.ValueLength <= rule.Maximum * 4 ? _json.GetString() : "";
        if (text.Length < rule.Minimum || text.Length > rule.Maximum) Skip(path, $"has to be a text of {rule.Minimum} to {rule.Maximum} characters");
        else section.Set(index, text);
    }

    private void ReadWord(Section section, int index, FieldRule rule, string path)
    {
        if (_json.Token == JsonToken.String)
        {
            for (int i = 0; i < rule.Words.Length; i++)
            {
                if (!_json.ValueEquals(rule.Words[i])) continue;
                section.Set(index, i);
                return;
            }
        }

        string words = "";
        for (int i = 0; i < rule.Words.Length; i++) words += (i == 0 ? "\"" : i == rule.Words.Length - 1 ? " or \"" : ", \"") + rule.Words[i] + "\"";
        Skip(path, "has to be " + words);
    }

    private void ReadList(Section section, int index, FieldRule rule, string path)
    {
        if (_json.Token != JsonToken.StartArray)
        {
            Skip(path, "has to be an array [ ... ]");
            return;
        }

        Section[] elements = new Section[rule.Maximum];
        int count = 0;
        while (_json.Read() != JsonToken.EndArray && _json.Token != JsonToken.Error)
        {
            if (count == rule.Maximum)
            {
                Skip(path, $"has more than {rule.Maximum} elements");
                continue;
            }

            Section element = new(rule.Section!, path + "[" + count + "]");
            elements[count++] = element;
            ReadSection(element);
            if (_json.Token == JsonToken.Error) return;
        }

        if (_json.Token == JsonToken.Error) return;
        if (count < rule.Minimum) Note(path, "has to have an element");
        Section[] exact = new Section[count];
        Array.Copy(elements, exact, count);
        section.Set(index, exact);
    }

    private void Require(Section section)
    {
        FieldRule[] fields = section.Rule.Fields;
        for (int i = 0; i < fields.Length; i++)
        {
            if (fields[i].IsRequired && !section.IsPresent(i)) Note(Join(section.Path, fields[i].Name), "is missing");
        }
    }

    // One error of a field is enough: one that was there, but wrong, is not missing as well.
    private bool WasWrong(string path)
    {
        for (int i = 0; i < ErrorCount; i++)
        {
            string error = ErrorAt(i);
            if (error.Length > path.Length && error.Substring(0, path.Length) == path && error[path.Length] == ':') return true;
        }

        return false;
    }

    private void Skip(string path, string problem)
    {
        Note(path, problem);
        _json.SkipValue();
    }

    private void NoteSyntax()
    {
        if (ErrorCount > 0 && ErrorAt(ErrorCount - 1).IndexOf("line ") == 0) return;
        int line = 1;
        for (int i = 0; i < _json.ErrorPosition && i < _end; i++)
        {
            if (_text[i] == (byte)'\n') line++;
        }

        Note("", $"line {line}: no JSON: {JsonReader.Describe(_json.Error)}");
    }
}
