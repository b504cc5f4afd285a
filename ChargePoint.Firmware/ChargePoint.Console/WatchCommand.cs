using System;
using ChargePoint.Runtime;

namespace ChargePoint.Console;

/// <summary>
/// watch: shows what another query finds once a second, until the time is over or somebody has seen enough. Of the log, it shows what is new.
/// </summary>
public sealed class WatchCommand : IConsoleCommand, IWordSource, IEndable, IConsoleReply
{
    /// <summary>Longest watch, in seconds.</summary>
    public const int MostSeconds = 3600;

    private const int UsualSeconds = 10;

    private static string[] Things => ["connector", "meter", "link", "queue", "system", "log", "status", "faults", "profiles"];

    private readonly ConsoleShell _shell;
    private readonly EventLoop _loop;
    private readonly LoopTimer _timer;
    private IConsoleReply? _reply;
    private CommandLine? _query;
    private IConsoleCommand? _command;
    private int _form;
    private int _left;
    private long _dueMs;
    private bool _hasLooked;

    /// <summary>Makes the command.</summary>
    /// <param name="shell">Knows the queries.</param>
    /// <param name="loop">Measures the seconds.</param>
    public WatchCommand(ConsoleShell shell, EventLoop loop)
    {
        _shell = shell;
        _loop = loop;
        _timer = loop.CreateTimer(Look);
    }

    /// <inheritdoc/>
    public string Forms => "watch THING [SECONDS] [--json] -- shows a query each second, 10 times if not said";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        string thing = line.Word(1);
        _command = IsThing(thing) ? _shell.Find(thing) : null;
        if (_command == null)
        {
            reply.Fail("nothing to watch: " + Known());
            return;
        }

        if (!line.Number(2, "SECONDS", 1, MostSeconds, UsualSeconds, reply, out _left)) return;
        _query = new CommandLine(line.IsJson ? thing + " --json" : thing);
        if (_shell.FormOf(_query, out _form) == null)
        {
            reply.Fail($"{thing} has no --json");
            return;
        }

        _reply = reply;
        _shell.LetCancel(this);
        _dueMs = _loop.NowMs;
        _hasLooked = false;
        Look();
    }

    /// <inheritdoc/>
    public string? WordFor(string placeholder, int index)
    {
        if (placeholder != "THING") return null;
        foreach (string thing in Things)
        {
            if (_shell.Find(thing) != null && index-- == 0) return thing;
        }

        return null;
    }

    /// <inheritdoc/>
    public void Cancel()
    {
        _timer.Stop();
        _reply = null;
    }

    void IEndable.End()
    {
        IConsoleReply? reply = _reply;
        Cancel();
        reply?.Done();
    }

    void IConsoleReply.Line(string text) => _reply?.Line(text);

    // The query is done, the watch goes on. One that took longer than a second is not caught up with.
    void IConsoleReply.Done()
    {
        if (_reply == null) return;
        if (--_left == 0)
        {
            ((IEndable)this).End();
            return;
        }

        _dueMs += 1000;
        if (_dueMs < _loop.NowMs) _dueMs = _loop.NowMs;
        _timer.Start(_dueMs - _loop.NowMs);
    }

    void IConsoleReply.Fail(string reason)
    {
        IConsoleReply? reply = _reply;
        Cancel();
        reply?.Fail(reason);
    }

    private static bool IsThing(string word)
    {
        foreach (string thing in Things)
        {
            if (thing == word) return true;
        }

        return false;
    }

    private string Known()
    {
        string known = "";
        for (int i = 0; WordFor("THING", i) is string thing; i++) known += (i > 0 ? ", " : "") + thing;
        return known;
    }

    private void Look()
    {
        _shell.EndRestBy(this);
        try
        {
            if (_hasLooked && _command is LogCommand log) log.ShowNew();
            else _command!.Execute(_form, _query!, this);
            _hasLooked = true;
        }
        catch (Exception e)
        {
            ((IConsoleReply)this).Fail($"{_query!.Word(0)} failed: {e.Message}");
        }
    }
}
