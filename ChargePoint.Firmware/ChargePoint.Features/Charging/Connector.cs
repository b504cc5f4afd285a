using ChargePoint.Hal;
using ChargePoint.Runtime;
using ChargePoint.Safety;

namespace ChargePoint.Features;

/// <summary>Is told of what happens on a connector.</summary>
public interface IConnectorObserver
{
    /// <summary>Status or error has changed.</summary>
    /// <param name="connector">The connector.</param>
    void OnConnectorChanged(Connector connector);

    /// <summary>A vehicle was connected where no card waits for it.</summary>
    /// <param name="connector">The connector.</param>
    void OnVehicleArrived(Connector connector);
}

/// <summary>
/// One connector: brings together card, vehicle and hardware into a transaction, and its status. A transaction begins when an
/// accepted idTag and a connected vehicle are there, in whichever order they came, and ends by card, unplugging, the Central
/// System or a reset. Whether energy may flow is told to the safety supervisor, who alone moves the contactor.
/// </summary>
public sealed partial class Connector : IStatusSource, IConfigurationObserver
{
    /// <summary>How long a vehicle has to react to the offer before it counts as suspended, in milliseconds.</summary>
    public const int StartGraceMs = 10_000;

    /// <summary>Lowest current that a pilot can offer, in milliamperes (IEC 61851-1): below it there is no energy.</summary>
    public const int LowestOfferMilliamps = 6_000;

    private readonly ChargingRoom _room;
    private readonly IBoard _board;
    private readonly IConnectorHardware _hardware;
    private readonly SafetySupervisor _safety;
    private readonly TransactionQueue _transactions;
    private readonly ConfigurationStore _configuration;
    private readonly EventLoop _loop;
    private readonly Log _log;
    private readonly LoopTimer _startGrace;
    private readonly WaitingCard _card;
    private readonly PlugLock _plug;
    private readonly AvailabilityStore _availability;
    private readonly Reservations _reservations;
    private bool _isFreeVend;
    private bool _isShown;
    private bool _finished;
    private bool _vehicleWasThere;

    /// <summary>Makes a connector at rest.</summary>
    /// <param name="id">OCPP connectorId, 1 or more.</param>
    /// <param name="room">What connectors share.</param>
    public Connector(int id, ChargingRoom room)
    {
        Id = id;
        _room = room;
        _board = room.Board;
        _hardware = room.Board.Connectors[id - 1];
        _safety = room.Safety;
        _transactions = room.Transactions;
        _configuration = room.Configuration;
        _loop = room.Loop;
        _availability = room.Availability;
        _reservations = room.Reservations;
        _log = room.Log;
        _card = new WaitingCard(_loop, _configuration, OnConnectionTimeout);
        _plug = new PlugLock(_hardware);
        _startGrace = _loop.CreateTimer(Update);
        Meter = new ConnectorMeter(_hardware, _loop, room.Clock);
        Sampler = new TransactionSampler(Meter, _loop, _transactions, _configuration);
        _vehicleWasThere = IsVehicleConnected;
        _configuration.Observe(this);
    }

    /// <summary>OCPP connectorId.</summary>
    public int Id { get; }

    /// <summary>Is told of changes; set once.</summary>
    public IConnectorObserver? Observer { get; set; }

    /// <summary>Limits the current that is offered, or null if only the hardware does; set once.</summary>
    public ICurrentLimit? Limit { get; set; }

    /// <summary>Hardware, for the console to look at.</summary>
    public IConnectorHardware Hardware => _hardware;

    /// <summary>Running transaction, or null.</summary>
    public Transaction? Transaction { get; private set; }

    /// <summary>Why the transaction ended that was here last, as a <see cref="StopReason"/>; -1 if none was since the vehicle came.</summary>
    public int LastStop { get; private set; } = -1;

    /// <summary>Since when the status is what it is, in monotonic milliseconds.</summary>
    public long StatusSinceMs { get; private set; }

    /// <inheritdoc/>
    public ConnectorStatus Status { get; private set; }

    /// <inheritdoc/>
    public HardwareFault Error { get; private set; }

    /// <inheritdoc/>
    public string Info { get; private set; } = "";

    /// <inheritdoc/>
    public string VendorErrorCode { get; private set; } = "";

