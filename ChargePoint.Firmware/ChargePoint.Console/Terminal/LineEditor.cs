using System;
using System.Text;

namespace ChargePoint.Console;

/// <summary>
/// The line that is being typed, in UTF-8, and its picture on a terminal of 80 columns. A line that is longer than the screen is wide is shown
/// around the cursor. Drawing is left to the end of what has come at once, so that a paste costs one picture and not one a character.
/// </summary>
internal sealed class LineEditor
{
    private const int UsualBytes = 128;
    private const int LeastWidth = 20;

    private readonly LineHistory _history = new();
    private byte[] _line = new byte[UsualBytes];
    private int _cursor;
    private int _characters;
    private int _place;
    private string _draft = "";
    private int _drawn;
    private bool _isShown;
    private bool _isTail; // the screen shows the line's beginning, and the cursor behind it
    private bool _wipes; // the screen, before the line is shown again
    private bool _hasChanged;

    /// <summary>Length of the line in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>The line.</summary>
    public string Text => Encoding.UTF8.GetString(_line, 0, Length);

    /// <summary>The line up to the cursor.</summary>
    public string TextToCursor => Encoding.UTF8.GetString(_line, 0, _cursor);

    /// <summary>Inserts characters at the cursor.</summary>
    /// <param name="bytes">Holds them, whole.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="count">Number of bytes.</param>
    /// <returns>False if the line would be longer than <see cref="ConsoleShell.LongestLine"/> bytes; it is as before then.</returns>
    public bool Insert(byte[] bytes, int offset, int count)
    {
        if (Length + count > ConsoleShell.LongestLine) return false;
        Reserve(Length + count);
        if (_cursor < Length)
        {
            Array.Copy(_line, _cursor, _line, _cursor + count, Length - _cursor);
            _isTail = false;
        }

        Array.Copy(bytes, offset, _line, _cursor, count);
        _cursor += count;
        Length += count;
        _characters += Characters(bytes, offset, offset + count);
        _hasChanged = true;
        return true;
    }

    /// <summary>Empties the line, and gives back what a long one took.</summary>
    public void Clear()
    {
        if (_line.Length > UsualBytes) _line = new byte[UsualBytes];
        Length = _cursor = _characters = 0;
        _place = _history.Count;
        _draft = "";
        Change();
    }

    /// <summary>Keeps the line for the arrow keys.</summary>
    public void Keep() => _history.Add(Text);

    /// <summary>Moves the cursor, or deletes.</summary>
    /// <param name="key">What is asked for.</param>
    public void Press(EditKey key)
    {
        int before = _cursor;
        switch (key)
        {
            case EditKey.Left: _cursor = Left(_cursor); break;
            case EditKey.Right: _cursor = Right(_cursor); break;
            case EditKey.Home: _cursor = 0; break;
            case EditKey.End: _cursor = Length; break;
            case EditKey.Backspace: Delete(Left(_cursor), _cursor); break;
            case EditKey.Delete: Delete(_cursor, Right(_cursor)); break;
            case EditKey.KillLine: Delete(0, _cursor); break;
            case EditKey.KillToEnd: Delete(_cursor, Length); break;
            case EditKey.KillWord: Delete(WordStart(), _cursor); break;
            case EditKey.Redraw:
                _wipes = true;
                Change();
                break;
            default: break;
        }

        if (_cursor != before) Change();
    }

    /// <summary>Goes to an older or newer line.</summary>
    /// <param name="step">-1 or 1.</param>
    public void Recall(int step)
    {
        int place = _place + step;
        if (place < 0 || place > _history.Count) return;
        string draft = _place == _history.Count ? Text : _draft;
        byte[] line = Encoding.UTF8.GetBytes(place == _history.Count ? draft : _history[place]);
        Clear();
        Insert(line, 0, line.Length);
        _place = place;
        _draft = draft;
    }

    /// <summary>Brings the screen up to date.</summary>
    /// <param name="ring">Takes what is to be sent; has 512 bytes of room.</param>
    /// <param name="prompt">What stands before the line.</param>
    /// <param name="isSecret">Whether stars are shown.</param>
    public void Show(OutputRing ring, string prompt, bool isSecret)
    {
        if (_isShown && !_hasChanged) return;
        int width = Report.Columns - prompt.Length;
        if (width < LeastWidth) width = LeastWidth;
        _hasChanged = false;
        if (_wipes)
        {
            ring.Put("\x1B[H\x1B[2J");
            _wipes = false;
            _isShown = false;
        }

        if (_isShown && _isTail && _characters <= width)
        {
            Put(ring, _drawn, Length, isSecret);
            _drawn = Length;
            return;
        }

        int column = Characters(_line, 0, _cursor);
        int skipped = column > width ? column - width : 0;
        int start = Forward(0, skipped);
        int end = Forward(start, width);
        if (_isShown) ring.Put("\r");
        ring.Put(prompt);
        Put(ring, start, end, isSecret);
        if (_isShown) ring.Put("\x1B[K");
        if (end != _cursor)
        {
            int right = prompt.Length + column - skipped;
            ring.Put(right > 0 ? "\r\x1B[" + right.ToString() + "C" : "\r");
        }

        _isShown = true;
        _isTail = _cursor == Length && skipped == 0;
        _drawn = Length;
    }

    /// <summary>Takes prompt and line off the screen; the cursor stands at the beginning of an empty line then.</summary>
    /// <param name="ring">Takes what is to be sent.</param>
    public void Hide(OutputRing ring)
    {
        if (_isShown) ring.Put("\r\x1B[K");
        _isShown = false;
    }

    /// <summary>Leaves prompt and line where they are, and goes to the next line.</summary>
    /// <param name="ring">Takes what is to be sent.</param>
    public void Leave(OutputRing ring)
    {
        ring.Put("\r\n");
        _isShown = false;
    }

    // Not just at its end
    private void Change()
    {
        _isTail = false;
        _hasChanged = true;
    }

    private static bool IsInside(byte value) => (value & 0xC0) == 0x80;

    private static int Characters(byte[] bytes, int from, int end)
    {
        int count = 0;
        for (int i = from; i < end; i++)
        {
            if (!IsInside(bytes[i])) count++;
        }

        return count;
    }

    private int Left(int at)
    {
        if (at > 0) at--;
        while (at > 0 && IsInside(_line[at])) at--;
        return at;
    }

    private int Right(int at)
    {
        if (at < Length) at++;
        while (at < Length && IsInside(_line[at])) at++;
        return at;
    }

    private int Forward(int at, int characters)
    {
        for (int i = 0; i < characters && at < Length; i++) at = Right(at);
        return at;
    }

    private int WordStart()
    {
        int at = _cursor;
        while (at > 0 && _line[at - 1] == ' ') at--;
        while (at > 0 && _line[at - 1] != ' ') at--;
        return at;
    }

    private void Delete(int from, int end)
    {
        if (from == end) return;
        _characters -= Characters(_line, from, end);
        Array.Copy(_line, end, _line, from, Length - end);
        Length -= end - from;
        _cursor = from;
        Change();
    }

    private void Put(OutputRing ring, int from, int end, bool isSecret)
    {
        if (isSecret) ring.Put(new string('*', Characters(_line, from, end)));
        else ring.Put(_line, from, end - from);
    }

    private void Reserve(int length)
    {
        if (length <= _line.Length) return;
        int size = _line.Length;
        while (size < length) size *= 2;
        byte[] larger = new byte[size];
        Array.Copy(_line, 0, larger, 0, Length);
        _line = larger;
    }
}
