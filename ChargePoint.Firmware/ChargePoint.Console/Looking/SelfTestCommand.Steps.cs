using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Runtime;
using ChargePoint.Safety;

namespace ChargePoint.Console;

// The steps. Each is called again and again until it says that it is done; _phase and _sinceMs say how far it is.
public sealed partial class SelfTestCommand
{
    private const int ShowMs = 1_500;
    private const int AttemptNearMs = 2_000;
    private const int MostIdleMilliamps = 200;
    private const string FlashFile = "selftest";

    private bool TryConnector(Connector c) => _step switch
    {
        0 => TryPilot(c.Hardware.Pilot),
        1 => TryContactor(c),
        2 => TryLock(c.Hardware.Lock),
        3 => TryMeter(c),
        4 => TryTemperature(c.Hardware.Temperature),
        _ => TryIndicator(c.Hardware.Indicator),
    };

    private bool TryBoard() => _step switch
    {
        6 => TryReader(),
        7 => TryFlash(_room.Board.Flash),
        8 => _room.Clock.IsKnown ? Pass("clock", Iso8601.ToText(_room.Clock.UnixMs)) : Skip("clock", "the time of day is not known yet"),
        _ => TryLink(),
    };

    private bool TryPilot(IControlPilot pilot)
    {
        string volts = FixedPoint.ToText(pilot.HighMillivolts, 3) + " V";
        if (pilot.Fault != PilotFault.None) return Fail("pilot", "does not follow what is driven, " + volts);
        return pilot.HighMillivolts >= 11_000 && pilot.HighMillivolts <= 13_000 ? Pass("pilot", volts) : Fail("pilot", volts + ", and 12 V are expected");
    }

    private bool TryContactor(Connector c)
    {
        if (_test == null)
        {
            if (!c.Hardware.Contactor.ClosesWithoutVehicle) return Skip("contactor", "closes for a vehicle only");
            if (_report!.IsJson) return Skip("contactor", "nobody was asked");
            if (_phase < 2)
            {
                int answer = Ask("the contactor closes for half a second: does nobody touch the connector?");
                if (answer == -1) return false;
                if (answer != 1) return Skip("contactor", "not allowed");
                Enter(2);
            }

            if (MayStandStill) return Waited(QuietMs) && Skip("contactor", "not closed while the connection is being made");
            if (FaultTable.TryGravest(_room.Safety.Active(c.Id) & FaultTable.Forbidding, out SafetyFault fault)) return Fail("contactor", "not closed: " + FaultTable.Info(fault));
            _test = _room.Safety.BeginTest(c.Id);
            return _test == null && Fail("contactor", "not closed: another test is under way");
        }

        if (!_test.IsOver)
        {
            if (_test.Stage != HardwareTestStage.Preparing || !MayStandStill) return false;
            _test.Cancel();
            _phase = 3; // from the beginning, when it is over
            return false;
        }

        HardwareTest test = _test;
        _test = null;
        if (_phase == 3 && test.Stage == HardwareTestStage.Aborted)
        {
            _phase = 2;
            return false;
        }

        if (c.Hardware.ResidualCurrent == null) Skip("residual current", "there is no monitor");
        else if (test.MonitorPassed) Pass("residual current", "the monitor trips on its test current, and releases");
        else Fail("residual current", "the monitor does not pass its self test");
        return test.Stage switch
        {
            HardwareTestStage.Passed => Pass("contactor", "closes") && Pass("weld check", "opens"),
            HardwareTestStage.NotClosing => Fail("contactor", "does not close, or its feedback does not tell"),
            HardwareTestStage.NotOpening => Pass("contactor", "closes") && Fail("weld check", "does not open, or its feedback does not tell"),
            _ => test.MonitorPassed ? Fail("contactor", "something has changed meanwhile") : Skip("contactor", "not closed without a monitor that works"),
        };
    }

    // On a device a TLS handshake or a name that is looked up stops everything, and with it what opens the contactor again.
    private bool MayStandStill
    {
        get
        {
            if (_link.IsOpening) return true;
            long attemptMs = _link.NextAttemptMs;
            return attemptMs >= 0 && attemptMs - _room.Loop.NowMs < AttemptNearMs;
        }
    }