    /// <summary>True while a vehicle is at the other end of the cable.</summary>
    public bool IsVehicleConnected
    {
        get
        {
            PilotState pilot = _hardware.Pilot.State;
            return pilot == PilotState.B || pilot == PilotState.C || pilot == PilotState.D;
        }
    }

    /// <summary>True while the Central System or an installation has taken the connector out of service, and no transaction keeps it in use.</summary>
    public bool IsUnavailable => Transaction == null && (_availability.IsHeld || !_availability.IsOperative(Id));

    /// <summary>Energy meter.</summary>
    public ConnectorMeter Meter { get; }

    /// <summary>Samples the meter while a transaction runs.</summary>
    public TransactionSampler Sampler { get; }

    /// <summary>Energy register in watt-hours, read now.</summary>
    public long EnergyWh
    {
        get
        {
            Meter.Read();
            return Meter.Reading.EnergyWh;
        }
    }

    /// <summary>Ends the running transaction, if there is one, and forgets an accepted idTag.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="idTag">idTag that stops it, or null.</param>
    public void Stop(StopReason reason, string? idTag)
    {
        _plug.Forget();
        _card.Drop();
        Transaction? transaction = Transaction;
        if (transaction != null) End(transaction, reason, idTag);
        Update();
    }

    /// <summary>Ends the running transaction by command and begins to let the plug go. There has to be a lock.</summary>
    internal void BeginRelease()
    {
        Stop(StopReason.UnlockCommand, null);
        _plug.BeginRelease(_loop.NowMs);
    }

    /// <summary>Looks how far letting the plug go is.</summary>
    internal Release LookAtRelease(long nowMs)
    {
        Release release = _plug.LookAtRelease(nowMs);
        if (release != Release.UnderWay) Update();
        return release;
    }

    /// <summary>
    /// Takes up a transaction that a restart has interrupted: after a loss of power it goes on if its vehicle is still there and the
    /// configuration says so (ChargePoint.ResumeTransactionAfterPowerLoss), else it ends with the best energy that is known. Whether energy flows is,
    /// as always, for the safety supervisor to say.
    /// </summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="reason">Why the charge point was restarted.</param>
    public void Recover(Transaction transaction, StopReason reason)
    {
        // The power may have gone between the two records of a reservation that was used.
        if (transaction.HasReservation) _reservations.OnUsed(transaction.ReservationId);
        bool goesOn = reason == StopReason.PowerLoss && Transaction == null && IsVehicleConnected && _configuration.Boolean(Key.ResumeTransactionAfterPowerLoss);
        _log.Info("charging", $"connector {Id}: transaction of {transaction.IdTag} was interrupted by a restart and {(goesOn ? "goes on" : "ends")}");
        if (!goesOn)
        {
            Interrupted(transaction, reason);
            return;
        }

        Transaction = transaction;
        _isFreeVend = CiString.Equals(_configuration.Text(Key.FreeVendIdTag), transaction.IdTag); // how it began is not in the journal
        _plug.TryHold();
        _startGrace.Start(StartGraceMs);
        Sampler.Resume(transaction);
        Update();
    }

    /// <summary>The Central System has answered the running transaction's StartTransaction.</summary>
    /// <param name="info">What it says about the idTag.</param>
    public void OnConfirmed(IdTagInfo info)
    {
        if (info.IsAccepted) return;
        _log.Warning("charging", $"connector {Id}: the Central System refuses {Transaction!.IdTag} ({info.StatusName})");
        if (_configuration.Boolean(Key.StopTransactionOnInvalidId)) Stop(StopReason.DeAuthorized, null);
        else Transaction!.IsRefused = true;
        Update();
    }

