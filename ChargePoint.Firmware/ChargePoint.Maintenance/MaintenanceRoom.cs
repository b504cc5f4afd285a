using ChargePoint.Features;
using ChargePoint.Ocpp;

namespace ChargePoint.Maintenance;

/// <summary>Puts diagnostics and DataTransfer together, for whoever wires the charge point.</summary>
public sealed class MaintenanceRoom
{
    private readonly GetDiagnostics _diagnostics;

    /// <summary>Makes everything; nothing is under way yet.</summary>
    /// <param name="room">What connectors share.</param>
    /// <param name="connectors">All connectors.</param>
    /// <param name="queue">Sends the stages.</param>
    /// <param name="link">Connection to the Central System.</param>
    /// <param name="registration">Registration.</param>
    public MaintenanceRoom(ChargingRoom room, Connector[] connectors, CallQueue queue, CentralSystemLink link, Registration registration)
    {
        Transfer = new FileTransfer(room.Loop, room.Board.CreateTransport);
        DiagnosticsStages = new StageNotifier("DiagnosticsStatusNotification", queue);
        DiagnosticsReport report = new(room, connectors, link, registration);
        _diagnostics = new GetDiagnostics(room.Loop, Transfer, report, DiagnosticsStages, room.Board.Link, room.Clock, room.Log);
    }

    /// <summary>Messages of extensions.</summary>
    public DataTransfer DataTransfer { get; } = new();

    /// <summary>Fetches and delivers files.</summary>
    public FileTransfer Transfer { get; }

    /// <summary>Tells the stages of GetDiagnostics.</summary>
    public StageNotifier DiagnosticsStages { get; }

    /// <summary>Adds the operations of this room.</summary>
    /// <param name="router">Receives them.</param>
    public void AddOperations(CallRouter router)
    {
        router.Add(DataTransfer);
        router.Add(_diagnostics);
    }

    /// <summary>Adds the calls of this room.</summary>
    /// <param name="queue">Receives them.</param>
    public void AddSources(CallQueue queue) => queue.Add(DiagnosticsStages);
}
