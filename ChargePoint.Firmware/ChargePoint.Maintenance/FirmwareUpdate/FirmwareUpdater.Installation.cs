using ChargePoint.Features;
using ChargePoint.Hal;

namespace ChargePoint.Maintenance;

// From the image that is there to the restart that starts it.
public sealed partial class FirmwareUpdater
{
    // A bad image is told at once, and does not keep anybody from charging.
    private void LookForInstallation()
    {
        if (!_isVerified)
        {
            _isVerified = !_state.IsSigned || Verify();
            if (!_isVerified) return;
        }

        if (!_isSound)
        {
            FirmwareCheck check = _store.Check();
            if (check == FirmwareCheck.Busy)
            {
                _timer.Start(0);
                return;
            }

            if (check == FirmwareCheck.Bad)
            {
                _log.Error("firmware", "the image is damaged, or not for this board");
                if (!_state.IsSigned) Tell("Installing");
                End(_state.IsSigned ? UpdatePhase.InstallVerificationFailed : UpdatePhase.InstallationFailed);
                return;
            }

            _isSound = true;
        }

        if (!_isInstalling && MustWait()) return;
        Install();
    }

    private bool Verify()
    {
        FirmwareCheck check = Signature == null ? FirmwareCheck.Bad : Signature.Check();
        if (check == FirmwareCheck.Busy)
        {
            _timer.Start(0);
            return false;
        }

        if (check == FirmwareCheck.Bad)
        {
            _log.Error("firmware", "the signature of the image is wrong: it is not installed");
            End(UpdatePhase.InvalidSignature);
            return false;
        }

        Tell("SignatureVerified");
        return true;
    }

    // Until its time has come an installation keeps nobody from charging; from then on, nobody new begins.
    private bool MustWait()
    {
        long wait = _state.InstallUnixMs == 0 ? 0 : !_room.Clock.IsKnown ? LookMs : _state.InstallUnixMs - _room.Clock.UnixMs;
        bool isCharging = wait <= 0 && !_room.Configuration.Boolean(Key.InstallDuringTransaction) && !IsIdle();
        if (wait <= 0) Hold(true);
        if (wait <= 0 && !isCharging) return false;
        if (_state.IsSigned) Tell("InstallScheduled");
        _timer.Start(isCharging ? LookMs : wait < LongestWaitMs ? wait : LongestWaitMs);
        return true;
    }

    private void Install()
    {
        if (!_isInstalling)
        {
            _isInstalling = true;
            _tellUntilMs = _room.Loop.NowMs + TellLimitMs;
            Tell("Installing");
        }

        if (IsTelling())
        {
            _timer.Start(NapMs);
            return;
        }

        // First the state, then the store: a cut between the two is found to be an installation that failed, never one that nobody knows of.
        _state.Phase = UpdatePhase.Activated;
        if (_state.Save() && _store.Activate())
        {
            _log.Info("firmware", "the new firmware is activated");
            _tellUntilMs = _room.Loop.NowMs + TellLimitMs;
            if (_state.IsSigned) Tell("InstallRebooting");
            LookForRestart();
            return;
        }

        _log.Error("firmware", "the new firmware could not be activated");
        End(UpdatePhase.InstallationFailed);
    }

    private void LookForRestart()
    {
        if (IsTelling())
        {
            _timer.Start(NapMs);
            return;
        }

        if (!_restart.Begin(StopReason.Reboot)) _log.Info("firmware", "a restart is under way already");
    }
}
