using System;
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

/// <summary>Makes the connection to the Central System: another than our own, for the stock package or for tests.</summary>
/// <param name="loop">The event loop that it runs on.</param>
public delegate IMessageLink LinkMaker(EventLoop loop);

/// <summary>
/// A charge point: the one place where everything is made and wired. Whoever owns it runs its loop (<see cref="EventLoop.Run"/>) and,
/// beside it, steps its safety supervisor every <see cref="SafetySupervisor.PeriodMs"/> milliseconds.
/// </summary>
public sealed partial class ChargePoint : IBoardListener, ISafetyListener, IRegistrationObserver, ILinkObserver, IConnectorObserver, ITransactionObserver, ITransactionGate, IConfigurationObserver
{
    /// <summary>Longest message that is received, in bytes. Longer ones are refused without being kept.</summary>
    public const int LongestMessage = 6144;

    private const int LookAtHardwareMs = 1_000;

    private readonly IBoard _board;
    private readonly ChargingRoom _room;
    private readonly Signal _hardwareChanged;
    private readonly LoopTimer _lookAtHardware;
    private readonly CallQueue _queue;
    private readonly TransactionJournal _journal;
    private readonly CardHandler _cards;
    private readonly Heartbeat _heartbeat;
    private readonly StatusNotifier _statuses;
    private readonly LocalAuthorization _local;
    private readonly Authorizer _authorizer;
    private readonly SingleMeterValues _meterValues;
    private readonly ClockAlignedSampling _aligned;
    private readonly ChargingLimits _limits;
    private readonly RemoteStartProfiles _remoteStartProfiles;
    private readonly ProfileReader _profileReader;
    private readonly MaintenanceRoom _maintenance;
    private readonly CertificateRoom _certificates;
    private readonly CostDisplay _costs;
    private readonly ResetReason _resetReason;
    private readonly ChangeAvailability _changeAvailability;
    private string _url = "";
    private string _identity = "";
    private WebSocketAddress? _peer;
    private bool _hasBegun;
    private bool _updating;

    /// <summary>The event loop that everything runs on.</summary>
    public EventLoop Loop { get; }

    /// <summary>The log.</summary>
    public Log Log { get; }

    /// <summary>Time of day.</summary>
    public WallClock Clock { get; }

    /// <summary>Configuration values.</summary>
    public ConfigurationStore Configuration { get; }

    /// <summary>The safety supervisor, to be stepped beside the loop.</summary>
    public SafetySupervisor Safety { get; }

    /// <summary>Counts what the safety supervisor finds.</summary>
    public FaultCounters Faults { get; }

    /// <summary>Connection to the Central System.</summary>
    public CentralSystemLink Link { get; }

    /// <summary>Registration with the Central System.</summary>
    public Registration Registration { get; }

    /// <summary>Transaction messages that wait.</summary>
    public TransactionQueue Transactions { get; }

    /// <summary>Connectors, connector 1 first.</summary>
    public Connector[] Connectors { get; }

    /// <summary>What is out of service.</summary>
    public AvailabilityStore Availability { get; }

    /// <summary>Who may use what.</summary>
    public Reservations Reservations { get; }

    /// <summary>Trusted authorities.</summary>
    public CertificateStore Certificates => _certificates.Store;

    /// <summary>Local authorization list.</summary>
    public LocalAuthorizationList LocalList => _local.List;

    /// <summary>Security log, profiles and service PIN.</summary>
    public SecurityRoom Security { get; }

    /// <summary>Restart in order.</summary>
    public RestartProcedure Restart { get; }

    /// <summary>True while nothing is awaited from the Central System or the network.</summary>
    public bool IsQuiet => _hasBegun && !_queue.IsBusy && !Link.IsWaiting && !_maintenance.Transfer.IsBusy;

    bool ITransactionGate.MayBegin => Registration.IsAccepted && !Restart.IsUnderWay && !_maintenance.HoldsConnectors;

    bool ITransactionGate.MayStop => Registration.IsAccepted;

