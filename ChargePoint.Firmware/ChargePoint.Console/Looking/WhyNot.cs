using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;
using ChargePoint.Safety;
using ChargePoint.SmartCharging;

namespace ChargePoint.Console;

/// <summary>
/// Why does a connector not charge? One sentence that is enough for a technician, with the chain of reasons. The rules stand in the order
/// in which they count (<see cref="Of"/>, <see cref="InSession"/>, <see cref="OutOfSession"/>): the first that has something to say says it.
/// </summary>
public sealed class WhyNot
{
    private const string Not = "not charging: ";

    private readonly ChargingRoom _room;
    private readonly CentralSystemLink _link;
    private readonly Registration _registration;
    private readonly ChargingLimits _limits;
    private readonly CardHandler _cards;
    private readonly Authorizer _authorizer;
    private readonly RestartProcedure _restart;

    /// <summary>Makes the rules.</summary>
    /// <param name="room">What connectors share.</param>
    /// <param name="link">Connection to the Central System.</param>
    /// <param name="registration">Registration.</param>
    /// <param name="limits">Charging profiles.</param>
    /// <param name="cards">Knows the card that is being checked.</param>
    /// <param name="authorizer">Knows the card that was refused last.</param>
    /// <param name="restart">Restart in order.</param>
    public WhyNot(ChargingRoom room, CentralSystemLink link, Registration registration, ChargingLimits limits, CardHandler cards, Authorizer authorizer, RestartProcedure restart)
    {
        _room = room;
        _link = link;
        _registration = registration;
        _limits = limits;
        _cards = cards;
        _authorizer = authorizer;
        _restart = restart;
    }

    /// <summary>The sentence, beginning with "charging: ", "not charging: " or "faulted: ".</summary>
    /// <param name="c">The connector.</param>
    public string Of(Connector c)
        => WakingUp() ?? Restarting() ?? Tested(c) ?? Faulted(c) ?? (c.Transaction != null ? InSession(c, c.Transaction) : OutOfSession(c));

    /// <summary>How things stand with the Central System, in a few words.</summary>
    public string Link()
    {
        if (!_link.IsOnline)
        {
            if (_link.Address == null) return "no Central System is set, or its address is wrong";
            return _link.LastFailure.Length > 0 ? "not connected: " + _link.LastFailure : "not connected yet";
        }

        return _registration.Status switch
        {
            RegistrationStatus.Accepted => "connected",
            RegistrationStatus.Pending => "waits for the Central System: registration Pending",
            RegistrationStatus.Rejected => "the Central System has rejected this charge point",
            _ => "waits for the Central System's answer to BootNotification",
        };
    }

    private string InSession(Connector c, Transaction t)
        => Charging(c, t) ?? Not + (RefusedInSession(c, t) ?? NoCurrent(c) ?? SelfTests(c) ?? BadSupply(c) ?? NoVentilation(c) ?? VehicleWaits(c, t));

    private string OutOfSession(Connector c)
        => Not + (OutOfService(c) ?? QueueFull() ?? CardWaits(c) ?? CardChecked() ?? Over(c) ?? Reserved(c) ?? Plug(c) + (NoReader() ?? Nobody() ?? CardRefused() ?? LittleToCome(c) ?? Free(c)));

    private string? WakingUp() => _room.Board.IsReady ? null : Not + "the hardware has not answered yet since the start";

    private string? Restarting() => _restart.IsUnderWay ? Not + "a restart is under way" : null;

    private static string? Tested(Connector c) => c.IsUnderTest ? Not + "a self test is under way" : null;

    private string? Faulted(Connector c)
    {
        if (c.Status != ConnectorStatus.Faulted) return null;
        int active = (_room.Safety.Active(c.Id) | (c.Meter.IsSilent ? FaultTable.Bit(SafetyFault.MeterSilent) : 0)) & FaultTable.Forbidding;
        bool known = FaultTable.TryGravest(active, out SafetyFault fault);
        string code = StatusNames.Of(c.Error) + (c.VendorErrorCode.Length > 0 ? ", " + c.VendorErrorCode : "");
        string what = c.Info.Length > 0 ? c.Info + " (" + code + ")" : code;
        int others = -1;
        for (int i = 0; i < FaultTable.Count; i++) others += (active >> i) & 1;
        string more = others > 0 ? $", and {others} more: 'faults'" : "";
        bool isPresent = !known || fault == SafetyFault.MeterSilent || (_room.Safety.Causes(c.Id) & FaultTable.Bit(fault)) != 0;
        string then = isPresent ? Advice(known ? fault : SafetyFault.Hardware) : ", is over, kept " + FaultsCommand.Awaited(fault);
        return "faulted: " + what + then + more;
    }

