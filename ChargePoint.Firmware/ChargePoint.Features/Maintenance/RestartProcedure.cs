using ChargePoint.Hal;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;
using ChargePoint.Safety;

namespace ChargePoint.Features;

/// <summary>
/// A restart in order: every transaction is ended, what is still to be told is sent for a while, the connection is closed, then
/// the board restarts. Once begun, it cannot be called off. If the charge point still runs half a minute later, the board is told again,
/// as often as ResetRetries says; after the last time the charge point goes back into service, since one that answers is better than
/// one that is dead.
/// </summary>
public sealed class RestartProcedure
{
    /// <summary>Longest time that unsent messages may hold up a soft reset, in milliseconds.</summary>
    public const int SoftLimitMs = 30_000;

    /// <summary>Longest time that unsent messages may hold up a hard reset, in milliseconds.</summary>
    public const int HardLimitMs = 5_000;

    /// <summary>How long a board may take to restart before it is told again, in milliseconds.</summary>
    public const int RetryMs = 30_000;

    private const int LookMs = 200;

    private readonly Connector[] _connectors;
    private readonly TransactionQueue _transactions;
    private readonly CallQueue _queue;
    private readonly CentralSystemLink _link;
    private readonly SafetySupervisor _safety;
    private readonly IBoard _board;
    private readonly ConfigurationStore _configuration;
    private readonly EventLoop _loop;
    private readonly Log _log;
    private LoopTimer? _look; // made when it is needed
    private LoopTimer? _retry; // made when it is needed
    private readonly ResetReason _reason;
    private long _deadlineMs;
    private long _openMs;
    private bool _closing;
    private int _retries;

    /// <summary>Makes the procedure.</summary>
    /// <param name="room">What connectors share.</param>
    /// <param name="connectors">All connectors.</param>
    /// <param name="queue">Tells whether a call is under way.</param>
    /// <param name="link">Is closed before the restart.</param>
    /// <param name="reason">Keeps the reason for the next start.</param>
    public RestartProcedure(ChargingRoom room, Connector[] connectors, CallQueue queue, CentralSystemLink link, ResetReason reason)
    {
        _reason = reason;
        _connectors = connectors;
        _transactions = room.Transactions;
        _queue = queue;
        _link = link;
        _safety = room.Safety;
        _board = room.Board;
        _configuration = room.Configuration;
        _loop = room.Loop;
        _log = room.Log;
    }

    /// <summary>True from the beginning of a restart on, until it is given up.</summary>
    public bool IsUnderWay { get; private set; }

    /// <summary>Begins a restart.</summary>
    /// <param name="reason">Why transactions end: SoftReset, HardReset or Reboot.</param>
    /// <returns>False if one is under way already.</returns>
    public bool Begin(StopReason reason)
    {
        if (IsUnderWay) return false;
        IsUnderWay = true;
        _closing = false;
        _retries = 0;
        _log.Info("reset", reason == StopReason.HardReset ? "hard reset begins" : "restart begins");
        _reason.Note(reason);
        foreach (Connector connector in _connectors) connector.Stop(reason, null);
        _deadlineMs = _loop.NowMs + (reason == StopReason.HardReset ? HardLimitMs : SoftLimitMs);
        _openMs = _loop.NowMs + SafetySupervisor.EndingMs + LookMs;
        (_look ??= _loop.CreateTimer(Look)).StartPeriodic(LookMs);
        return true;
    }

    // A vehicle that still takes energy has its time to stop, so that the contacts do not open under load.
    private bool AnyIsEnding
    {
        get
        {
            foreach (Connector connector in _connectors)
            {
                if (_safety.IsEnding(connector.Id)) return true;
            }

            return false;
        }
    }

    private void Look()
    {
        if (_closing)
        {
            if (_link.IsOnline && _loop.NowMs < _deadlineMs) return;
            if (AnyIsEnding && _loop.NowMs < _openMs) return;
            _look?.Stop();
            RestartBoard();
            return;
        }

        // Offline there is nobody to tell: the journal keeps what waits over the restart.
        bool told = !_link.IsOnline || (_transactions.Waiting == 0 && !_queue.IsBusy);
        if (!told && _loop.NowMs < _deadlineMs) return;
        if (_transactions.Waiting > 0) _log.Info("reset", $"{_transactions.Waiting} transaction messages are told after the restart");
        _closing = true;
        _deadlineMs = _loop.NowMs + 1_000;
        _link.Stop("restart");
    }

    // On a device nothing runs after this: whoever comes to the retry has not been restarted.
    private void RestartBoard()
    {
        _safety.OpenAll();
        (_retry ??= _loop.CreateTimer(Retry)).Start(RetryMs);
        _board.Restart();
    }

    private void Retry()
    {
        int most = _configuration.Integer(Key.ResetRetries);
        if (_retries < most)
        {
            _retries++;
            _log.Warning("reset", $"the board has not restarted; retry {_retries} of {most}");
            RestartBoard();
            return;
        }

        _log.Error("reset", "the board does not restart; back in service");
        _reason.Withdraw();
        if (!FactoryReset.Withdraw(_board.Flash)) _log.Error("reset", "the flash keeps the mark of a factory reset");
        IsUnderWay = false;
        _link.Resume();
    }
}