    /// <summary>Starts: looks at the hardware and connects.</summary>
    /// <param name="centralSystemUrl">ws:// or wss:// address without the identity, or "" for the configured one (CentralSystemUrl).</param>
    /// <param name="identity">Identity, or "" for the configured one (Identity).</param>
    public void Start(string centralSystemUrl, string identity)
    {
        Log.Info("boot", $"{_board.Identity.Vendor} {_board.Identity.Model}, firmware {_board.Identity.FirmwareVersion}, {Connectors.Length} connector(s)");
        _board.Listen(this);
        Security.Start(_resetReason.WasCommanded);
        if (_board.PollPeriodMs > 0) Loop.CreateTimer(_board.Poll).StartPeriodic(_board.PollPeriodMs);
        StartTerminal();
        ReadProvision();
        _url = Choose(centralSystemUrl, Key.CentralSystemUrl);
        _identity = Choose(identity, Key.Identity);
        if (_board.IsReady) Begin();
        else AwaitBoard();
    }

    // Whether an interrupted session goes on depends on pilot and meter, which a board may not know in its first moments.
    private void AwaitBoard()
    {
        LoopTimer? look = null;
        look = Loop.CreateTimer(() =>
        {
            if (!_board.IsReady) return;
            look!.Stop();
            Begin();
        });
        look.StartPeriodic(_board.PollPeriodMs);
    }

    private void Begin()
    {
        _hasBegun = true;
        RecoverTransactions();
        _lookAtHardware.StartPeriodic(LookAtHardwareMs);
        _hardwareChanged.Raise();
        Connect();
        string refused = Provision != null && Provision.Length > 0 ? $", {Provisioning.FileName} is refused: {Provision}" : ""; // flash.ps1 looks for it
        _terminal?.Notice($"ready: {(_identity.Length > 0 ? _identity : "no identity")}, firmware {_board.Identity.FirmwareVersion}{refused}");
    }

    void IBoardListener.OnBoardChanged() => _hardwareChanged.Raise();

    void ISafetyListener.OnSafetyChanged() => _hardwareChanged.Raise();

    void IRegistrationObserver.OnAccepted()
    {
        _heartbeat.Start();
        _aligned.Schedule();
        _statuses.TellAll();
        _maintenance.Updater?.OnAccepted();
    }

    // Nobody can be asked any more: whoever waits for an answer gets the one for offline now, not when the vehicle of another is there.
    void IRegistrationObserver.OnNotAccepted()
    {
        _authorizer.OnOffline();
        if (Registration.Status == RegistrationStatus.Rejected) Security.Profiles.OnRejected();
    }

    void ILinkObserver.OnOnline()
    {
        _history.Add(HistoryKind.LinkBack, 0, "");
        RenewIfMoved();
        Security.Profiles.OnOnline();

        // While a file is fetched as well, nobody can tell which of the two handshakes an authority vouched for.
        if (Link.IsSecure) _certificates.OnConnected(!_maintenance.Transfer.IsBusy);
    }

    void ILinkObserver.OnOffline()
    {
        _authorizer.OnOffline();
        _meterValues.OnOffline();
        _manual?.OnOffline();
        _history.Add(HistoryKind.LinkLost, 0, Link.LastFailure);
    }

    void IConnectorObserver.OnConnectorChanged(Connector connector)
    {
        _statuses.OnStatusChanged();
        _costs.Look(connector);

        // The history is written from the top of the loop, not from the depth of what has ended the session: each call takes memory.
        if (_sessions[connector.Id - 1] != connector.Transaction) _hardwareChanged.Raise();
    }

    // Whoever presented a card before plugging in has not said where: the vehicle shows it.
    void IConnectorObserver.OnVehicleArrived(Connector connector)
    {
        _cards.LastArrived = connector;
        foreach (Connector other in Connectors)
        {
            if (other == connector || other.AuthorizedIdTag == null || other.IsVehicleConnected || other.IsPlaceFixed) continue;
            if (!connector.IsFreeFor(other.AuthorizedIdTag, other.AuthorizedParent)) continue;
            string? idTag = other.TakeAuthorization(out string? parentIdTag);
            connector.Authorize(idTag!, parentIdTag);
            return;
        }
    }

