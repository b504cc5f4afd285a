using ChargePoint.Authorization;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Maintenance;
using ChargePoint.Ocpp;
using ChargePoint.Pricing;
using ChargePoint.Runtime;
using ChargePoint.Safety;
using ChargePoint.Security;
using ChargePoint.SmartCharging;

namespace ChargePoint.Firmware;

// How the parts are made and tied together.
public sealed partial class ChargePoint
{
    private const int ScratchBytes = 2048 + SlotFile.HeaderLength;

    /// <summary>Makes a charge point that does nothing yet.</summary>
    /// <param name="board">The board that it runs on.</param>
    /// <param name="log">Log, made on the same clock.</param>
    /// <param name="makeLink">Makes the connection to the Central System, or null for our own WebSocket client.</param>
    public ChargePoint(IBoard board, Log log, LinkMaker? makeLink = null)
    {
        _board = board;
        Log = log;
        FactoryReset.Finish(board.Flash, log);
        Clock = new WallClock(board.Clock);
        Loop = new EventLoop(board.Clock, log);
        byte[] scratch = new byte[ScratchBytes];
        Configuration = new ConfigurationStore(new SlotFile(board.Flash, "config", 1, scratch, ConfigurationStore.LongestImage), board.Connectors.Length, log, board.SecureElement);
        Safety = new SafetySupervisor(board);
        Faults = new FaultCounters(Safety, board.Connectors.Length, new SlotFile(board.Flash, "faults", 1, scratch), Loop, Clock, log);
        FrameBuffer frames = new(LongestMessage + FrameBuffer.RoomForAnswer);
        _queue = new CallQueue(Loop, frames, board.Random, log);
        CallRouter router = new(frames, log);
        IMessageLink link = makeLink != null ? makeLink(Loop) : new WebSocketClient(Loop, board.Random, log, board.CreateTransport, frames);
        Link = new CentralSystemLink(Loop, link, _queue, router, board.Link, board.Random, log);
        Registration = new Registration(Loop, _queue, board.Identity, Clock, Configuration, log);
        _heartbeat = new Heartbeat(Loop, _queue, Clock, Configuration);
        _journal = new TransactionJournal(board.Flash, Loop, Clock, log, scratch);
        Transactions = new TransactionQueue(Loop, _queue, _journal, Configuration, Clock, log);
        Availability = new AvailabilityStore(new SlotFile(board.Flash, "avail", 1, scratch), board.Connectors.Length, log);
        Reservations = new Reservations(new ReservationStore(new SlotFile(board.Flash, "reserve", 1, scratch), board.Connectors.Length, log), board, Availability, Loop, Clock, log);
        _history = new EventHistory(board.Flash, Loop, Clock);
        ChargingRoom room = _room = new(board, Loop, Safety, Transactions, Configuration, Clock, Availability, Reservations, log);
        Connectors = new Connector[board.Connectors.Length];
        for (int i = 0; i < Connectors.Length; i++) Connectors[i] = new Connector(i + 1, room);
        _sessions = new Transaction?[Connectors.Length];
        Reservations.Connectors = Connectors;
        _changeAvailability = new ChangeAvailability(Availability, Connectors, log);
        _limits = new ChargingLimits(new ProfileStore(board.Flash, scratch, RunningTransactions(), log), Connectors, Clock, Loop);
        _profileReader = new ProfileReader(scratch);
        _remoteStartProfiles = new RemoteStartProfiles(_limits.Store, _profileReader, Connectors.Length, Configuration, Clock, Loop, log);
        _limits.Use(_remoteStartProfiles);
        _resetReason = new ResetReason(new SlotFile(board.Flash, "reset", 1, scratch), log);
        Restart = new RestartProcedure(room, Connectors, _queue, Link, _resetReason);
        _local = new LocalAuthorization(board.Flash, scratch, Loop, Configuration, Clock, log);
        _authorizer = new Authorizer(_queue, Link, _local, Configuration, Loop, log);
        _cards = new CardHandler(Connectors, _authorizer, Restart, Configuration, log);
        _statuses = new StatusNotifier(Loop, _queue, StatusSources(room), Configuration, Clock);
        _maintenance = new MaintenanceRoom(room, Connectors, _queue, Link, Registration, Restart, new SlotFile(board.Flash, "update", 1, scratch));
        _costs = new CostDisplay(room, Connectors, Link, _queue);
        _maintenance.DataTransfer.Add(_costs);
        Security = new SecurityRoom(room, Link, _queue, Registration, scratch);
        _certificates = new CertificateRoom(room, _queue, Link, _maintenance.Updater, Security.Time, Security.Events, scratch);
        Security.Profiles.Options = LinkOptions;
        Security.Profiles.Credentials = new ProfileCredentials(_certificates.Store) { Client = _certificates.Own };
        _maintenance.GetLog.SecurityLog = new SecurityLogFile(Security.Log, Clock);
        _meterValues = new SingleMeterValues(Connectors, _queue, Configuration, Clock);
        _aligned = new ClockAlignedSampling(Connectors, _meterValues, Loop, Configuration, Clock);
        _hardwareChanged = Loop.CreateSignal(OnHardwareChanged);
        room.Look = _hardwareChanged;
        _lookAtHardware = Loop.CreateTimer(OnHardwareChanged);

        AddOperations(router);
        AddSources();
        Observe();
    }

