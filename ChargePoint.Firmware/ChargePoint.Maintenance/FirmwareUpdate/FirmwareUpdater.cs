using System.Text;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Maintenance;

/// <summary>
/// Updates the firmware: fetches the image, checks it, waits until nobody charges, activates it and restarts; the new firmware confirms
/// itself once the Central System has accepted it. Each step that a restart has to know is in flash, so an update outlives restarts and
/// losses of power at any moment. Stages are told by FirmwareStatusNotification:
/// <code>
/// Downloading -> Downloaded -> (until nobody charges) Installing -> (restart) -> Installed
///        \ DownloadFailed                                  \ InstallationFailed    \ (rolled back) InstallationFailed
/// </code>
/// and those of a signed one (SignedUpdateFirmware) by SignedFirmwareStatusNotification:
/// <code>
/// DownloadScheduled -> Downloading -> Downloaded -> SignatureVerified -> InstallScheduled -> Installing -> InstallRebooting -> (restart) -> Installed
///                        \ DownloadPaused -> Downloading ...   \ InvalidSignature                \ InstallVerificationFailed, InstallationFailed
///                        \ DownloadFailed
/// </code>
/// Transactions and their queue are not touched: they are ended and kept as by any other restart.
/// </summary>
public sealed partial class FirmwareUpdater : IDownloadListener
{
    /// <summary>How long a new firmware has to be accepted by the Central System, in milliseconds: then it is given up.</summary>
    public const int TrialLimitMs = 30 * 60 * 1000;

    /// <summary>How long the last stage before a restart may take to be told, in milliseconds.</summary>
    public const int TellLimitMs = 10_000;

    private const int LookMs = 5_000;
    private const int LongestWaitMs = 3_600_000;
    private const int NapMs = 200;

    private readonly ChargingRoom _room;
    private readonly IFirmwareStore _store;
    private readonly Connector[] _connectors;
    private readonly RestartProcedure _restart;
    private readonly StageNotifier _plainStages;
    private readonly StageNotifier _signedStages;
    private readonly FileTransfer _transfer;
    private readonly FirmwareDownload _download;
    private readonly UpdateState _state;
    private readonly Log _log;
    private readonly LoopTimer _timer;
    private readonly LoopTimer _trial;
    private string _stage = "";
    private bool _isVerified;
    private bool _isSound;
    private bool _isInstalling;
    private long _tellUntilMs;

    /// <summary>Makes the updater and takes up what an earlier start has begun.</summary>
    /// <param name="room">What connectors share.</param>
    /// <param name="store">Takes the image.</param>
    /// <param name="connectors">All connectors.</param>
    /// <param name="restart">Restarts.</param>
    /// <param name="stages">Tells the stages of UpdateFirmware.</param>
    /// <param name="signedStages">Tells the stages of SignedUpdateFirmware.</param>
    /// <param name="transfer">Fetches the image.</param>
    /// <param name="file">Where the state is kept.</param>
    public FirmwareUpdater(ChargingRoom room, IFirmwareStore store, Connector[] connectors, RestartProcedure restart, StageNotifier stages, StageNotifier signedStages, FileTransfer transfer, SlotFile file)
    {
        _room = room;
        _store = store;
        _connectors = connectors;
        _restart = restart;
        _plainStages = stages;
        _signedStages = signedStages;
        _transfer = transfer;
        _log = room.Log;
        _state = new UpdateState(file, _log, room.Board.SecureElement);
        _download = new FirmwareDownload(transfer, store, _state, this);
        _timer = room.Loop.CreateTimer(Look);
        _trial = room.Loop.CreateTimer(OnTrialOver);
        stages.Told = OnTold;
        signedStages.Told = OnTold;
        Recover();
    }

    /// <summary>True while an installation waits or is under way: nobody may begin to charge.</summary>
    public bool HoldsConnectors { get; private set; }

    /// <summary>True from the activation of an image until its outcome is known: another update cannot begin.</summary>
    public bool IsActivated => _state.Phase == UpdatePhase.Activated || _store.Trial == FirmwareTrial.Running;

