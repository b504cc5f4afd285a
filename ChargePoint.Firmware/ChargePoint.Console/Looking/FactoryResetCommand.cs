using ChargePoint.Features;

namespace ChargePoint.Console;

/// <summary>factory-reset: asks, then deletes everything at the next start; what the Central System has not been told of yet only if asked for twice.</summary>
public sealed class FactoryResetCommand : IConsoleCommand, ILineTaker
{
    private readonly ChargingRoom _room;
    private readonly Connector[] _connectors;
    private readonly RestartProcedure _restart;
    private readonly ConsoleShell _shell;
    private bool _withJournal;
    private bool _isSecond;

    /// <summary>Makes the command.</summary>
    /// <param name="room">What connectors share.</param>
    /// <param name="connectors">All connectors.</param>
    /// <param name="restart">Restarts.</param>
    /// <param name="shell">Asks.</param>
    public FactoryResetCommand(ChargingRoom room, Connector[] connectors, RestartProcedure restart, ConsoleShell shell)
    {
        _room = room;
        _connectors = connectors;
        _restart = restart;
        _shell = shell;
    }

    /// <inheritdoc/>
    public string Forms =>
        "!factory-reset -- deletes all settings and restarts; keeps unsent transactions\n" +
        "!factory-reset all -- deletes everything, unsent transactions too";

    string ILineTaker.Name => "factory-reset";

    string ILineTaker.Prompt => "type '" + Expected + "'";

    bool ILineTaker.IsSecret => false;

    private int Unsent => _room.Transactions.Waiting + _room.Transactions.Exhausted;

    // Something that nobody types by chance
    private string Expected
    {
        get
        {
            if (_isSecond) return $"lose {Unsent}";
            string identity = _room.Configuration.Text(Key.Identity);
            return identity.Length > 0 ? identity : "yes";
        }
    }

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        _withJournal = form == 1;
        _isSecond = false;
        if (IsHindered(reply)) return;
        reply.Line("deleted: settings, passwords, certificates, lists, profiles, counters, logs");
        reply.Line($"kept: board description, energy register{(_withJournal ? "" : $", {Unsent} unsent transaction messages")}");
        reply.Line($"type '{Expected}' to go on, anything else to stop");
        _shell.TakeLines(this);
    }

    /// <inheritdoc/>
    public bool TakeLine(string text, IConsoleReply reply)
    {
        if (text.Trim() != Expected)
        {
            reply.Fail("stopped, nothing is deleted");
            return false;
        }

        if (IsHindered(reply)) return false;
        if (_withJournal && !_isSecond && Unsent > 0)
        {
            _isSecond = true;
            reply.Line($"{Unsent} transaction messages that the Central System has not got are lost: nobody will ever bill them");
            reply.Line($"type '{Expected}' to go on, anything else to stop");
            return true;
        }

        if (!FactoryReset.Begin(_room.Board.Flash, _withJournal)) reply.Fail("the flash does not take it, nothing is deleted");
        else if (_restart.Begin(StopReason.Reboot)) reply.Done();
        else
        {
            FactoryReset.Withdraw(_room.Board.Flash);
            reply.Fail("a restart is under way already");
        }

        return false;
    }

    private bool IsHindered(IConsoleReply reply)
    {
        if (_restart.IsUnderWay)
        {
            reply.Fail("a restart is under way already");
            return true;
        }

        foreach (Connector connector in _connectors)
        {
            if (connector.Transaction == null) continue;
            reply.Fail($"a session runs on connector {connector.Id}");
            return true;
        }

        return false;
    }
}