    /// <summary>Looks at the hardware and draws the consequences. Called after every change, and once a second.</summary>
    public void Update()
    {
        Meter.Read();
        if (!_board.MainsPresent && !_board.EmergencyStop && Transaction != null) End(Transaction, StopReason.PowerLoss, null);
        bool isFinishing = _finished && Transaction == null && _card.IdTag == null && IsOccupied;
        LookForErrors(isFinishing);
        bool faulted = IsFaulted;
        NoticeVehicle();
        if (_board.EmergencyStop && Transaction != null) End(Transaction, StopReason.EmergencyStop, null);
        if (IsUnavailable || _board.EmergencyStop) _card.Drop();
        if (!faulted) BeginIfReady();
        bool permitted = Transaction != null && MayTakeEnergy(Transaction);
        int limitMilliamps = Limit == null ? _hardware.MaximumMilliamps : Limit.LimitMilliamps(this, permitted && !faulted);
        if (limitMilliamps > _hardware.MaximumMilliamps) limitMilliamps = _hardware.MaximumMilliamps; // whatever was granted before
        if (limitMilliamps > _safety.LimitMilliamps(Id)) limitMilliamps = _safety.LimitMilliamps(Id); // too warm
        permitted &= limitMilliamps >= LowestOfferMilliamps || faulted;
        _safety.Permit(Id, permitted);
        _hardware.Pilot.OfferedMilliamps = permitted && !faulted && _safety.IsReady(Id) ? limitMilliamps : 0;
        if (!IsUnderTest) _plug.Tend(Transaction != null || (_card.IdTag != null && IsVehicleConnected), _loop.NowMs);
        ShowStatus(faulted, permitted);
    }

    void IConfigurationObserver.OnConfigurationChanged(int key) => Sampler.OnConfigurationChanged(key);

    private bool IsOccupied => IsVehicleConnected || _plug.HasPlug;

    // A transaction whose idTag was refused may go on for so much energy altogether that the vehicle can drive away.
    private bool MayTakeEnergy(Transaction transaction)
        => !transaction.IsRefused || Meter.Reading.EnergyWh - transaction.Begin.EnergyWh < _configuration.Integer(Key.MaxEnergyOnInvalidId);

    private void LookForErrors(bool isFinishing)
    {
        int active = ConnectorErrors.Active(_safety, Id, Meter.IsSilent, isFinishing);
        Error = ConnectorErrors.Describe(_board, Id, active, out string info, out string vendorErrorCode);
        Info = info;
        VendorErrorCode = vendorErrorCode;
        IsFaulted = (active & FaultTable.Forbidding) != 0;
    }

    private void NoticeVehicle()
    {
        // A session that outlives the vehicle's side being pulled ends when the cable leaves the socket as well.
        if (Transaction != null && !IsVehicleConnected && _plug.IsEmpty) End(Transaction, StopReason.EVDisconnected, null);
        bool isThere = IsVehicleConnected;
        if (isThere == _vehicleWasThere)
        {
            if (!IsOccupied) _finished = false;
            return;
        }

        // A pilot fault says nothing about the plug: the vehicle counts as unplugged in state A only.
        if (!isThere && _hardware.Pilot.State != PilotState.A) return;
        _vehicleWasThere = isThere;
        _log.Info("charging", $"connector {Id}: vehicle {(isThere ? "connected" : "disconnected")}");
        if (isThere)
        {
            _finished = false;
            LastStop = -1;
            if (Transaction == null && _card.IdTag == null) _card.AwaitIdTag();
            if (Transaction == null && _card.IdTag == null) Observer?.OnVehicleArrived(this);
        }
        else
        {
            // Nobody has a card for free vend: it ends, and gives the cable back, when the vehicle leaves, whatever holds for others.
            if (Transaction != null && (_isFreeVend || _configuration.Boolean(Key.StopTransactionOnEVSideDisconnect))) End(Transaction, StopReason.EVDisconnected, null);
            if (_card.IdTag == null) _card.Drop();
            if (!IsOccupied) _finished = false;
        }
    }

    private void BeginIfReady()
    {
        if (Transaction != null || _card.IdTag == null || !IsVehicleConnected || _safety.IsEnding(Id)) return;
        if (!_plug.TryHold()) return;
        if (!_transactions.CanBegin)
        {
            _log.Error("charging", $"connector {Id}: too many unsent transactions, no new one can begin");
            _card.Drop();
            return;
        }

        Begin(_card.IdTag);
    }

