using System;
using System.Collections;
using ChargePoint.Security;

namespace ChargePoint.Console;

/// <summary>Takes a line beside the command that waits for one: a simulator's bench, which has to act while the charge point asks.</summary>
/// <param name="text">The line.</param>
/// <param name="reply">Takes lines of an answer, and no end of it: that belongs to the command.</param>
/// <returns>False if the line is the command's.</returns>
public delegate bool LineAside(string text, IConsoleReply reply);

/// <summary>
/// The technician's console: finds the command that a line names and has it carried out. One command at a time; each terminal has a shell
/// of its own. Runs on the event loop.
/// </summary>
public sealed class ConsoleShell
{
    /// <summary>Longest line that is accepted, in characters.</summary>
    public const int LongestLine = 4096;

    private readonly ArrayList _commands = new();
    private RunningReply? _running;
    private ILineTaker? _taker;
    private ILongAnswer? _rest;
    private IConsoleReply? _restReply;
    private ICancellable? _cancellable;

    /// <summary>What opens the dangerous commands; null leaves them open.</summary>
    public ServicePin? Pin { get; set; }

    /// <summary>Takes lines that are meant for somebody else, even while a command waits for an answer; null on a device.</summary>
    public LineAside? Aside { get; set; }

    /// <summary>Adds a command. It takes the place of one with the same name.</summary>
    /// <param name="command">The command.</param>
    public void Add(IConsoleCommand command)
    {
        CommandForm form = new(command.Forms);
        form.Next();
        IConsoleCommand? other = Find(form.Name);
        if (other == null) _commands.Add(command);
        else _commands[_commands.IndexOf(other)] = command;
    }

    /// <summary>Number of commands.</summary>
    public int Count => _commands.Count;

    /// <summary>A command.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1, in the order in which they were added.</param>
    public IConsoleCommand this[int index] => (IConsoleCommand)_commands[index]!;

    /// <summary>True while a command has not answered yet.</summary>
    public bool IsBusy => _running != null;

    /// <summary>True while the lines that follow belong to a command that waits for them.</summary>
    public bool IsTakingLines => _taker != null;

    /// <summary>What stands before the line that a command waits for; "" if none does, or for a paste.</summary>
    public string Prompt => _taker != null ? _taker.Prompt : "";

    /// <summary>True if the line that a command waits for is a secret.</summary>
    public bool AwaitsSecret => _taker != null && _taker.IsSecret;

    /// <summary>Hands the lines that follow to a command, until it has enough. The answer comes after the last of them.</summary>
    /// <param name="taker">The command.</param>
    public void TakeLines(ILineTaker taker) => _taker = taker;

    /// <summary>The answer of the present command goes on in pieces, see <see cref="Pump"/>; then it is done.</summary>
    /// <param name="rest">Writes them.</param>
    public void AnswerAtLength(ILongAnswer rest) => _rest = rest;

    // Where a command has another one carried out, the long answer of that one is not its own end.
    internal void EndRestBy(IConsoleReply reply) => _restReply = reply;

    /// <summary>The present command goes on for a while, and can be ended by <see cref="Cancel"/>.</summary>
    /// <param name="cancellable">Ends it.</param>
    public void LetCancel(ICancellable cancellable) => _cancellable = cancellable;

    /// <summary>Carries out a line. An empty one does nothing and is done.</summary>
    /// <param name="text">The line, without line feed.</param>
    /// <param name="reply">Takes the answer.</param>
    public void Execute(string text, IConsoleReply reply)
    {
        if (_running != null && _taker == null)
        {
            reply.Fail("the last command has not answered yet");
            return;
        }

        ILineTaker? taker = _taker;
        if (taker != null && !taker.IsSecret && Aside != null && Aside(text, reply)) return;
        _taker = null;
        RunningReply running = _running ?? new RunningReply(this);
        running.Target = reply;
        _running = running;
        if (text.Length > LongestLine)
        {
            Failed(running, $"the line is longer than {LongestLine} characters");
            return;
        }

        string name = "";
        try
        {
            if (taker != null)
            {
                name = taker.Name;
                if (taker.TakeLine(text, running) && _taker == null) _taker = taker;
            }
            else
            {
                CommandLine line = new(text);
                if (line.Count > 0) name = line.Word(0);
                Execute(line, running);
            }
        }
        catch (Exception e)
        {
            Failed(running, $"{name} failed: {e.Message}");
        }
    }

