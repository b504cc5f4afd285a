namespace ChargePoint.Hal.OpenEvse;

/// <summary>What the controller says.</summary>
public sealed partial class OpenEvseController
{
    // Order in which a controller is made acquainted after its start, after ours, and after every silence.
    private const int SettingVersion = 0;
    private const int SettingBootLock = 1;
    private const int SettingSupervision = 2;
    private const int SettingVoltage = 3;
    private const int SettingCapacity = 4;
    private const int SettingFlags = 5;
    private const int LastSetting = 6;

    // Old firmware may stumble over a numbered request.
    private const int UnnumberedEvery = 4;

    private const int AcknowledgeCookie = 165;
    private const int LowestDeciCelsius = -400;
    private const int HighestDeciCelsius = 1_250;
    private const int HighestMilliamps = 100_000;
    private const int HighestMillivolts = 500_000;
    private const int HighestAmps = 80;

    private long _energyMs;
    private long _currentMs;
    private long _energyTakenMs;
    private int _totalWh = -1;
    private int _sessionWs;
    private bool _energyConnected;
    private int _versionAttempts;

    void IRapiListener.OnAnswer(RapiCommand command, bool accepted, RapiLine line)
    {
        Hear();
        switch (command)
        {
            case RapiCommand.GetVersion:
                OnVersion(accepted, line);
                break;
            case RapiCommand.GetState:
                _askState = _isOrderUnchecked = false;
                _stateToldMs = _nowMs;
                if (accepted) OnState(line);
                if (accepted && State == OpenEvseState.Sleeping) _mayBeAwake = false; // asked after the order to wake up, if there was one
                break;
            case RapiCommand.GetConnected:
                _askConnected = false;
                if (accepted && line.TryDecimal(1, out int connected) && connected <= 1) SetConnected(connected == 1);
                SettleEnergy();
                break;
            case RapiCommand.GetEnergy:
                OnEnergy(accepted, line);
                break;
            case RapiCommand.SetCurrent:
                OnCurrentSet(accepted, line);
                break;
            case RapiCommand.Enable:
            case RapiCommand.Sleep:
            case RapiCommand.Disable:
                _askState = true;
                break;
            case RapiCommand.Supervise:
                _supervised = accepted;
                _pulsedMs = _clock.MonotonicMs;
                _setting = SettingVoltage;
                break;
            case RapiCommand.Pulse:
                _missedPulse = !accepted;
                break;
            case RapiCommand.AcknowledgeMissedPulse:
                _requestedAmps = 0; // the acknowledgement has raised the current to the maximum
                break;
            default:
                if (accepted) OnFigures(command, line);
                break;
        }

        if (command == RapiCommand.ClearBootLock) _setting = SettingSupervision;
        if (command == RapiCommand.SetVoltage) _setting = SettingCapacity;
        if (command == RapiCommand.GetCapacity && _setting == SettingCapacity) _setting = SettingFlags;
        if (command == RapiCommand.GetSettings && _setting == SettingFlags) _setting = LastSetting;
    }

    void IRapiListener.OnNoAnswer(RapiCommand command)
    {
        if (command == RapiCommand.GetVersion) _versionAttempts = (_versionAttempts + 1) % UnnumberedEvery;
        if (command != RapiCommand.GetState) return;
        _stateToldMs = _nowMs;
        _isOrderUnchecked = false;
    }

    void IRapiListener.OnNotice(RapiLine line)
    {
        if (_setting > SettingVersion) Hear();
        if (line.Is(0, "$AB"))
        {
            if (IsConnected) Restarts++;
            _setting = SettingVersion;
            CapacityAmps = _requestedAmps = 0;
            _askState = _mayBeAwake = true;
        }
        else if (line.Is(0, "$AT") && line.Words >= 5 && line.TryHex(1, out int state) && line.TryDecimal(3, out int amps) && line.TryHex(4, out int flags))
        {
            SetAmps(amps);
            TakeState(state, flags);
        }
        else
        {
            _askState = true;
        }
    }

    private void Hear()
    {
        _heardMs = _nowMs;
        if (!IsSilent) return;
        IsSilent = false;
        Changes++;
    }

    private void SendSetting()
    {
        switch (_setting)
        {
            case SettingVersion:
                _channel.RequiresChecksum = false;
                _channel.NumbersRequests = _versionAttempts < UnnumberedEvery - 1;
                _channel.RequiresNumber = false;
                Ask(RapiCommand.GetVersion);
                break;
            case SettingBootLock:
                Ask(RapiCommand.ClearBootLock);
                break;
            case SettingSupervision:
                _channel.Begin(RapiCommand.Supervise);
                _channel.Add(SupervisionSeconds);
                _channel.Add(FallbackAmps);
                _channel.Send();
                break;
            case SettingVoltage:
                if (_options.VoltageMillivolts == 0)
                {
                    _setting = SettingCapacity;
                    Ask(RapiCommand.GetCapacity);
                    break;
                }

                _channel.Begin(RapiCommand.SetVoltage);
                _channel.Add(_options.VoltageMillivolts);
                _channel.Send();
                break;
            case SettingCapacity:
                Ask(RapiCommand.GetCapacity);
                break;
            default:
                Ask(RapiCommand.GetSettings);
                break;
        }
    }

    // What the controller knows of the protocol is seen from its answer, not from its version: there are many builds.
    private void OnVersion(bool accepted, RapiLine line)
    {
        if (!accepted || line.Words < 2) return;
        _channel.NumbersRequests = _channel.RequiresNumber = line.SequenceId != 0;
        _lacksVolatileCurrent = false;
        _requestedAmps = 0;
        _setting = SettingBootLock;
        _askState = true;
        if (!line.Is(1, FirmwareVersion)) FirmwareVersion = line.Text(1);
    }