    /// <summary>True if an image without a signature is refused (SignedFirmwareOnly).</summary>
    public bool TakesSignedOnly => _room.Configuration.Boolean(Key.SignedFirmwareOnly);

    /// <summary>How far the update has come.</summary>
    public UpdatePhase Phase => _state.Phase;

    /// <summary>Checks signatures; without it, no signed image is installed. Set once, at the start.</summary>
    public IImageSignature? Signature { get; set; }

    private StageNotifier Stages => _state.IsSigned ? _signedStages : _plainStages;

    /// <summary>Begins an update; one that is under way gives way to it. If it is of the same image, its bytes are kept.</summary>
    /// <param name="order">What is wanted.</param>
    /// <returns>False if the flash does not take it, or an image is activated already.</returns>
    public bool Begin(UpdateOrder order)
    {
        if (IsActivated) return false;
        bool isSame = _state.Phase == UpdatePhase.Download && _state.Location == order.Location;
        if (_state.Phase != UpdatePhase.None && _stage.Length > 0) _log.Info("firmware", "the update that is under way gives way to another");
        if (isSame) _download.Abort();
        else _download.Reset();
        _state.Phase = UpdatePhase.Download;
        _state.Location = Encoding.UTF8.GetBytes(order.Location).Length > FileAddress.LongestUrl ? "" : order.Location; // no URL then, whatever it is
        _state.RetrieveUnixMs = order.RetrieveUnixMs;
        _state.AttemptsLeft = order.Attempts;
        _state.RetrySeconds = order.RetrySeconds;
        _state.IsSigned = order.IsSigned;
        _state.RequestId = order.RequestId;
        _state.InstallUnixMs = order.InstallUnixMs;
        Unlook();
        Hold(false);
        if (!_state.Save())
        {
            _state.Phase = UpdatePhase.None;
            return false;
        }

        _timer.Start(0);
        return true;
    }

    /// <summary>The Central System has accepted the charge point: a new firmware has shown that it works.</summary>
    public void OnAccepted()
    {
        if (_store.Trial != FirmwareTrial.Running) return;
        if (!_store.Confirm())
        {
            _log.Error("firmware", "the new firmware could not be confirmed: the next restart brings the old one back");
            return;
        }

        _trial.Stop();
        _log.Info("firmware", $"{_room.Board.Identity.FirmwareVersion} is confirmed");
        End(UpdatePhase.Installed);
    }

    void IDownloadListener.OnDownloadEnded(DownloadOutcome outcome, string detail, bool progressed)
    {
        if (outcome == DownloadOutcome.Done)
        {
            _log.Info("firmware", $"{_store.WrittenBytes} bytes downloaded");
            _state.Phase = UpdatePhase.Install;
            _state.Save(); // should it not be kept, the next start fetches the image once more
            Tell("Downloaded");
            _timer.Start(0);
            return;
        }

        _log.Warning("firmware", $"not downloaded, {_store.WrittenBytes} bytes so far: {detail}");
        if (outcome == DownloadOutcome.Impossible) _state.AttemptsLeft = 0;
        else if (_room.Board.Link.IsUp && !progressed) _state.AttemptsLeft--;
        if (_state.AttemptsLeft <= 0)
        {
            End(UpdatePhase.DownloadFailed);
            return;
        }

        _state.Save();
        if (_state.IsSigned) Tell("DownloadPaused");
        _timer.Start(_state.RetrySeconds * 1000L);
    }

    private void Recover()
    {
        if (_store.Trial == FirmwareTrial.Running)
        {
            _log.Info("firmware", $"{_room.Board.Identity.FirmwareVersion} runs on trial until the Central System accepts it");
            _trial.Start(TrialLimitMs);
            return;
        }

        switch (_state.Phase)
        {
            case UpdatePhase.Download:
            case UpdatePhase.Install:
                _timer.Start(LookMs);
                break;
            case UpdatePhase.Activated:
                _log.Error("firmware", $"the new firmware did not work, {_room.Board.Identity.FirmwareVersion} runs again");
                End(UpdatePhase.InstallationFailed);
                break;
            case UpdatePhase.None:
                break;
            default:
                TellOutcome();
                break;
        }
    }

