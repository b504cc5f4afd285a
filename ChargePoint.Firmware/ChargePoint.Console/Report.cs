using System.Text;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Console;

/// <summary>
/// Writes what a query has found, once, for a person and for a program. Each record is one JSON object on a line of its own, or lines of
/// text. Names are those of JSON; text is made of them: <c>offeredMilliamps</c> and 16000 becomes <c>offered: 16.000 A</c>.
/// </summary>
public sealed class Report
{
    /// <summary>Longest record in JSON, in bytes.</summary>
    public const int LongestRecord = 2048;

    /// <summary>Longest line of text, in characters; a single value may be longer.</summary>
    public const int Columns = 79;

    private readonly IConsoleReply _reply;
    private readonly JsonWriter? _json;
    private readonly bool _inRows;
    private string _line = "";
    private string _indent = "";

    /// <summary>Makes a report.</summary>
    /// <param name="line">Says whether JSON is wanted.</param>
    /// <param name="reply">Takes the lines.</param>
    /// <param name="inRows">True: the values of a record stand behind each other; false: each has a line.</param>
    public Report(CommandLine line, IConsoleReply reply, bool inRows = false)
    {
        _reply = reply;
        _inRows = inRows;
        if (line.IsJson) _json = new JsonWriter(new byte[LongestRecord]);
        _json?.StartObject();
    }

    /// <summary>True if JSON is wanted: remarks for people are left out then.</summary>
    public bool IsJson => _json != null;

    /// <summary>First value of a record, which names it: "connector 1:".</summary>
    /// <param name="name">Name of the value.</param>
    /// <param name="value">The value.</param>
    public void Key(string name, string value)
    {
        if (_json != null) _json.Member(name, value);
        else Head(name + " " + value + ":");
    }

    /// <summary>First value of a record, which names it.</summary>
    /// <param name="name">Name of the value.</param>
    /// <param name="value">The value.</param>
    public void Key(string name, int value)
    {
        if (_json != null) _json.Member(name, value);
        else Head(name + " " + value.ToString() + ":");
    }

    /// <summary>A text.</summary>
    /// <param name="name">Name of the value.</param>
    /// <param name="value">The text; null: there is none (null in JSON, "-" for people).</param>
    public void Text(string name, string? value)
    {
        if (_json == null)
        {
            Put(Label(name, 0), value ?? "-");
            return;
        }

        if (value != null)
        {
            _json.Member(name, value);
            return;
        }

        _json.Name(name);
        _json.Null();
    }

    /// <summary>A number, in the unit that its name ends with.</summary>
    /// <param name="name">Name of the value.</param>
    /// <param name="value">The number.</param>
    public void Number(string name, long value)
    {
        if (_json != null) _json.Member(name, value);
        else Put(Label(name, Unit.SuffixOf(name).Length), Unit.ToText(name, value));
    }

    /// <summary>Numbers that belong together, such as those of three phases.</summary>
    /// <param name="name">Name of the value.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="count">How many of them count.</param>
    public void Numbers(string name, int[] values, int count)
    {
        if (_json != null)
        {
            _json.Name(name);
            _json.StartArray();
            for (int i = 0; i < count; i++) _json.Number(values[i]);
            _json.EndArray();
            return;
        }

        string text = "";
        for (int i = 0; i < count; i++) text += (i > 0 ? " / " : "") + Unit.ToText(name, values[i]);
        Put(Label(name, Unit.SuffixOf(name).Length), text);
    }

    /// <summary>Yes or no.</summary>
    /// <param name="name">Name of the value.</param>
    /// <param name="value">True for yes.</param>
    public void Flag(string name, bool value)
    {
        if (_json != null) _json.Member(name, value);
        else Put(Label(name, 0), value ? "yes" : "no");
    }

    /// <summary>A time of day.</summary>
    /// <param name="name">Name of the value.</param>
    /// <param name="unixMs">Milliseconds since 1970; 0 or less: not known.</param>
    public void Time(string name, long unixMs) => Text(name, unixMs > 0 ? Iso8601.ToText(unixMs) : null);

    /// <summary>A remark for people; a program does not get it.</summary>
    /// <param name="text">One line.</param>
    public void Remark(string text)
    {
        if (_json != null) return;
        Flush();
        _reply.Line(_indent + text);
    }

    /// <summary>The record is complete.</summary>
    public void End()
    {
        if (_json == null)
        {
            Flush();
            _indent = "";
            return;
        }

        _json.EndObject();
        if (_json.Overflowed) throw new System.InvalidOperationException("the record is too long");
        _reply.Line(Encoding.UTF8.GetString(_json.Buffer, _json.Start, _json.Length));
        _json.Reset();
        _json.StartObject();
    }

    private void Head(string text)
    {
        if (_inRows) _line = text;
        else _reply.Line(text);
        _indent = "  ";
    }

    private void Put(string label, string value)
    {
        if (!_inRows)
        {
            _reply.Line($"{_indent}{label}: {value}");
            return;
        }

        string text = label + " " + value;
        bool isFirst = _line.Length == 0 || _line.EndsWith(":");
        if (_line.Length > 0 && _line.Length + 2 + text.Length > Columns)
        {
            _reply.Line(isFirst ? _line : _line + ",");
            _line = "    " + text;
            return;
        }

        _line += _line.Length == 0 ? text : (isFirst ? " " : ", ") + text;
    }

    private void Flush()
    {
        if (_line.Length > 0) _reply.Line(_line);
        _line = "";
    }

    // offeredMilliamps -> offered
    private static string Label(string name, int suffixLength)
    {
        int length = name.Length - suffixLength;
        StringBuilder label = new();
        char[] characters = name.ToCharArray();
        for (int i = 0; i < length; i++)
        {
            char c = characters[i];
            bool capital = c >= 'A' && c <= 'Z';
            if (capital && i > 0) label.Append(' ');
            label.Append(capital ? (char)(c + ('a' - 'A')) : c);
        }

        return label.ToString();
    }
}
