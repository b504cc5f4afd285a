using System;
using ChargePoint.Hal;

namespace ChargePoint.Console;

/// <summary>A terminal that is in use: what is being typed, the shell, and what is still to be sent.</summary>
internal sealed class ActiveTerminal : IConsoleReply
{
    // Lines are taken, and answers go on, while less than this waits to be sent: the picture of a line and a short answer fit then.
    private const int BusyBytes = OutputRing.UsualBytes / 2;
    private const int RoomForEnd = 1024;
    private const int LongestReason = 240;
    private const int ChunkBytes = 128;
    private const int MostChunks = 2;
    private const int MostPieces = 32;
    private const int CutOffMs = 500;
    private const int GraceMs = 1000;

    private readonly Terminal _terminal;
    private readonly IConsolePort _port;
    private readonly OutputRing _ring = new();
    private readonly LineEditor _editor = new();
    private readonly KeyDecoder _keys = new();
    private readonly byte[] _chunk = new byte[ChunkBytes];
    private ConsoleShell? _shell;
    private long _lastMs;
    private long _renewMs;
    private int _from;
    private int _end;
    private int _lost;
    private bool _isTouched;
    private bool _isTooLong;
    private bool _isSecret;
    private bool _hasTabbed;

    public ActiveTerminal(Terminal terminal, long nowMs)
    {
        _terminal = terminal;
        _port = terminal.Port;
        _lastMs = nowMs;
    }

    /// <summary>True while a command has not answered yet.</summary>
    public bool IsBusy => _shell != null && _shell.IsBusy;

    /// <summary>True while a command waits for a line.</summary>
    public bool AwaitsLine => _shell != null && _shell.IsTakingLines;

    /// <summary>True while there is something to do soon, without another byte.</summary>
    public bool IsPending => _ring.Used > 0 || _lost > 0 || (_from < _end && !IsBusy);

    /// <summary>True if there was no more to do than to show notices.</summary>
    public bool IsDone => !_isTouched && _ring.Used == 0 && _lost == 0;

    // Its lines are taken as fast as they come; where the port cannot show them as fast, they are not shown.
    private bool IsPaste => AwaitsLine && _shell!.Prompt.Length == 0;

    private ConsoleShell Shell => _shell ??= _terminal.MakeShell();

    /// <summary>For how long nothing was typed, in milliseconds.</summary>
    public long SilenceMs(long nowMs) => nowMs - _lastMs;

    /// <summary>Takes the byte with which it begins.</summary>
    public void Begin(byte first)
    {
        _chunk[_end++] = first;
        _isTouched = true;
    }

    /// <summary>Sends, takes what was typed, and goes on with a long answer.</summary>
    public void Look(long nowMs)
    {
        _ring.Drain(_port);
        if (_renewMs > 0 && (!IsBusy || nowMs >= _renewMs)) Abandon("no answer: the charge point has restarted");
        for (int i = 0; i < MostChunks && Fill(nowMs); i++)
        {
            bool goesOn = Work();
            Show();
            _ring.Drain(_port);
            if (!goesOn) break;
        }

        for (int i = 0; i < MostPieces && _shell != null && _ring.Used <= BusyBytes && _shell.Pump(); i++) _ring.Drain(_port);
        if (_lost > 0 && _ring.Used == 0) TellLost();
        Show();
        _ring.Drain(_port);
    }

    /// <summary>Shows a line that comes of itself. Answers come first: it finds room only while little waits.</summary>
    public void Notice(string text)
    {
        _ring.Drain(_port);
        if (_ring.Used > BusyBytes) _lost++;
        else Print(text, _ring.Used == 0 ? OutputRing.MostBytes - RoomForEnd : OutputRing.UsualBytes);
    }

    /// <summary>Takes the prompt off the screen: what comes next begins anew.</summary>
    public void Close()
    {
        _editor.Hide(_ring);
        _ring.Drain(_port);
    }

    /// <summary>The shell is dropped, as soon as the command that runs has answered, or has had the time to.</summary>
    public void Renew(long nowMs) => _renewMs = nowMs + GraceMs;

    /// <summary>Ends a command that runs, and drops the shell.</summary>
    public void Abandon(string reason)
    {
        _shell?.Cancel(reason);
        _shell = null;
        _renewMs = 0;
    }

    // Where one line has found no room, those behind it are lost as well: what is shown has one gap.
    public void Line(string text)
    {
        if (_lost > 0 && _ring.Used > BusyBytes) _lost++;
        else Print(text, OutputRing.MostBytes - RoomForEnd);
    }

    public void Done() => End("ok");

    public void Fail(string reason) => End("error: " + reason);

    private void End(string text)
    {
        if (_isSecret) _editor.Clear(); // what was typed so far would be shown as the next command
        _isSecret = false;
        int lost = _lost;
        Print(text, OutputRing.MostBytes);
        if (_lost <= lost || text.Length <= LongestReason) return;
        _lost--;
        Print(text.Substring(0, LongestReason) + "...", OutputRing.MostBytes);
    }

    private void Print(string text, int most)
    {
        _editor.Hide(_ring);
        if (_lost > 0) TellLost();
        if (!_ring.Put(text + "\r\n", most)) _lost++;
    }

    private void TellLost()
    {
        _editor.Hide(_ring);
        if (_ring.Put($"... {_lost} lines lost\r\n", OutputRing.MostBytes - RoomForEnd)) _lost = 0;
    }

    // Reads on behind what waits.
    private bool Fill(long nowMs)
    {
        if (_from == _end) _from = _end = 0;
        int count = _end < ChunkBytes ? _port.Receive(_chunk, _end, ChunkBytes - _end) : 0;
        if (count <= 0) return _from < _end;
        _isTouched = true;
        if (nowMs - _lastMs > CutOffMs) _keys.Reset();
        _lastMs = nowMs;
        _end += count;
        return true;
    }