    private static string Advice(SafetyFault fault) => fault switch
    {
        SafetyFault.ContactorWelded or SafetyFault.CurrentWhileOpen => ": cut the supply and replace the contactor",
        SafetyFault.ContactorNotClosing => ": check coil, wiring and feedback contact",
        SafetyFault.ResidualCurrent => ", kept " + FaultsCommand.Awaited(fault), // the monitor keeps it by itself
        SafetyFault.EmergencyStop => ": release it",
        SafetyFault.PilotDiode => ": try another vehicle or cable",
        SafetyFault.PilotShorted or SafetyFault.PilotOutOfRange => ": unplug the cable; if it stays, check the pilot wire",
        SafetyFault.ResidualSelfTest => ": check the monitor and its wiring",
        SafetyFault.LockJammed or SafetyFault.LockNotHolding => ": push the plug in fully, check the lock",
        SafetyFault.MeterSilent => ": check its wiring, address and baud rate",
        SafetyFault.UnderVoltage or SafetyFault.OverVoltage or SafetyFault.NoMains => ": measure the supply",
        _ => "",
    };

    private static string? Charging(Connector c, Transaction t)
    {
        if (c.Status != ConnectorStatus.Charging) return null;
        MeterReading reading = c.Meter.Reading;
        return $"charging: {t.IdTag} takes {FixedPoint.ToText(reading.PowerW, 3)} kW, {ProfilesCommand.Amperes(reading.CurrentMilliamps[0])} of {ProfilesCommand.Amperes(c.Hardware.Pilot.OfferedMilliamps)} offered, {FixedPoint.ToText(reading.EnergyWh - t.Begin.EnergyWh, 3)} kWh so far";
    }

    private string? RefusedInSession(Connector c, Transaction t)
    {
        if (!t.IsRefused || c.Status != ConnectorStatus.SuspendedEVSE) return null;
        return (CardRefused() ?? "the card " + t.IdTag + " was refused by the Central System") + "; the energy of MaxEnergyOnInvalidId is used up";
    }

    // The lowest of the limits is named: cable, temperature, the connector's own profile, what the charge point has left.
    private string? NoCurrent(Connector c)
    {
        if (c.Hardware.MaximumMilliamps < Connector.LowestOfferMilliamps) return "the rating of the cable cannot be read, or is below 6 A";
        if (_room.Safety.LimitMilliamps(c.Id) < Connector.LowestOfferMilliamps) return "too warm: less than 6 A is left";
        if (c.Status != ConnectorStatus.SuspendedEVSE || _limits.Granted(c.Id) >= Connector.LowestOfferMilliamps) return null;
        string? own = OwnLimit(c);
        if (own != null) return own;
        if (!_limits.HasChargePointLimit) return null;
        return $"less than 6 A is left: the charge point has {ProfilesCommand.Amperes(_limits.ChargePointLimit.Milliamps)} by {ProfilesCommand.Source(_limits.ChargePointLimit)}, and others charge{NextChange()}";
    }

    private string? OwnLimit(Connector c)
    {
        ChargingLimit own = _limits.Own(c.Id);
        if (_limits.HasChargePointLimit && _limits.ChargePointLimit.Milliamps < own.Milliamps) own = _limits.ChargePointLimit;
        if (own.Milliamps >= Connector.LowestOfferMilliamps || !own.HasProfile) return null;
        return $"less than 6 A is left: {ProfilesCommand.Source(own)} limits{NextChange()}";
    }

    private string NextChange()
    {
        if (_limits.NextChangeSeconds == long.MaxValue) return "";
        return _limits.ClockIsKnown ? " until " + Iso8601.ToText(_limits.NextChangeSeconds * 1000) : $" for {_limits.NextChangeSeconds - _limits.NowSeconds} s";
    }

    private string? SelfTests(Connector c)
    {
        if (_room.Safety.IsReady(c.Id) || c.Status == ConnectorStatus.SuspendedEV) return null;
        if (c.Hardware.Lock != null && c.Hardware.Lock.State != LockState.Locked) return "the lock does not hold the plug yet";
        if (c.Hardware.ResidualCurrent != null && c.Hardware.ResidualCurrent.SelfTest != SelfTest.Passed) return "the residual-current monitor is being tested";
        return "the tests before charging are not over";
    }

    private string? BadSupply(Connector c)
    {
        foreach (int millivolts in c.Meter.Reading.VoltageMillivolts)
        {
            int percent = millivolts / (_room.Board.NominalMillivolts / 100);
            if (percent >= 20 && (percent < 85 || percent > 115)) return $"the supply has {FixedPoint.ToText(millivolts, 3)} V, too {(percent < 100 ? "low" : "high")} to begin with";
        }

        return null;
    }

    private static string? NoVentilation(Connector c)
        => c.Hardware.Pilot.State == PilotState.D && !c.Hardware.IsVentilated ? "the vehicle wants a ventilated place (pilot D), and this is none" : null;

    private string VehicleWaits(Connector c, Transaction t)
    {
        string time = Words.Duration(_room.Loop.NowMs - c.StatusSinceMs);
        PilotState pilot = c.Hardware.Pilot.State;
        if (pilot == PilotState.A) return $"{t.IdTag} has unplugged the vehicle, the session goes on (StopTransactionOnEVSideDisconnect is false)";
        if (pilot != PilotState.B) return $"the contactor is about to close (pilot {StatusCommand.PilotName(pilot)})";
        if (c.Status == ConnectorStatus.SuspendedEV) return $"the vehicle does not ask for energy (pilot B for {time})";
        return $"the session of {t.IdTag} begins, and the vehicle does not ask for energy yet (pilot B)";
    }