    // In and out again; what moves it otherwise (the connector's rules) leaves it alone meanwhile.
    private bool TryLock(IConnectorLock? bolt)
    {
        if (bolt == null) return Skip("lock", "there is none: attached cable");
        LockState wanted = _phase == 1 ? LockState.Locked : LockState.Unlocked;
        if (_phase == 0)
        {
            bolt.Lock();
            Enter(1);
            return false;
        }

        if (bolt.State == wanted && Waited(TickMs))
        {
            if (_phase == 2) return Pass("lock", "locks and unlocks");
            bolt.Unlock();
            Enter(2);
            return false;
        }

        if (bolt.State != LockState.Jammed && !Waited(LockMs)) return false;
        bolt.Unlock();
        return Fail("lock", _phase == 1 ? "does not lock" : "does not unlock");
    }

    private bool TryMeter(Connector c)
    {
        c.Meter.Read();
        if (c.Meter.IsSilent) return Fail("meter", "does not answer: check wiring, address and baud rate");
        MeterReading reading = c.Meter.Reading;
        string volts = "";
        int onePercent = _room.Board.NominalMillivolts / 100;
        for (int i = 0; i < c.Hardware.Meter.Phases; i++)
        {
            int millivolts = reading.VoltageMillivolts[i];
            if (reading.CurrentMilliamps[i] > MostIdleMilliamps) return Fail("meter", $"tells {FixedPoint.ToText(reading.CurrentMilliamps[i], 3)} A though nobody charges");
            if (millivolts < 20 * onePercent) continue; // not connected, or the meter tells none
            volts += (volts.Length > 0 ? " / " : "") + FixedPoint.ToText(millivolts, 3);
            if (millivolts < 85 * onePercent || millivolts > 115 * onePercent) return Fail("meter", $"tells {volts} V: measure the supply");
        }

        return Pass("meter", $"{FixedPoint.ToText(reading.EnergyWh, 3)} kWh, {(volts.Length > 0 ? volts + " V" : "tells no voltage")}");
    }

    private bool TryTemperature(ITemperatureSensor? sensor)
    {
        if (sensor == null) return Skip("temperature", "there is no sensor");
        if (!sensor.TryRead(out int tenths)) return Fail("temperature", "the sensor is missing, shorted or broken");
        string text = FixedPoint.ToText(tenths, 1) + " C";
        return tenths >= -250 && tenths <= 700 ? Pass("temperature", text) : Fail("temperature", text + " cannot be");
    }

    private bool TryIndicator(IStatusIndicator indicator)
    {
        if (_report!.IsJson) return Skip("light", "somebody has to look");
        int answer = Ask("the light shows charging and fault in turn, then a card is accepted: is that so?");
        indicator.Show(((_room.Loop.NowMs - _sinceMs) / ShowMs) % 2 == 0 ? Indication.Charging : Indication.Faulted);
        if (answer == -1)
        {
            if (_phase == 1 && _sinceMs == _room.Loop.NowMs) indicator.Acknowledge(true);
            return false;
        }

        indicator.Show(Indication.Available);
        if (answer == 1) return Pass("light", "seen");
        return answer == 0 ? Fail("light", "not seen") : Skip("light", "nobody has looked");
    }

    private bool TryReader()
    {
        if (_room.Board.Fault == HardwareFault.ReaderFailure) return Fail("reader", "does not answer");
        if (_report!.IsJson) return Skip("reader", "somebody has to present a card");
        if (_phase == 0)
        {
            if (_cards.Taker != null) return Skip("reader", "another terminal waits for a card");
            _card = null;
            _cards.Taker = this;
            _reply!.Line($"present any card within {CardMs / 1000} s (Enter skips)");
            Enter(1);
            return false;
        }

        if (_card != null) return Pass("reader", "card " + _card);
        if (_answer == null && !Waited(CardMs)) return false;
        _cards.Taker = null;
        return _answer != null ? Skip("reader", "no card was presented") : Fail("reader", $"no card was seen within {CardMs / 1000} s");
    }

    private bool TryFlash(IFlashStore flash)
    {
        byte[] pattern = [0x55, 0xAA, 0x00, 0xFF, (byte)_room.Loop.NowMs];
        byte[] read = new byte[pattern.Length];
        if (!flash.Write(FlashFile, pattern, 0, pattern.Length)) return Fail("flash", "does not take a file");
        bool same = flash.Read(FlashFile, 0, read, 0, read.Length) == read.Length;
        for (int i = 0; i < read.Length; i++) same &= read[i] == pattern[i];
        bool deleted = flash.Delete(FlashFile);
        if (!same) return Fail("flash", "does not give back what was written");
        return deleted ? Pass("flash", "written, read and deleted") : Fail("flash", "does not delete a file");
    }

    private bool TryLink()
    {
        if (_link.IsOnline) return Pass("link", _why.Link());
        return _link.Address == null ? Skip("link", _why.Link()) : Fail("link", _why.Link());
    }
}