    private void Begin(string idTag)
    {
        MeterSample begin = Meter.Take(ReadingContext.TransactionBegin);
        Transaction transaction = new(Id, idTag, _card.ParentIdTag, begin);
        Reservation? reservation = _reservations.For(Id, idTag, _card.ParentIdTag);
        if (reservation != null) transaction.SetReservation(reservation.Id);
        _isFreeVend = _card.IsFreeVend; // whatever is configured while it runs
        _card.Drop();
        Transaction = transaction;
        _finished = false;
        _startGrace.Start(StartGraceMs);
        _log.Info("charging", $"connector {Id}: transaction of {idTag} begins at {begin.EnergyWh} Wh");
        _transactions.Begin(transaction);
        if (reservation != null) _reservations.OnUsed(reservation.Id);
        Sampler.Begin(transaction);
    }

    private void End(Transaction transaction, StopReason reason, string? idTag)
    {
        Transaction = null;
        _startGrace.Stop();
        _safety.Permit(Id, false);
        _hardware.Pilot.OfferedMilliamps = 0;
        MeterSample end = NotBelow(transaction.LastKnown, Meter.Take(ReadingContext.TransactionEnd));
        Sampler.End(end);
        transaction.Stop(end, reason, idTag);
        _finished = true;
        LastStop = (int)reason;
        if (reason == StopReason.EVDisconnected && !_configuration.Boolean(Key.UnlockConnectorOnEVSideDisconnect) && !_isFreeVend) _plug.Keep(transaction.IdTag, transaction.ParentIdTag);
        long energyWh = transaction.End!.EnergyWh - transaction.Begin.EnergyWh;
        _log.Info("charging", $"connector {Id}: transaction of {transaction.IdTag} ends ({transaction.ReasonName}), {energyWh} Wh");
        _transactions.End(transaction);
    }

    // The register of a meter outlives a loss of power: it is the best that can be known, unless the meter is silent or another one.
    private void Interrupted(Transaction transaction, StopReason reason)
    {
        MeterSample end = transaction.LastKnown;
        Meter.Read();
        if (!Meter.IsSilent && Meter.Reading.EnergyWh >= end.EnergyWh) end = new MeterSample(end.Moment, ReadingContext.TransactionEnd, Meter.Reading.EnergyWh);
        transaction.Stop(end, reason, null);
        LastStop = (int)reason;
        _vehicleWasThere = IsVehicleConnected;
        _finished = IsOccupied;
        _transactions.End(transaction);
        Update();
    }

    // A meter that is silent since the start, or another one than before, must not bill less than is known already.
    private static MeterSample NotBelow(MeterSample known, MeterSample sample)
        => sample.EnergyWh >= known.EnergyWh ? sample : new MeterSample(sample.Moment, sample.Context, known.EnergyWh);

    private void ShowStatus(bool faulted, bool permitted)
    {
        PilotState pilot = _hardware.Pilot.State;
        ConnectorFacts facts = new()
        {
            Faulted = faulted,
            Transaction = Transaction != null,
            EnergyPermitted = permitted && (_safety.IsReady(Id) || Status != ConnectorStatus.SuspendedEVSE), // until its tests are passed again
            EnergyFlows = _hardware.Contactor.Feedback && (pilot == PilotState.C || pilot == PilotState.D),
            Starting = _startGrace.IsRunning,
            Authorized = _card.IdTag != null,
            Occupied = IsOccupied,
            Finished = _finished,
            Unavailable = IsUnavailable,
            Reserved = _reservations.Keep(this),
        };
        ConnectorStatus status = facts.Status;
        if (status == ConnectorStatus.Charging || status == ConnectorStatus.SuspendedEVSE) _startGrace.Stop();

        // A fault that is there from the start, while the hardware wakes up, ends no reservation.
        bool isDown = status == ConnectorStatus.Unavailable || (_isShown && status == ConnectorStatus.Faulted && Status != ConnectorStatus.Faulted);
        if (_isShown && status != Status) Enter(StatusTransitions.Between(Status, status));
        if (status != Status) Enter(status);
        if (isDown) _reservations.OnConnectorDown(Id);
        _isShown = true;
        if (!IsUnderTest) _hardware.Indicator.Show(Indications.Of(status));
        Observer?.OnConnectorChanged(this);
    }

    private void Enter(ConnectorStatus status)
    {
        _log.Info("charging", $"connector {Id}: {StatusNames.Of(Status)} -> {StatusNames.Of(status)}");
        Status = status;
        StatusSinceMs = _loop.NowMs;
    }
}
