using System.Collections;
using System.Text;

namespace ChargePoint.Console;

/// <summary>Lines that were typed, the newest last; never more than <see cref="MostBytes"/>.</summary>
internal sealed class LineHistory
{
    /// <summary>Most bytes of all lines together.</summary>
    public const int MostBytes = 512;

    private readonly ArrayList _lines = new();
    private int _bytes;

    /// <summary>Number of lines.</summary>
    public int Count => _lines.Count;

    /// <summary>A line.</summary>
    /// <param name="index">0 is the oldest.</param>
    public string this[int index] => (string)_lines[index]!;

    /// <summary>Keeps a line, unless it is empty, too long, or the same as the last one.</summary>
    /// <param name="line">The line.</param>
    public void Add(string line)
    {
        int length = Encoding.UTF8.GetBytes(line).Length;
        if (length == 0 || length > MostBytes || (Count > 0 && this[Count - 1] == line)) return;
        _bytes += length;
        while (_bytes > MostBytes)
        {
            _bytes -= Encoding.UTF8.GetBytes(this[0]).Length;
            _lines.RemoveAt(0);
        }

        _lines.Add(line);
    }
}