    private IStatusSource[] StatusSources(ChargingRoom room)
    {
        IStatusSource[] sources = new IStatusSource[Connectors.Length + 1];
        sources[0] = new ChargePointStatus(room, Connectors);
        for (int i = 0; i < Connectors.Length; i++) sources[i + 1] = Connectors[i];
        return sources;
    }

    private int[] RunningTransactions()
    {
        int[] localIds = new int[_journal.Running.Count];
        for (int i = 0; i < localIds.Length; i++) localIds[i] = ((Transaction)_journal.Running[i]!).LocalId;
        return localIds;
    }

    private void AddOperations(CallRouter router)
    {
        // Found in this order: first what somebody stands and waits for
        router.Add(new RemoteStartTransaction(Connectors, _cards, _authorizer, Configuration, this, Log) { Profile = _remoteStartProfiles });
        router.Add(new RemoteStopTransaction(Connectors, this));
        router.Add(new GetConfiguration(Configuration));
        router.Add(new ChangeConfiguration(Configuration));
        router.Add(new Reset(Restart));
        _local.AddOperations(router);
        _maintenance.AddOperations(router);
        _certificates.AddOperations(router);
        router.Add(_changeAvailability);
        router.Add(new ReserveNow(Reservations, Configuration, Clock));
        router.Add(new CancelReservation(Reservations));
        router.Add(new UnlockConnector(Connectors, router, Loop, Log));
        router.Add(new SetChargingProfile(_profileReader, _limits, Clock, Log));
        router.Add(new ClearChargingProfile(_limits, Log));
        router.Add(new GetCompositeSchedule(_limits));
        TriggeredMessages triggered = new(Registration, _heartbeat, _meterValues, _statuses, Connectors.Length);
        _maintenance.AddTriggers(triggered);
        _certificates.AddTriggers(triggered);
        router.Add(new TriggerMessage(triggered));
        router.Add(new ExtendedTriggerMessage(triggered));
    }

    // The order is the order of importance: who waits at the reader comes before what happened earlier, and that before the rest.
    private void AddSources()
    {
        _queue.Add(Registration);
        _queue.Add(_authorizer);
        _queue.Add(Transactions);
        _queue.Add(_costs.Source);
        _queue.Add(_statuses);
        _queue.Add(Security.Events);
        _maintenance.AddSources(_queue);
        _certificates.AddSources(_queue);
        _queue.Add(_meterValues);
        _queue.Add(_heartbeat);
    }

    private void Observe()
    {
        Link.Observer = this;
        Faults.Observer = OnFault;
        Registration.Observer = this;
        Transactions.Observer = this;
        Safety.Listen(this);
        _local.List.Progress = Safety.LoopIsAlive;
        Configuration.Observe(this);
        if (_certificates.Own != null) _certificates.Own.Changed = OnCertificateChanged;
        foreach (Connector connector in Connectors) connector.Observer = this;
    }
}