    // $OK state elapsed [pilotstate flags]: hexadecimal where there are flags (RAPI 5.0), decimal before.
    private void OnState(RapiLine line)
    {
        if (line.Words >= 5)
        {
            if (line.TryHex(1, out int state) && line.TryHex(4, out int flags)) TakeState(state, flags);
            return;
        }

        if (!line.TryDecimal(1, out int plain) || !OpenEvseState.IsKnown(plain)) return;
        if (plain == OpenEvseState.NotConnected) SetConnected(false);
        else if (plain <= OpenEvseState.VentilationRequired && plain != OpenEvseState.Unknown) SetConnected(true);
        else _askConnected = true;
        Become(plain, plain == OpenEvseState.Charging || plain == OpenEvseState.RelayStuck);
    }

    private void TakeState(int state, int flags)
    {
        if (!OpenEvseState.IsKnown(state)) return;
        SetConnected((flags & OpenEvseState.FlagConnected) != 0);
        bool isBootLocked = (flags & OpenEvseState.FlagBootLock) != 0;
        if (isBootLocked && !_isBootLocked && _setting == LastSetting) _setting = SettingBootLock;
        _isBootLocked = isBootLocked;
        Become(state, (flags & OpenEvseState.FlagRelayClosed) != 0 || state == OpenEvseState.RelayStuck);
    }

    private void Become(int state, bool isRelayClosed)
    {
        if (_setting == SettingVersion) return; // a state is worth something once it is known who reports it
        if (isRelayClosed != IsRelayClosed)
        {
            IsRelayClosed = isRelayClosed;
            _relayMovedMs = _nowMs;
            Changes++;
        }

        if (state != State || !IsConnected)
        {
            State = state;
            IsConnected = true;
            Changes++;
        }

        SettleEnergy();
    }

    private void SetConnected(bool isConnected)
    {
        if (_setting == SettingVersion || isConnected == IsVehicleConnected) return;
        IsVehicleConnected = isConnected;
        Changes++;
    }

    private void SetAmps(int amps)
    {
        if (amps < 1 || amps > HighestAmps || amps == CapacityAmps) return;
        CapacityAmps = amps;
        Changes++;
    }

    private void OnCurrentSet(bool accepted, RapiLine line)
    {
        if (line.TryDecimal(1, out int amps))
        {
            SetAmps(amps);
            if (!accepted) _limitedAmps = amps;
        }
        else if (accepted)
        {
            SetAmps(_requestedAmps); // firmware that answers without the value
        }
        else if (!_lacksVolatileCurrent)
        {
            _lacksVolatileCurrent = true;
            _requestedAmps = 0;
        }
    }

    // Whether the session's energy is part of the total depends on the vehicle being there: the reading counts if it was before and after.
    private void OnEnergy(bool accepted, RapiLine line)
    {
        _totalWh = -1;
        if (!accepted || !line.TryDecimal(1, out int sessionWs) || !line.TryDecimal(2, out int totalWh)) return;
        _totalWh = totalWh;
        _sessionWs = sessionWs;
        _energyConnected = IsVehicleConnected;
        _askState = true;
    }

    private void SettleEnergy()
    {
        if (_totalWh < 0 || _askConnected) return;
        if (_energyConnected == IsVehicleConnected)
        {
            long clockMs = _clock.MonotonicMs;
            _register.Take(_totalWh, _sessionWs, _energyConnected, (int)((clockMs - _energyTakenMs) / 1000));
            _energyTakenMs = clockMs;
            _energyMs = _nowMs;
        }

        _totalWh = -1;
    }

    private void OnFigures(RapiCommand command, RapiLine line)
    {
        switch (command)
        {
            case RapiCommand.GetCurrent:
                if (!line.TryDecimal(1, out int milliamps) || !line.TryDecimal(2, out int millivolts)) break;
                if (milliamps < -1 || milliamps > HighestMilliamps || millivolts < 0 || millivolts > HighestMillivolts) break;
                CurrentMilliamps = milliamps;
                VoltageMillivolts = millivolts;
                _currentMs = _nowMs;
                break;
            case RapiCommand.GetCapacity:
                // $OK min max pilot configured; $OK min max in old firmware
                if (line.TryDecimal(line.Words >= 5 ? 4 : 2, out int maximum) && maximum > 0 && maximum <= HighestAmps) MaximumAmps = maximum;
                if (line.Words >= 5 && line.TryDecimal(3, out int pilot)) SetAmps(pilot);
                break;
            case RapiCommand.GetSettings:
                if (line.TryDecimal(1, out int amps)) SetAmps(amps);
                if (line.TryHex(2, out int flags)) IsSelfTestOff = (flags & OpenEvseState.FlagSelfTestOff) != 0;
                break;
            case RapiCommand.GetTemperature:
                OnTemperature(line);
                break;
            case RapiCommand.GetFaults:
                if (!line.TryHex(1, out int groundFaults) || !line.TryHex(2, out int noEarth) || !line.TryHex(3, out int stuck)) break;
                GroundFaultTrips = groundFaults;
                NoEarthTrips = noEarth;
                StuckRelayTrips = stuck;
                break;
            default:
                break;
        }
    }

    // -2560 stands for a sensor that is not there.
    private void OnTemperature(RapiLine line)
    {
        int highest = int.MinValue;
        for (int i = 1; i < line.Words; i++)
        {
            if (line.TryDecimal(i, out int value) && value >= LowestDeciCelsius && value <= HighestDeciCelsius && value > highest) highest = value;
        }

        DeciCelsius = highest;
    }
}
