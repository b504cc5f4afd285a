using System;
using System.Collections;
using ChargePoint.Security;

namespace ChargePoint.Console;

/// <summary>Takes the answer to one command: any number of lines, then exactly one of done or failed.</summary>
public interface IConsoleReply
{
    /// <summary>A line of the answer.</summary>
    /// <param name="text">One line, without line feed.</param>
    void Line(string text);

    /// <summary>The command is done.</summary>
    void Done();

    /// <summary>The command was refused or failed, and has changed nothing.</summary>
    /// <param name="reason">Why, in one line.</param>
    void Fail(string reason);
}

/// <summary>One command of the technician's console.</summary>
public interface IConsoleCommand
{
    /// <summary>First word of the command.</summary>
    string Name { get; }

    /// <summary>How it is written, for example "config set KEY VALUE".</summary>
    string Usage { get; }

    /// <summary>What it does, in one line of at most 60 characters.</summary>
    string Summary { get; }

    /// <summary>Carries it out. May answer later; calls exactly one of done or failed in the end.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="reply">Takes the answer.</param>
    void Execute(CommandLine line, IConsoleReply reply);
}

/// <summary>The technician's console: finds the command that a line names and has it carried out. Runs on the event loop.</summary>
public sealed class ConsoleShell
{
    /// <summary>Longest line that is accepted, in characters.</summary>
    public const int LongestLine = 4096;

    private readonly ArrayList _commands = new();
    private ILineTaker? _taker;

    /// <summary>What opens the dangerous commands; null leaves them open.</summary>
    public ServicePin? Pin { get; set; }

    /// <summary>Adds a command.</summary>
    /// <param name="command">The command.</param>
    public void Add(IConsoleCommand command) => _commands.Add(command);

    /// <summary>Number of commands.</summary>
    public int Count => _commands.Count;

    /// <summary>A command.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1, in the order in which they were added.</param>
    public IConsoleCommand this[int index] => (IConsoleCommand)_commands[index]!;

    /// <summary>Hands the lines that follow to a command, until it has enough. The answer comes after the last of them.</summary>
    /// <param name="taker">The command.</param>
    public void TakeLines(ILineTaker taker) => _taker = taker;

    /// <summary>True while the lines that follow belong to a command that waits for them.</summary>
    public bool IsTakingLines => _taker != null;

    /// <summary>Carries out a line. An empty one does nothing and is done.</summary>
    /// <param name="text">The line, without line feed.</param>
    /// <param name="reply">Takes the answer.</param>
    public void Execute(string text, IConsoleReply reply)
    {
        reply = new PrintableReply(reply);
        if (text.Length > LongestLine)
        {
            _taker = null;
            reply.Fail($"the line is longer than {LongestLine} characters");
            return;
        }

        if (_taker != null)
        {
            TakeLine(_taker, text, reply);
            return;
        }

        CommandLine line = new(text);
        if (line.Count == 0)
        {
            reply.Done();
            return;
        }

        IConsoleCommand? command = Find(line.Word(0));
        if (command == null)
        {
            reply.Fail($"unknown command '{Shortened(line.Word(0))}', try 'help'");
            return;
        }

        if (Pin != null && !Pin.IsOpen && Protection.Covers(line))
        {
            reply.Fail("needs the service PIN: 'service PIN'");
            return;
        }

        try
        {
            command.Execute(line, reply);
        }
        catch (Exception e)
        {
            reply.Fail($"{command.Name} failed: {e.Message}");
        }
    }

    private void TakeLine(ILineTaker taker, string text, IConsoleReply reply)
    {
        _taker = null;
        try
        {
            if (taker.TakeLine(text, reply)) _taker = taker;
        }
        catch (Exception e)
        {
            reply.Fail($"{taker.Name} failed: {e.Message}");
        }
    }

    /// <summary>Finds a command.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The command, or null.</returns>
    public IConsoleCommand? Find(string name)
    {
        foreach (IConsoleCommand command in _commands)
        {
            if (command.Name == name) return command;
        }

        return null;
    }

    private static string Shortened(string word) => word.Length > 30 ? word.Substring(0, 30) : word;
}

/// <summary>
/// Keeps an answer to its lines: control characters become blanks. Neither noise on a serial line nor what the Central System
/// says can move the terminal's cursor or forge the end of a command.
/// </summary>
internal sealed class PrintableReply : IConsoleReply
{
    private readonly IConsoleReply _reply;

    public PrintableReply(IConsoleReply reply) => _reply = reply;

    public void Line(string text) => _reply.Line(Printable(text));

    public void Done() => _reply.Done();

    public void Fail(string reason) => _reply.Fail(Printable(reason));

    private static string Printable(string text)
    {
        char[] characters = text.ToCharArray();
        bool clean = true;
        for (int i = 0; i < characters.Length; i++)
        {
            if (characters[i] >= ' ' && (characters[i] < '\x7F' || characters[i] > '\x9F')) continue;
            characters[i] = ' ';
            clean = false;
        }

        return clean ? text : new string(characters);
    }
}