    /// <summary>Goes on with a long answer. Whoever shows the answers calls it while there is room for more.</summary>
    /// <returns>True if there is more to come.</returns>
    public bool Pump()
    {
        if (_rest == null || _running == null) return false;
        RunningReply running = _running;
        IConsoleReply reply = _restReply ?? running;
        try
        {
            if (_rest.WriteNext(reply)) return true;
            _rest = null;
            reply.Done();
        }
        catch (Exception e)
        {
            Failed(running, "failed: " + e.Message);
        }

        return false;
    }

    /// <summary>Ends the command that runs, or the paste, before its time. Does nothing if there is none.</summary>
    /// <param name="reason">What its answer is.</param>
    public void Cancel(string reason = "cancelled")
    {
        if (_running != null) Failed(_running, reason);
    }

    /// <summary>Ends the command that runs in order, if it is one that goes on until somebody has seen enough.</summary>
    /// <returns>False if it is not.</returns>
    public bool End()
    {
        if (_cancellable is not IEndable endable) return false;
        endable.End();
        return true;
    }

    /// <summary>Finds a command.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The command, or null.</returns>
    public IConsoleCommand? Find(string name)
    {
        foreach (IConsoleCommand command in _commands)
        {
            string forms = command.Forms;
            int start = 0;
            while (forms[start] == '!' || forms[start] == '*') start++;
            int end = start + name.Length;
            if (name.Length > 0 && forms.Length > end && forms[end] == ' ' && forms.Substring(start, name.Length) == name) return command;
        }

        return null;
    }

    /// <summary>Finds the form of a command that a line is written in.</summary>
    /// <param name="line">The line, with one word or more.</param>
    /// <param name="index">Index of the form, -1 if none fits.</param>
    /// <returns>The form, or null if there is no such command or no form of it fits.</returns>
    public CommandForm? FormOf(CommandLine line, out int index)
    {
        index = -1;
        IConsoleCommand? command = Find(line.Word(0));
        if (command == null) return null;
        CommandForm form = new(command.Forms);
        for (int i = 0; form.Next(); i++)
        {
            if (!form.Fits(line)) continue;
            index = i;
            return form;
        }

        return null;
    }

    internal void OnEnded()
    {
        _running = null;
        _taker = null;
        _rest = null;
        _restReply = null;
        _cancellable = null;
    }

    // Whatever ends a command before its time: it has to put back what it has begun.
    private void Failed(RunningReply running, string reason)
    {
        ICancellable? cancellable = _running == running ? _cancellable : null;
        running.Fail(reason);
        cancellable?.Cancel();
    }

    private void Execute(CommandLine line, IConsoleReply reply)
    {
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

        CommandForm? form = FormOf(line, out int index);
        if (form == null) reply.Fail("usage: " + UsageFor(command, line));
        else if (Pin != null && !Pin.IsOpen && (form.IsDangerous || Protection.Covers(line))) reply.Fail("needs the service PIN: 'service PIN'");
        else command.Execute(index, line, reply);
    }

    // Of several forms, those that are meant: where the second word is right, the others are no help.
    private static string UsageFor(IConsoleCommand command, CommandLine line)
    {
        string all = "";
        string meant = "";
        CommandForm form = new(command.Forms);
        while (form.Next())
        {
            all += (all.Length > 0 ? " | " : "") + form.Usage;
            if (line.Count > 1 && form.Words.Length > 1 && !CommandForm.IsPlaceholder(CommandForm.Bare(form.Words[1])) && form.FitsWord(1, line.Word(1)))
            {
                meant += (meant.Length > 0 ? " | " : "") + form.Usage;
            }
        }

        return meant.Length > 0 ? meant : all;
    }

    private static string Shortened(string word) => word.Length > 30 ? word.Substring(0, 30) : word;
}
