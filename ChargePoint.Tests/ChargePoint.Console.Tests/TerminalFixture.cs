using System;
using System.Text;
using ChargePoint.Hal;

namespace ChargePoint.Console.Tests;

/// <summary>A terminal of a whole charge point; the test types, and reads what was sent to the screen.</summary>
internal sealed class TerminalFixture : IConsolePort
{
    private byte[] _input = new byte[0];
    private int _taken;
    private byte[] _output = new byte[1024];
    private int _length;

    public TerminalFixture()
    {
        Console = new ConsoleFixture();
        Terminal = new Terminal(Console.Firmware.Loop, this, MakeShell);
        Terminal.Start();
    }

    public ConsoleFixture Console { get; }

    public Terminal Terminal { get; }

    /// <summary>The shell that was made last; null before the first.</summary>
    public ConsoleShell? Shell { get; private set; }

    public int Shells { get; private set; }

    /// <summary>Bytes that the port takes at once; 0 for none.</summary>
    public int Takes { get; set; } = int.MaxValue;

    /// <summary>What was sent, without what was read before by <see cref="Read"/>.</summary>
    public string Output => Encoding.UTF8.GetString(_output, 0, _length);

    /// <summary>Bytes that were not taken yet.</summary>
    public int Waiting => _input.Length - _taken;

    public void Type(string text) => Type(Encoding.UTF8.GetBytes(text));

    public void Type(byte[] bytes)
    {
        byte[] all = new byte[Waiting + bytes.Length];
        Array.Copy(_input, _taken, all, 0, Waiting);
        Array.Copy(bytes, 0, all, Waiting, bytes.Length);
        _input = all;
        _taken = 0;
    }

    /// <summary>Types, lets the terminal see it, and returns what it sent.</summary>
    public string Ask(string text)
    {
        Type(text);
        return Read();
    }

    /// <summary>Lets the terminal see what was typed, and returns what it sent since.</summary>
    public string Read(int milliseconds = 400)
    {
        Console.Run(milliseconds);
        string output = Output;
        _length = 0;
        return output;
    }

    public int Receive(byte[] buffer, int offset, int count)
    {
        if (count > Waiting) count = Waiting;
        Array.Copy(_input, _taken, buffer, offset, count);
        _taken += count;
        return count;
    }

    public int Send(byte[] buffer, int offset, int count)
    {
        if (count > Takes) count = Takes;
        if (_length + count > _output.Length)
        {
            byte[] larger = new byte[(_length + count) * 2];
            Array.Copy(_output, 0, larger, 0, _length);
            _output = larger;
        }

        Array.Copy(buffer, offset, _output, _length, count);
        _length += count;
        return count;
    }

    private ConsoleShell MakeShell()
    {
        Shells++;
        Shell = Console.Firmware.NewConsole();
        Shell.Add(new CertificateCommand(Console, Shell));
        Shell.Add(new ProbeCommand(Shell));
        return Shell;
    }
}

/// <summary>A command that does what a terminal has to cope with.</summary>
internal sealed class ProbeCommand : IConsoleCommand, ILineTaker, ICancellable, ILongAnswer
{
    private readonly ConsoleShell _shell;
    private int _next;

    public ProbeCommand(ConsoleShell shell) => _shell = shell;

    public string Forms =>
        "probe lines COUNT -- as many lines at once\n" +
        "probe pieces COUNT -- as many lines in pieces\n" +
        "probe ask -- asks for a name and a secret\n" +
        "probe wait -- waits until it is cancelled\n" +
        "*probe secret WORD -- keeps a secret";

    public int Cancelled { get; private set; }

    public string Answers { get; private set; } = "";

    public IConsoleReply? Reply { get; private set; }

    string ILineTaker.Name => "probe";

    string ILineTaker.Prompt => _next == 0 ? "name" : "PIN";

    bool ILineTaker.IsSecret => _next == 1;

    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        Reply = reply;
        _next = 0;
        switch (line.Word(1))
        {
            case "lines":
                line.Number(2, "COUNT", 1, 1000, 1, reply, out int count);
                for (int i = 0; i < count; i++) reply.Line(Numbered(i));
                reply.Done();
                break;
            case "pieces":
                line.Number(2, "COUNT", 1, 1000, 1, reply, out _pieces);
                _shell.AnswerAtLength(this);
                break;
            case "ask":
                _shell.TakeLines(this);
                break;
            case "wait":
                _shell.LetCancel(this);
                break;
            default:
                reply.Done();
                break;
        }
    }

    public static string Numbered(int i) => "line " + i.ToString("D4") + " of an answer that is as long as they come, more or less";

    private int _pieces;

    public bool WriteNext(IConsoleReply reply)
    {
        reply.Line(Numbered(_next++));
        return _next < _pieces;
    }

    public bool TakeLine(string text, IConsoleReply reply)
    {
        Answers += text + ";";
        if (++_next < 2) return true;
        reply.Done();
        return false;
    }

    public void Cancel() => Cancelled++;
}
