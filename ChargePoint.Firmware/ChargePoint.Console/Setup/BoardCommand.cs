using System.Text;
using ChargePoint.Features;
using ChargePoint.Hal;

namespace ChargePoint.Console;

/// <summary>
/// board: the description of the board. A new one is pasted, on one line or several, and ends with the closing brace of its object or with an
/// empty line; it is judged as a whole, and counts after the restart that follows.
/// </summary>
public sealed class BoardCommand : IConsoleCommand, ILineTaker, ICancellable
{
    private readonly ISetupHost _host;
    private readonly ConsoleShell _shell;
    private readonly RestartProcedure _restart;
    private byte[]? _text;
    private int _count; // more than fits: it is too long
    private int _depth;
    private bool _inText;
    private bool _isEscaped;
    private bool _applies;

    /// <summary>Makes the command.</summary>
    /// <param name="host">Names board and description.</param>
    /// <param name="shell">Hands over the lines that follow.</param>
    /// <param name="restart">Restarts in order.</param>
    public BoardCommand(ISetupHost host, ConsoleShell shell, RestartProcedure restart)
    {
        _host = host;
        _shell = shell;
        _restart = restart;
    }

    /// <inheritdoc/>
    public string Forms =>
        "board [--json] -- the board and its description, a section a line\n" +
        "board check [JSON...] -- judges a description; paste it\n" +
        "!board apply [JSON...] -- judges it, stores it and restarts; paste it";

    string ILineTaker.Name => "board";

    string ILineTaker.Prompt => "";

    bool ILineTaker.IsSecret => false;

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (form == 0)
        {
            Show(line, reply);
            return;
        }

        if (_host.Description == null)
        {
            reply.Fail("this board is not described");
            return;
        }

        _applies = form == 2;
        _text = new byte[_host.Description.LongestText];
        _count = _depth = 0;
        _inText = _isEscaped = false;
        _shell.LetCancel(this);
        if (line.Count == 2) _shell.TakeLines(this);
        else if (TakeLine(line.From(2), reply)) End(reply);
    }

    /// <inheritdoc/>
    public bool TakeLine(string text, IConsoleReply reply)
    {
        if (text.Trim().Length > 0 && !Add(text)) return true;
        End(reply);
        return false;
    }

    /// <inheritdoc/>
    public void Cancel() => _text = null;

    // True once the object is complete.
    private bool Add(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line + "\n");
        bool wasOpen = _depth > 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            if (_count < _text!.Length) _text[_count] = bytes[i];
            if (_count < _text.Length || i < bytes.Length - 1) _count++; // a line feed at the end is one byte that nobody needs
            byte c = bytes[i];
            if (_isEscaped) _isEscaped = false;
            else if (_inText) Within(c);
            else if (c == (byte)'"') _inText = true;
            else if (c == (byte)'{' || c == (byte)'[') _depth++;
            else if (c == (byte)'}' || c == (byte)']') _depth--;
            wasOpen |= _depth > 0;
        }

        _inText = false; // a text of JSON ends on its line
        _isEscaped = false;
        return wasOpen && _depth <= 0;
    }

    private void Within(byte c)
    {
        _isEscaped = c == (byte)'\\';
        if (c == (byte)'"') _inText = false;
    }

    private void End(IConsoleReply reply)
    {
        byte[] text = _text!;
        IBoardDescription description = _host.Description!;
        _text = null;
        if (_count == 0 || _count > text.Length)
        {
            reply.Fail(_count == 0 ? "nothing was pasted" : $"longer than {text.Length} bytes");
            return;
        }

        string[] errors = description.Check(text, _count, out string[] sections);
        if (errors.Length > 0)
        {
            foreach (string error in errors) reply.Line(error);
            reply.Fail(errors.Length == 1 ? "1 error; nothing was changed" : $"{errors.Length} errors; nothing was changed");
            return;
        }

        if (!_applies)
        {
            foreach (string section in sections) reply.Line(section);
        }
        else if (_restart.IsUnderWay || !description.Store(text, _count))
        {
            reply.Fail(_restart.IsUnderWay ? "a restart is under way already" : "the flash does not take it");
            return;
        }
        else
        {
            reply.Line("stored; the charge point restarts now");
        }

        reply.Done();
        if (_applies) _restart.Begin(StopReason.Reboot);
    }

    private void Show(CommandLine line, IConsoleReply reply)
    {
        byte[]? text = _host.Description?.Read();
        if (line.IsJson)
        {
            reply.Line(text == null ? "null" : OnOneLine(text));
            reply.Done();
            return;
        }

        reply.Line(_host.BoardName);
        if (text == null)
        {
            reply.Line("without a description ('board apply')");
        }
        else
        {
            string[] errors = _host.Description!.Check(text, text.Length, out string[] sections);
            foreach (string error in errors) reply.Line("wrong: " + error);
            foreach (string section in sections) reply.Line(section);
        }

        reply.Done();
    }

    // As it is stored, but for blanks and line feeds between its parts.
    private static string OnOneLine(byte[] text)
    {
        int count = 0;
        bool inText = false;
        bool isEscaped = false;
        for (int i = 0; i < text.Length; i++)
        {
            byte c = text[i];
            if (!inText && c <= (byte)' ') continue;
            if (isEscaped) isEscaped = false;
            else if (inText && c == (byte)'\\') isEscaped = true;
            else if (c == (byte)'"') inText = !inText;
            text[count++] = c;
        }

        return Encoding.UTF8.GetString(text, 0, count);
    }
}
