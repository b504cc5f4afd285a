using System;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Console;

/// <summary>Makes the shell of a terminal.</summary>
/// <returns>A shell of its own for each call.</returns>
public delegate ConsoleShell ShellMaker();

/// <summary>
/// The technician's terminal on a byte stream: prompt, line editing, history and completion for people; <c>terminal plain</c> for programs.
/// Each line is answered by lines and then exactly one <c>ok</c> or <c>error: reason</c>. While nobody types, all that there is of it is a
/// look at the port ten times a second: its buffers and its shell are made with the first byte, and dropped after <see cref="SilenceMs"/>
/// without one. Waits for nothing: what the port does not take stays in a buffer of bounded size. Runs on the event loop.
/// </summary>
public sealed class Terminal
{
    /// <summary>After how long without a byte the buffers and the shell are dropped, in milliseconds. The next byte finds people, not a program.</summary>
    public const int SilenceMs = 300_000;

    /// <summary>After how long without a byte a command that waits for a line is cancelled, in milliseconds.</summary>
    public const int PatienceMs = 1_800_000;

    private const int IdleMs = 100;
    private const int ActiveMs = 10;
    private const int StaysActiveMs = 2_000;

    private readonly EventLoop _loop;
    private readonly LoopTimer _timer;
    private readonly ShellMaker _makeShell;
    private readonly byte[] _first = new byte[1];
    private ActiveTerminal? _active;

    /// <summary>Makes a terminal that does not look at its port yet.</summary>
    /// <param name="loop">Loop that it runs on.</param>
    /// <param name="port">The byte stream.</param>
    /// <param name="makeShell">Makes the shell when a command is typed.</param>
    public Terminal(EventLoop loop, IConsolePort port, ShellMaker makeShell)
    {
        _loop = loop;
        Port = port;
        _makeShell = makeShell;
        _timer = loop.CreateTimer(Look);
    }

    /// <summary>What Ctrl-D in an empty line does; null for nothing.</summary>
    public Action? Ended { get; set; }

    /// <summary>True while a program is at the other end: no prompt, no echo, no editing.</summary>
    public bool IsPlain { get; set; }

    /// <summary>True while there are buffers, since somebody types or is being told something.</summary>
    public bool IsActive => _active != null;

    internal IConsolePort Port { get; }

    /// <summary>Begins to look at the port.</summary>
    public void Start() => _timer.Start(0);

    /// <summary>Ends: the command that runs is cancelled, and nothing is read or written any more.</summary>
    public void Stop()
    {
        _timer.Stop();
        _active?.Abandon("the terminal has ended");
        _active = null;
    }

    /// <summary>The charge point behind the shell is another one: a command that still runs has failed, the next one gets a new shell.</summary>
    public void Renew() => _active?.Renew(_loop.NowMs);

    /// <summary>Shows a line that comes of itself, without tearing what is being typed; one that finds no room is counted and told of later. Called on the event loop.</summary>
    /// <param name="text">One line, without line feed.</param>
    public void Notice(string text)
    {
        if (!_timer.IsRunning) return;
        _active ??= new ActiveTerminal(this, _loop.NowMs);
        _active.Notice(text);
        _timer.Start(0);
    }

    internal ConsoleShell MakeShell()
    {
        ConsoleShell shell = _makeShell();
        shell.Add(new TerminalCommand(this));
        return shell;
    }

    private void Look()
    {
        _timer.Start(ActiveMs); // first: whatever happens, the port is looked at again
        if (_active == null)
        {
            if (Port.Receive(_first, 0, 1) <= 0)
            {
                _timer.Start(IdleMs);
                return;
            }

            _active = new ActiveTerminal(this, _loop.NowMs);
            _active.Begin(_first[0]);
        }

        _active.Look(_loop.NowMs);
        if (_active == null) return; // the command that was typed has stopped the terminal
        long silenceMs = _active.SilenceMs(_loop.NowMs);
        if (silenceMs >= PatienceMs && _active.AwaitsLine) _active.Abandon("nobody has answered");
        if (_active.IsDone || (silenceMs >= SilenceMs && !_active.IsPending && !_active.IsBusy))
        {
            if (!_active.IsDone) IsPlain = false;
            _active.Close();
            _active = null;
        }

        _timer.Start(_active != null && (_active.IsPending || silenceMs < StaysActiveMs) ? ActiveMs : IdleMs);
    }
}
