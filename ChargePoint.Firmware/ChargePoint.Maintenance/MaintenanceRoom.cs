using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Maintenance;

/// <summary>Puts firmware update, diagnostics and DataTransfer together, for whoever wires the charge point.</summary>
public sealed class MaintenanceRoom
{
    private readonly GetDiagnostics _diagnostics;
    private readonly UpdateFirmware _updateFirmware;

    /// <summary>Makes everything; nothing is under way yet.</summary>
    /// <param name="room">What connectors share.</param>
    /// <param name="connectors">All connectors.</param>
    /// <param name="queue">Sends the stages.</param>
    /// <param name="link">Connection to the Central System.</param>
    /// <param name="registration">Registration.</param>
    /// <param name="restart">Restarts into a new firmware.</param>
    /// <param name="file">Where the state of an update is kept.</param>
    public MaintenanceRoom(ChargingRoom room, Connector[] connectors, CallQueue queue, CentralSystemLink link, Registration registration, RestartProcedure restart, SlotFile file)
    {
        Transfer = new FileTransfer(room.Loop, room.Board.CreateTransport);
        DiagnosticsStages = new StageNotifier("DiagnosticsStatusNotification", queue);
        FirmwareStages = new StageNotifier("FirmwareStatusNotification", queue);
        IFirmwareStore? store = room.Board.Firmware;
        if (store != null) SignedFirmwareStages = new StageNotifier("SignedFirmwareStatusNotification", queue);
        if (store != null) Updater = new FirmwareUpdater(room, store, connectors, restart, FirmwareStages, SignedFirmwareStages!, Transfer, file);
        _updateFirmware = new UpdateFirmware(Updater);
        DiagnosticsReport report = new(room, connectors, link, registration);
        LogStages = new StageNotifier("LogStatusNotification", queue);
        GetLog = new GetLog(room, Transfer, report, LogStages);
        _diagnostics = new GetDiagnostics(room, Transfer, report, DiagnosticsStages);
    }

    /// <summary>Messages of extensions.</summary>
    public DataTransfer DataTransfer { get; } = new();

    /// <summary>Fetches and delivers files.</summary>
    public FileTransfer Transfer { get; }

    /// <summary>Tells the stages of GetDiagnostics.</summary>
    public StageNotifier DiagnosticsStages { get; }

    /// <summary>Tells the stages of GetLog.</summary>
    public StageNotifier LogStages { get; }

    /// <summary>Delivers a log; whoever has the security log hands it over.</summary>
    public GetLog GetLog { get; }

    /// <summary>Tells the stages of UpdateFirmware.</summary>
    public StageNotifier FirmwareStages { get; }

    /// <summary>Tells the stages of SignedUpdateFirmware; null for a board that cannot install anything.</summary>
    public StageNotifier? SignedFirmwareStages { get; }

    /// <summary>Updates the firmware; null for a board that cannot install anything.</summary>
    public FirmwareUpdater? Updater { get; }

    /// <summary>True while an installation waits or is under way: nobody may begin to charge.</summary>
    public bool HoldsConnectors => Updater != null && Updater.HoldsConnectors;

    /// <summary>Adds the operations of this room.</summary>
    /// <param name="router">Receives them.</param>
    public void AddOperations(CallRouter router)
    {
        router.Add(DataTransfer);
        router.Add(_diagnostics);
        router.Add(GetLog);
        router.Add(_updateFirmware);
    }

    /// <summary>Adds the messages of this room that may be asked for.</summary>
    /// <param name="trigger">Receives them.</param>
    public void AddTriggers(TriggeredMessages trigger)
    {
        trigger.Add(DiagnosticsStages);
        trigger.Add(LogStages);
        trigger.Add(FirmwareStages);
        if (Updater != null && Updater.Signature != null) trigger.Add(SignedFirmwareStages!);
    }

    /// <summary>Adds the calls of this room.</summary>
    /// <param name="queue">Receives them.</param>
    public void AddSources(CallQueue queue)
    {
        queue.Add(FirmwareStages);
        if (SignedFirmwareStages != null) queue.Add(SignedFirmwareStages);
        queue.Add(DiagnosticsStages);
        queue.Add(LogStages);
    }
}
