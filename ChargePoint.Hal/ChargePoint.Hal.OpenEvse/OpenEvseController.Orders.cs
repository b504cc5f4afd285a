namespace ChargePoint.Hal.OpenEvse;

/// <summary>What is sent to the controller next: stops before looks, looks before settings, settings before current and waking, all before figures.</summary>
public sealed partial class OpenEvseController
{
    private void SendNext(long clockMs)
    {
        if (_setting == 0)
        {
            // It may hear although it is not heard: what must not charge is told so, unseen, until it is known to sleep.
            if (!IsWanted && _mayBeAwake && _nowMs - _orderedMs >= UnseenRepeatMs) Order(_isVetoed ? RapiCommand.Disable : RapiCommand.Sleep);
            else SendSetting();
            return;
        }

        if (MustStop())
        {
            // Sleep follows from a disabled controller, too: asleep it sees whether a vehicle is there, disabled it does not.
            Order(_isVetoed && IsRelayClosed ? RapiCommand.Disable : RapiCommand.Sleep);
        }
        else if (_askConnected)
        {
            Ask(RapiCommand.GetConnected);
        }
        else if (_askState || _nowMs - _stateToldMs >= StatePeriodMs)
        {
            Ask(RapiCommand.GetState);
        }
        else if (_setting < LastSetting)
        {
            SendSetting();
        }
        else if (!TrySetCurrent() && !TryEnable() && !TryPulse(clockMs))
        {
            SendQuery();
        }
    }

    private bool MustStop()
    {
        if (IsWanted || !HasOrderTime || !IsConnected || _isOrderUnchecked) return false;
        return OpenEvseState.IsAwake(State) || State == OpenEvseState.Disabled || (State == OpenEvseState.Sleeping && _mayBeAwake);
    }

    private void Order(RapiCommand command)
    {
        _orderedMs = _nowMs;
        _askState = _isOrderUnchecked = true; // what it has brought about is looked at before it is given again
        _channel.Begin(command);
        _channel.Send(RapiChannel.OrderTimeMs);
    }

    private void Ask(RapiCommand command)
    {
        _channel.Begin(command);
        _channel.Send();
    }

    // The current is set before the controller wakes up, and corrected while it is awake: at once if it is too high.
    private bool TrySetCurrent()
    {
        if (!IsWanted) return false;
        int wantedAmps = _offerMilliamps / 1000;
        if (CapacityAmps == wantedAmps && _requestedAmps == wantedAmps) return false;
        bool isLimited = _requestedAmps == wantedAmps && CapacityAmps == _limitedAmps && CapacityAmps < wantedAmps;
        if (_requestedAmps == wantedAmps && _nowMs - _currentSetMs < (isLimited ? LimitedRepeatMs : RepeatMs)) return false;
        _currentSetMs = _nowMs;
        _requestedAmps = wantedAmps;
        _channel.Begin(RapiCommand.SetCurrent);
        _channel.Add(wantedAmps);
        if (!_lacksVolatileCurrent) _channel.Add("V");
        _channel.Send();
        return true;
    }

    private bool TryEnable()
    {
        if (!IsWanted || !HasOrderTime || CapacityAmps == 0 || CapacityAmps > _offerMilliamps / 1000) return false;
        if (State != OpenEvseState.Sleeping && State != OpenEvseState.Disabled) return false;
        _mayBeAwake = true;
        Order(RapiCommand.Enable);
        return true;
    }

    // By the clock, not by looks: the controller counts on while this side is held up.
    private bool TryPulse(long clockMs)
    {
        if (!_supervised || (!_missedPulse && clockMs - _pulsedMs < PulsePeriodMs)) return false;
        _pulsedMs = clockMs;
        _channel.Begin(_missedPulse ? RapiCommand.AcknowledgeMissedPulse : RapiCommand.Pulse);
        if (_missedPulse) _channel.Add(AcknowledgeCookie);
        _missedPulse = false;
        _channel.Send();
        return true;
    }

    // In turns if both are due: with a slow controller they always are.
    private void SendQuery()
    {
        bool isMeterDue = _nowMs - _meterAskedMs >= (_register.IsKnown ? MeterPeriodMs : RepeatMs);
        bool isSlowDue = _nowMs - _slowAskedMs >= SlowPeriodMs;
        if (isMeterDue && !(isSlowDue && _wasMeterAsked))
        {
            _wasMeterAsked = true;
            _meterAskedMs = _nowMs;
            _energyTurn = !_energyTurn;
            Ask(_energyTurn ? RapiCommand.GetEnergy : RapiCommand.GetCurrent);
        }
        else if (isSlowDue)
        {
            _wasMeterAsked = false;
            _slowAskedMs = _nowMs;
            _slowTurn = (_slowTurn + 1) % 4;
            Ask(_slowTurn switch
            {
                0 => RapiCommand.GetTemperature,
                1 => RapiCommand.GetSettings,
                2 => RapiCommand.GetCapacity,
                _ => RapiCommand.GetFaults,
            });
        }
    }
}