    private string? OutOfService(Connector c)
    {
        if (c.Status == ConnectorStatus.Finishing) return null;
        if (_room.Availability.IsHeld) return "a firmware update waits or is being installed";
        if (!_room.Availability.IsOperative(0)) return "the charge point is out of service (ChangeAvailability): 'availability 0 on' ends that";
        return _room.Availability.IsOperative(c.Id) ? null : $"out of service (ChangeAvailability): 'availability {c.Id} on' ends that";
    }

    private string? QueueFull()
        => _room.Transactions.CanBegin ? null : $"no session can begin: {_room.Transactions.Waiting} transaction messages wait to be sent, and there is no room for more; {Link()}";

    private string? CardWaits(Connector c)
    {
        if (c.AuthorizedIdTag == null) return null;
        string card = "the card " + c.AuthorizedIdTag + " is accepted, and ";
        if (!c.IsVehicleConnected) return card + (IsCableAlone(c) ? "the cable is not plugged into the vehicle yet" : "no vehicle is plugged in yet");
        if (_room.Safety.IsEnding(c.Id)) return card + "the contactor opens first for the vehicle before";
        return c.Hardware.Lock != null && c.Hardware.Lock.State != LockState.Locked ? card + "the lock does not hold the plug yet" : card + "the session begins";
    }

    private string? CardChecked() => _cards.Asking == null ? null : "the card " + _cards.Asking + " is being checked by the Central System";

    private string? Over(Connector c)
    {
        if (c.Status != ConnectorStatus.Finishing) return null;
        if (c.KeepsPlug) return "the session is over, and the cable is kept until its owner's card is there";
        string plug = c.IsVehicleConnected ? "the vehicle is still plugged in" : "the cable is still in the socket";
        if (c.LastStop == (int)StopReason.DeAuthorized && CardRefused() != null) return $"the session was ended, and {plug}: {CardRefused()}";
        if (c.LastStop >= 0) return $"the session is over ({Transaction.NameOf((StopReason)c.LastStop)}), and {plug}: present a card for another";
        return $"{plug}, and no card came within ConnectionTimeOut: {CardRefused() ?? "present one"}";
    }

    private static string? Reserved(Connector c)
    {
        if (c.Status != ConnectorStatus.Reserved) return null;
        Reservation? reservation = c.Reservation;
        return reservation == null ? "kept for whoever has reserved any connector" : $"reserved for {reservation.IdTag} until {Iso8601.ToText(reservation.ExpiryUnixMs)}";
    }

    private static bool IsCableAlone(Connector c) => !c.IsVehicleConnected && c.Hardware.Lock != null && c.Hardware.CablePresent;

    private static string Plug(Connector c)
        => c.IsVehicleConnected ? "the vehicle is plugged in, and " : IsCableAlone(c) ? "the cable is in the socket without a vehicle, and " : "nothing is plugged in, and ";

    private string? NoReader() => _room.Board.Fault == HardwareFault.ReaderFailure ? "the card reader does not answer" : null;

    private string? Nobody()
        => (_link.IsOnline && _registration.IsAccepted) || _room.Configuration.Boolean(Key.LocalAuthorizeOffline) ? null : $"nobody may charge: {Link()}, and LocalAuthorizeOffline is false";

    private string? CardRefused()
    {
        CardRefusal? refusal = _authorizer.LastRefusal;
        if (refusal == null) return null;
        string card = "the card " + refusal.IdTag;
        string status = refusal.Info == null ? "" : $" ({refusal.Info.StatusName})";
        string ago = $" {Words.Duration(_room.Loop.NowMs - refusal.AtMs)} ago";
        string unasked = "the Central System could not be asked, and ";
        return refusal.By switch
        {
            RefusedBy.CentralSystem => $"{card} was refused by the Central System{status}{ago}",
            RefusedBy.LocalKnowledge => $"{card} was refused{ago}: {unasked}the local list or cache says{status}",
            RefusedBy.NotKnown => $"{card} was refused{ago}: {unasked}neither local list nor cache knows it (AllowOfflineTxForUnknownId is false)",
            RefusedBy.NotAsked => $"{card} was refused{ago}: {unasked}LocalAuthorizeOffline is false",
            _ => $"{card} was refused{ago}: no connector was free for it",
        };
    }

    private string? LittleToCome(Connector c)
    {
        _limits.Refresh();
        string? limit = NoCurrent(c) ?? OwnLimit(c);
        return limit ?? BadSupply(c);
    }

    private string Free(Connector c)
    {
        if (_room.Configuration.Text(Key.FreeVendIdTag).Length > 0) return c.IsVehicleConnected ? "the session begins by itself (free vend)" : "no card is needed (free vend): plug in";
        string todo = c.IsVehicleConnected ? "no card is there yet: present one" : "no card is there yet: plug in and present one";
        return _link.IsOnline && _registration.IsAccepted ? todo : $"{todo} that the local list or cache knows; {Link()}";
    }
}