    // False: the rest waits, for a command or for the port.
    private bool Work()
    {
        while (_from < _end)
        {
            if (IsBusy && !AwaitsLine)
            {
                if (!EndsCommand()) return false;
                continue;
            }

            if (_ring.Used > BusyBytes && !IsPaste) return false;
            int run = _keys.Run(_chunk, _from, _end);
            if (run > 0)
            {
                _from += run;
                Insert(_chunk, _from - run, run);
                continue;
            }

            EditKey key = _keys.Take(_chunk[_from++]);
            if (key != EditKey.None) Press(key);
        }

        return true;
    }

    // While a command runs, what is typed waits; but Ctrl-C is seen, and Enter by a command that goes on until somebody has seen enough.
    private bool EndsCommand()
    {
        for (int i = _from; i < _end; i++)
        {
            if (_chunk[i] != 3) continue;
            _from = i + 1;
            _shell!.Cancel();
            return true;
        }

        bool isEnter = _chunk[_from] == 13 || _chunk[_from] == 10;
        if (!isEnter || _terminal.IsPlain || !_shell!.End()) return false;
        _keys.Take(_chunk[_from++]);
        return true;
    }

    private void Press(EditKey key)
    {
        bool isPlain = _terminal.IsPlain;
        bool hasTabbed = _hasTabbed;
        _hasTabbed = false;
        if (key == EditKey.Character) Insert(_keys.Bytes, 0, _keys.Count);
        else if (key == EditKey.Enter) Enter();
        else if (key == EditKey.Interrupt) Interrupt();
        else if (key == EditKey.EndOfInput && _editor.Length == 0) EndInput();
        else if (isPlain)
        {
            if (key == EditKey.Complete) Insert(new byte[] { (byte)' ' }, 0, 1); // a tab between words
        }
        else if (key == EditKey.Complete) Complete(hasTabbed);
        else if (key == EditKey.Up || key == EditKey.Down)
        {
            if (!AwaitsLine) _editor.Recall(key == EditKey.Up ? -1 : 1);
        }
        else _editor.Press(key == EditKey.EndOfInput ? EditKey.Delete : key);
    }

    private void Insert(byte[] bytes, int offset, int count)
    {
        _hasTabbed = false;
        if (_isTooLong || TryInsert(bytes, offset, count)) return;
        _isTooLong = true; // the rest of the line is dropped
        _editor.Clear();
    }

    // What finds no memory is too long as well.
    private bool TryInsert(byte[] bytes, int offset, int count)
    {
        try
        {
            return _editor.Insert(bytes, offset, count);
        }
        catch (OutOfMemoryException)
        {
            return false;
        }
    }

    private void Enter()
    {
        if (!_terminal.IsPlain && _ring.Used <= BusyBytes)
        {
            Show();
            _editor.Leave(_ring);
        }

        string text = _editor.Text;
        if (!_terminal.IsPlain && !AwaitsLine && text.Length > 0 && IsKept(text)) _editor.Keep();
        _editor.Clear();
        _isSecret = false;
        if (_isTooLong)
        {
            _isTooLong = false;
            string reason = $"the line is longer than {ConsoleShell.LongestLine} bytes";
            if (IsBusy) _shell!.Cancel(reason);
            else Fail(reason);
            return;
        }

        if (text.Length == 0 && !AwaitsLine) Done();
        else Shell.Execute(text, this);
        if (_terminal.IsPlain && AwaitsLine && _shell!.Prompt.Length > 0) Line(_shell.Prompt + ":");
    }

    // A command that is written wrong may hold a secret where nobody knows of it.
    private bool IsKept(string text)
    {
        CommandLine line = new(text);
        IConsoleCommand? command = line.Count > 0 ? Shell.Find(line.Word(0)) : null;
        if (command == null) return false;
        CommandForm? form = Shell.FormOf(line, out int _);
        if (form != null) return !form.HasSecret;
        bool hasSecret = false;
        form = new CommandForm(command.Forms);
        while (form.Next()) hasSecret |= form.HasSecret;
        return !hasSecret;
    }

    private void Interrupt()
    {
        _isTooLong = false;
        if (!_terminal.IsPlain)
        {
            Show();
            _ring.Put("^C");
            _editor.Leave(_ring);
        }

        _editor.Clear();
        if (IsBusy) _shell!.Cancel();
    }

    private void EndInput()
    {
        if (_terminal.Ended == null || AwaitsLine) return;
        if (!_terminal.IsPlain) _editor.Leave(_ring);
        _ring.Drain(_port);
        _terminal.Ended();
    }

    private void Complete(bool again)
    {
        if (AwaitsLine || _isTooLong) return;
        Completion completion = new(Shell, _editor.TextToCursor);
        byte[] rest = System.Text.Encoding.UTF8.GetBytes(completion.Rest);
        if (rest.Length > 0) Insert(rest, 0, rest.Length);
        else if (completion.Count > 1 && again)
        {
            Show();
            _editor.Leave(_ring);
            completion.List(this);
        }
        else _hasTabbed = completion.Count > 1;
    }

    private void Show()
    {
        if (_terminal.IsPlain || !_isTouched || _ring.Used > BusyBytes) return;
        if (_shell == null || !_shell.IsBusy)
        {
            _editor.Show(_ring, "> ", false);
            return;
        }

        if (!_shell.IsTakingLines) return;
        string prompt = _shell.Prompt;
        _isSecret = _shell.AwaitsSecret;
        _editor.Show(_ring, prompt.Length > 0 ? prompt + ": " : "", _isSecret);
    }
}