    private void Look()
    {
        if (_state.Phase == UpdatePhase.Download) LookForDownload();
        else if (_state.Phase == UpdatePhase.Install) LookForInstallation();
        else if (_state.Phase == UpdatePhase.Activated) LookForRestart();
    }

    private void LookForDownload()
    {
        if (_download.IsUnderWay) return;
        if (!_room.Clock.IsKnown || !_room.Board.Link.IsUp || _transfer.IsBusy)
        {
            _timer.Start(LookMs);
            return;
        }

        // In pieces, since the clock may be set meanwhile.
        long wait = _state.RetrieveUnixMs - _room.Clock.UnixMs;
        if (wait > 0)
        {
            if (_state.IsSigned) Tell("DownloadScheduled");
            _timer.Start(wait < LongestWaitMs ? wait : LongestWaitMs);
            return;
        }

        Tell("Downloading");
        FileAddress? from = FileAddress.Parse(_state.Location, out string problem);
        if (from != null && from.Protocol == FileProtocol.Ftp) problem = "a firmware is fetched over http and https only";
        if (problem.Length > 0)
        {
            _log.Warning("firmware", "cannot be downloaded: " + problem);
            End(UpdatePhase.DownloadFailed);
            return;
        }

        _log.Info("firmware", $"download from {from} begins at byte {_store.WrittenBytes}");
        _download.Begin(from!);
    }

    private bool IsTelling() => Stages.IsTelling && _room.Loop.NowMs < _tellUntilMs && _room.Board.Link.IsUp;

    private bool IsIdle()
    {
        foreach (Connector connector in _connectors)
        {
            if (connector.Transaction != null || connector.AuthorizedIdTag != null) return false;
        }

        return true;
    }

    private void Hold(bool holds)
    {
        if (HoldsConnectors == holds) return;
        HoldsConnectors = holds;
        if (holds && !IsIdle()) _log.Info("firmware", "the installation waits until nobody charges");
        _room.Availability.IsHeld = holds;
        foreach (Connector connector in _connectors) connector.Update();
    }

    private void End(UpdatePhase outcome)
    {
        _state.Phase = outcome;
        if (!_state.Save()) _log.Warning("firmware", "the outcome of the update could not be stored");
        if (outcome != UpdatePhase.Installed) _store.Begin();
        Hold(false);
        TellOutcome();
    }

    private void TellOutcome()
    {
        Unlook();
        TellStage(OutcomeName(_state.Phase), true);
    }

    private static string OutcomeName(UpdatePhase phase) => phase switch
    {
        UpdatePhase.Installed => "Installed",
        UpdatePhase.DownloadFailed => "DownloadFailed",
        UpdatePhase.InvalidSignature => "InvalidSignature",
        UpdatePhase.InstallVerificationFailed => "InstallVerificationFailed",
        _ => "InstallationFailed",
    };

    // What was found out about an image holds for that image alone.
    private void Unlook()
    {
        _stage = "";
        _isVerified = _isSound = _isInstalling = false;
        Signature?.Drop();
    }

    // An outcome is kept until it is told.
    private void OnTold()
    {
        if (_state.Phase < UpdatePhase.Installed || Stages.IsTelling) return;
        _state.Phase = UpdatePhase.None;
        _state.Location = _state.Validator = "";
        if (!_state.Save()) _log.Warning("firmware", "the outcome of the update may be told again");
    }

    private void Tell(string stage)
    {
        if (_stage == stage) return;
        _stage = stage;
        TellStage(stage, false);
    }

    private void TellStage(string stage, bool isEnd) => Stages.Tell(stage, isEnd, _state.IsSigned ? _state.RequestId : StageNotifier.NoRequest);

    private void OnTrialOver()
    {
        if (!IsIdle())
        {
            _trial.Start(LookMs);
            return;
        }

        _log.Error("firmware", "the Central System has not accepted the new firmware in time: the old one is brought back");
        LookForRestart();
    }
}