    void ITransactionObserver.OnTransactionConfirmed(Transaction transaction, IdTagInfo info)
    {
        if (transaction.ConnectorId < 1 || transaction.ConnectorId > Connectors.Length) return;
        Connector connector = Connectors[transaction.ConnectorId - 1];
        if (connector.Transaction != transaction) return;
        if (!info.IsAccepted) _authorizer.Refuse(transaction.IdTag, RefusedBy.CentralSystem, info);
        connector.OnConfirmed(info);
    }

    void ITransactionObserver.OnIdTagInfo(string idTag, IdTagInfo info) => _local.Learn(idTag, info);

    void ITransactionObserver.OnTransactionOrphaned(Transaction transaction)
    {
        foreach (Connector connector in Connectors)
        {
            if (connector.Transaction == transaction) connector.Stop(StopReason.Other, null);
        }
    }

    void IConfigurationObserver.OnConfigurationChanged(int key)
    {
        Security.OnConfigurationChanged(key);
        if (key == Key.WebSocketPingInterval) Link.Use(LinkOptions());
        else if (key == Key.ClockAlignedDataInterval) _aligned.Schedule();
    }

    private WebSocketOptions LinkOptions()
    {
        return new WebSocketOptions
        {
            User = _identity,
            Password = Security.Profiles.Password(),
            PingIntervalSeconds = Configuration.Integer(Key.WebSocketPingInterval),
            MaximumMessageBytes = LongestMessage,
        };
    }

    private void OnCertificateChanged()
    {
        if (Link.IsSecure) Link.Reopen(LinkOptions());
    }

    private void RecoverTransactions()
    {
        Transaction[] interrupted = new Transaction[_journal.Running.Count];
        _journal.Running.CopyTo(interrupted);
        foreach (Transaction transaction in interrupted) RecoverSafely(transaction);
        _resetReason.Settle();
    }

    // A charge point that cannot take up a session has to come up all the same: nobody else could ever mend it.
    private void RecoverSafely(Transaction transaction)
    {
        try
        {
            if (transaction.ConnectorId >= 1 && transaction.ConnectorId <= Connectors.Length)
            {
                Connectors[transaction.ConnectorId - 1].Recover(transaction, _resetReason.Present);
                NoteEnd(transaction);
                return;
            }

            // The board has fewer connectors than before: what is known is all that can be billed.
            Log.Warning("charging", $"a transaction of connector {transaction.ConnectorId}, which is not there any more, ends");
            transaction.Stop(transaction.LastKnown, _resetReason.Present, null);
            Transactions.End(transaction);
        }
        catch (Exception e)
        {
            Log.Error("charging", $"a transaction of connector {transaction.ConnectorId} cannot be taken up: {e.Message}", e);
        }
    }

    private void OnHardwareChanged()
    {
        if (_updating || !_hasBegun) return;
        Safety.LoopIsAlive();
        Reservations.Tend();
        Security.Tend();
        Network?.Poll();
        _updating = true;
        try
        {
            foreach (Connector connector in Connectors) UpdateSafely(connector);
            Faults.Look();
            MeasureMemory();
        }
        finally
        {
            _updating = false;
        }

        while (_board.Reader.TakeCard() is string idTag)
        {
            if (idTag.Length > 0 && idTag.Length <= 20) _cards.OnCard(idTag);
        }

        NoteSessions();
    }

    // A bug that one connector meets must not keep the others from being looked at, nor leave its own energy on.
    private void UpdateSafely(Connector connector)
    {
        try
        {
            connector.Update();
            _cards.Serve(connector);
        }
        catch (Exception e)
        {
            Safety.Permit(connector.Id, false);
            connector.Hardware.Pilot.OfferedMilliamps = 0;
            Log.Error("charging", $"connector {connector.Id}: {e.Message}", e);
        }
    }
}
